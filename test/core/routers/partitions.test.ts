import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { checkPolicy } from '../../../lambdas/core/policy/policy-checks';
import { routerSchema } from '../../../lambdas/core/routers/router-schema';
import { keyValueStore, listenerArn, loadBalancer, newTargetGroupArn } from '../../support/plans/routers';

/** The router with all its ARNs in another partition. */
const inPartition = (router: object, partition: string) =>
  JSON.parse(JSON.stringify(router).replaceAll('arn:aws:', `arn:${partition}:`));
const { ruleArn: _, ...rest } = loadBalancer();
const byListener = { ...rest, listenerArn };

describe.each([
  ['a listener', byListener],
  ['a rule', loadBalancer()],
  ['a key value store', keyValueStore()],
])('a route by %s', (_, router) => {
  test.each(['aws', 'aws-us-gov', 'aws-cn', 'aws-iso-b'])('may be in the partition %s', (partition) => {
    expect(v.safeParse(routerSchema, inPartition(router, partition)).success).toBe(true);
  });

  test.each(['awsx1', 'AWS', 'aws us', 'azure', ''])('may not be in the partition "%s"', (partition) => {
    expect(v.safeParse(routerSchema, inPartition(router, partition)).success).toBe(false);
  });
});

test('the target groups of a policy are checked one by one', () => {
  const policyOf = (...targetGroupArns: unknown[]) =>
    checkPolicy({ newTargets: { alb: { targetGroupArns } } });
  expect(policyOf(newTargetGroupArn)).toMatchObject({ ok: true });
  expect(policyOf()).toMatchObject({ ok: true });
  expect(checkPolicy({ newTargets: { alb: {} } })).toMatchObject({ ok: true });
  expect(policyOf('new')).toMatchObject({
    problems: [{ path: 'newTargets.alb.targetGroupArns[0]', message: expect.stringMatching(/^is "new"/) }],
  });
});
