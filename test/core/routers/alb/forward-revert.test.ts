import { describe, expect, test } from '@jest/globals';
import {
  type ListenerAction,
  versionOf,
  type WeightedGroup,
} from '../../../../lambdas/core/routers/alb/forward-action';
import { readForwardForRevert, revertedActions } from '../../../../lambdas/core/routers/alb/forward-revert';
import { forwardAt } from '../../../support/accounts/forward-harness';
import { loadBalancer } from '../../../support/plans/routers';

const router = loadBalancer();
const { oldTargetGroupArn: old, newTargetGroupArn: fresh } = router;
const label = 'listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff';
const target = { percent: 0, version: versionOf({ Actions: forwardAt(200, 0) }), original: null };
const to = (...TargetGroups: readonly WeightedGroup[]): ListenerAction[] => [
  { Type: 'forward', ForwardConfig: { TargetGroups } },
];
const group = (TargetGroupArn: string, Weight?: number): WeightedGroup => ({
  TargetGroupArn,
  ...(Weight === undefined ? {} : { Weight }),
});
const read = (Actions: readonly ListenerAction[]) => readForwardForRevert(router, target, { Actions });
const weightsAfter = (Actions: readonly ListenerAction[]) =>
  revertedActions(router, target, { Actions })
    .at(-1)
    ?.ForwardConfig?.TargetGroups?.map(({ Weight }) => Weight);
const missing = (arn: string) =>
  `${label}: its forward action has no weight for ${arn}; ` +
  'forward to both target groups again, with the weights of before';

describe('a forward action that is reverted', () => {
  test('has the weights of the snapshot, and everything else as it is', () => {
    expect(read(forwardAt(50, 50))).toMatchObject({
      ...{ percent: 50, isBack: false, isWritable: true },
      ...{ leftAlone: [], unrestored: [], ttlSeconds: 0 },
    });
    expect(revertedActions(router, target, { Actions: forwardAt(50, 50) })).toEqual(forwardAt(200, 0));
    expect(read(forwardAt(200, 0))).toMatchObject({ percent: 0, isBack: true });
  });

  test('is not back at the same percent with other weights', () => {
    expect(read(forwardAt(1, 0))).toMatchObject({ percent: 0, isBack: false, isWritable: true });
  });

  test('is mended when both weights are 0', () => {
    expect(read(forwardAt(0, 0))).toMatchObject({ percent: null, isBack: false, isWritable: true });
    expect(weightsAfter(forwardAt(0, 0))).toEqual([200, 0]);
  });

  test('keeps a third target group, and names it when it has a weight', () => {
    const found = to(group(old, 50), group(fresh, 50), group('third', 7), group('fourth', 0), group('fifth'));
    expect(read(found).leftAlone.slice(0, 2)).toEqual([
      `${label}: a third target group third keeps its weight 7, 3.37 % of the traffic after the revert`,
      `${label}: a third target group fifth keeps its weight 1, 0.48 % of the traffic after the revert`,
    ]);
    expect(weightsAfter(found)).toEqual([200, 0, 7, 0, undefined]);
  });

  test('names what someone has changed beside the weights', () => {
    const sticky = forwardAt(50, 50, {
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
    });
    expect(read(sticky)).toMatchObject({
      ttlSeconds: 60,
      leftAlone: [expect.stringContaining('Enabled false → true')],
    });
  });

  test('puts back what there is when a target group is missing', () => {
    expect(read(to(group(old, 50)))).toMatchObject({
      ...{ isWritable: true, percent: 0, isBack: false, unrestored: [missing(fresh)] },
    });
    expect(weightsAfter(to(group(old, 50)))).toEqual([200]);
  });

  test('leaves the new target group its weight when it is alone', () => {
    expect(read(to(group(fresh, 50)))).toMatchObject({
      ...{ isWritable: false, isBack: true, percent: 100, unrestored: [missing(old)] },
    });
  });

  test('has nothing to put back when it forwards to one target group without weights', () => {
    expect(read([{ Type: 'forward', TargetGroupArn: fresh }])).toMatchObject({
      ...{ isWritable: false, percent: null, unrestored: [missing(old), missing(fresh)] },
    });
  });

  test('has nothing to put back when it is gone', () => {
    const { isWritable, unrestored } = read([{ Type: 'redirect' }]);
    expect(isWritable).toBe(false);
    expect(unrestored[0]).toContain(`it has no forward action to ${old}`);
  });
});
