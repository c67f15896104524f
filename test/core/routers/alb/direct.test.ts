import { describe, expect, test } from '@jest/globals';
import { directActions, readDirectForward } from '../../../../lambdas/core/routers/alb/direct';
import type { ListenerAction } from '../../../../lambdas/core/routers/alb/forward-action';
import { forwardAt } from '../../../support/accounts/forward-harness';
import { loadBalancer, newTargetGroupArn, oldTargetGroupArn } from '../../../support/plans/routers';

const route = loadBalancer();
const group = 'listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff';
const third = { TargetGroupArn: 'arn:third', Weight: 5 };
const forwarding = (...TargetGroups: object[]): ListenerAction => ({
  Type: 'forward',
  ForwardConfig: { TargetGroups },
});

describe('readDirectForward', () => {
  test('reads every target group, and 1 for one without a weight', () => {
    const Actions = [
      { Type: 'authenticate-oidc' },
      forwarding(
        { TargetGroupArn: oldTargetGroupArn },
        { TargetGroupArn: newTargetGroupArn, Weight: 0 },
        third,
      ),
    ];
    expect(readDirectForward(route, { Actions })).toMatchObject({
      standing: [
        { group, id: oldTargetGroupArn, weight: 1 },
        { group, id: newTargetGroupArn, weight: 0 },
        { group, id: 'arn:third', weight: 5 },
      ],
      ttlSeconds: 0,
    });
  });

  test.each([
    [{ Enabled: true, DurationSeconds: 300 }, 300],
    [{ Enabled: true }, 0],
    [{ Enabled: false, DurationSeconds: 300 }, 0],
  ])('reads the stickiness %j as %i s', (TargetGroupStickinessConfig, seconds) => {
    const found = { Actions: forwardAt(1, 1, { TargetGroupStickinessConfig }) };
    expect(readDirectForward(route, found).ttlSeconds).toBe(seconds);
  });

  test('reads a forward action without weights as nothing that has one', () => {
    const Actions = [{ Type: 'forward', TargetGroupArn: oldTargetGroupArn, ForwardConfig: {} }];
    expect(readDirectForward(route, { Actions }).standing).toEqual([]);
  });
});

test('directActions sets the two weights and keeps all else, a third group included', () => {
  const pair = [{ TargetGroupArn: oldTargetGroupArn }, { TargetGroupArn: newTargetGroupArn, Weight: 4 }];
  const login = { Type: 'authenticate-oidc', Order: 1 };
  expect(directActions(route, [login, forwarding(...pair, third)], { old: 999, new: 0 })).toEqual([
    login,
    forwarding(
      { TargetGroupArn: oldTargetGroupArn, Weight: 999 },
      { TargetGroupArn: newTargetGroupArn, Weight: 0 },
      third,
    ),
  ]);
});
