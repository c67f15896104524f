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

describe('a route of records', () => {
  test('gives its own records, and the scan finds the old path', () => {
    const plan = planOf();
    expect(searchScopeOf(plan)).toEqual({ own: plan.router, ownForward: null, oldPath: {} });
    expect(unreadRoute(plan.router)).toEqual([]);
  });

  test('keeps an empty list of the plan, which says that there are none', () => {
    const plan = planOf({ decommission: { oldPath: { targetGroupArns: [] } } });
    expect(searchScopeOf(plan).oldPath).toEqual({ targetGroupArns: [] });
  });
});

describe('the Auto Scaling groups of the old path', () => {
  const preflight = { autoScalingGroups: [{ name: 'green', oldName: 'blue' }, { name: 'workers' }] };
  const groupsOf = (over: Parameters<typeof planOf>[0]) =>
    searchScopeOf(planOf(over)).oldPath.autoScalingGroups;

  test('are those that the new ones replace, unless the plan lists them, each once and by its name', () => {
    const arn = 'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:1:autoScalingGroupName/blue';
    expect(groupsOf({ preflight })).toEqual(['blue']);
    const listed = (...autoScalingGroups: string[]) => ({ decommission: { oldPath: { autoScalingGroups } } });
    expect(groupsOf({ preflight, ...listed('grey', 'blue', arn) })).toEqual(['grey', 'blue']);
    expect(groupsOf({ preflight, ...listed() })).toEqual([]);
  });
});

describe('a route of a load balancer', () => {
  test('gives the old target group alone, and what else the plan names', () => {
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

describe('a route of a key value store', () => {
  test('gives nothing but what the plan names, and leaves its own value unread', () => {
    expect(searchScopeOf(planWith(store))).toEqual({ own: null, ownForward: null, oldPath: {} });
    expect(unreadRoute(store)).toEqual([
      {
        what: 'the value of "traffic-split" in key-value-store/a was not read',
        remedy: 'check that it is at 100 %, and read the decision "decommission" in the ledger',
      },
    ]);
  });
});
