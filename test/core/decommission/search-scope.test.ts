import { describe, expect, test } from '@jest/globals';
import { searchScopeOf, unreadRoute } from '../../../lambdas/core/decommission/search-scope';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { newGroup, oldBalancer, oldGroup, oldHost } from '../../support/templates/old-path';

const ruleArn =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shared/0123456789abcdef/1/2';
const alb: Router = {
  kind: 'alb',
  ruleArn,
  oldTargetGroupArn: oldGroup,
  newTargetGroupArn: newGroup,
  acceptStickinessSeconds: 0,
};
const store: Router = {
  kind: 'cloudfront-kvs',
  keyValueStoreArn: 'arn:aws:cloudfront::111122223333:key-value-store/a',
  key: 'traffic-split',
  configKeys: [],
  propagationSeconds: 60,
};
const planWith = (router: Router, over: Pick<PlanInput, 'decommission' | 'preflight'> = {}): Plan => ({
  ...planOf(over as Parameters<typeof planOf>[0]),
  router,
});

describe('by its records', () => {
  test('a route is known, and the rest is found', () => {
    const plan = planOf();
    expect(searchScopeOf(plan)).toEqual({ own: plan.router, ownForward: null, oldPath: {} });
    expect(unreadRoute(plan.router)).toEqual([]);
  });

  test('an empty list says that there is none', () => {
    const plan = planOf({ decommission: { oldPath: { targetGroupArns: [] } } });
    expect(searchScopeOf(plan).oldPath).toEqual({ targetGroupArns: [] });
  });
});

describe('by the weights of a load balancer', () => {
  test('the old target group alone is the old path, unless the plan names more', () => {
    expect(searchScopeOf(planWith(alb))).toEqual({
      own: null,
      ownForward: ruleArn,
      oldPath: { hosts: [], loadBalancerArns: [], targetGroupArns: [oldGroup] },
    });
    const oldPath = {
      hosts: [oldHost],
      loadBalancerArns: [oldBalancer],
      targetGroupArns: [newGroup, oldGroup],
    };
    expect(searchScopeOf(planWith(alb, { decommission: { oldPath } })).oldPath).toEqual({
      hosts: [oldHost],
      loadBalancerArns: [oldBalancer],
      targetGroupArns: [oldGroup, newGroup],
    });
    expect(unreadRoute(alb)).toEqual([]);
  });
});

describe('by a key value store', () => {
  test('nothing is known but what the plan names, and the store itself is not read', () => {
    expect(searchScopeOf(planWith(store))).toEqual({ own: null, ownForward: null, oldPath: {} });
    expect(unreadRoute(store)).toEqual([
      {
        what: 'the value of "traffic-split" in key-value-store/a was not read',
        remedy: 'check that it is at 100 %, and read the decision "decommission" in the ledger',
      },
    ]);
  });
});
