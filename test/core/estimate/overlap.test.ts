import { describe, expect, test } from '@jest/globals';
import { overlapCost, overlapOf } from '../../../lambdas/core/estimate/overlap';
import { OVERLAP_KINDS, overlapPrice } from '../../../lambdas/core/estimate/overlap-prices';
import { planOf } from '../../support/plans/plans';

const balancer = (name: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/${name}`;
const WEEK = 604_800;

test('six weeks with one additional ALB cost between 20 and 30 USD', () => {
  const { usd } = overlapCost([{ kind: 'alb', count: 1 }], 6 * WEEK);
  // 1,008 h at 0.0225 USD, and a quarter of an LCU at 0.008 USD.
  expect(usd).toBeCloseTo(22.68 + 2.016, 9);
  expect(usd).toBeGreaterThan(20);
  expect(usd).toBeLessThan(30);
});

describe('the cost', () => {
  test('is per started hour, for all resources of a kind', () => {
    expect(overlapCost([{ kind: 'public-ipv4', count: 2 }], 3_601)).toEqual({
      hours: 2,
      lines: [
        {
          kind: 'public-ipv4',
          count: 2,
          what: expect.stringContaining('one per Availability Zone'),
          usdPerHour: 0.01,
          usd: 0.02,
        },
      ],
      usd: 0.02,
      usdPerWeek: expect.closeTo(1.68, 9),
    });
  });

  test.each([
    ['alb', 0.0245],
    ['nlb', 0.024],
    ['public-ipv4', 0.005],
    ['nat-gateway', 0.045],
    // Of one GB.
    ['nat-data', 0.045],
    ['zone-transfer', 0.02],
    ['ebs-volume', 0.08 / 730],
    ['vpc-endpoint', 0.01],
    // 0.25 vCPU and 0.5 GB of ARM64.
    ['fargate-task', 0.009875],
    ['http-api', 0],
    ['rest-api', 0],
    ['vpc-link', 0],
  ] as const)('of an hour of %s is %d USD', (kind, usd) => {
    expect(overlapPrice(kind).perHour).toBeCloseTo(usd, 9);
  });

  test('is known for every kind', () => {
    expect(OVERLAP_KINDS).toHaveLength(13);
  });
});

describe('the resources that exist twice', () => {
  const items = (plan: Parameters<typeof planOf>[0]) => {
    const { from, lines } = overlapOf(planOf(plan));
    return [from, ...lines.map(({ kind, count }) => `${count} ${kind}`)];
  };
  const minRequests = (loadBalancer: string) => ({
    health: { alarms: ['a'], minRequests: { count: 1, loadBalancer } },
  });

  test('are those that the plan lists, even if the list is empty', () => {
    const overlap = [{ kind: 'nlb' as const }, { kind: 'fargate-task' as const, count: 4 }];
    expect(items({ overlap })).toEqual(['plan', '1 nlb', '4 fargate-task']);
    expect(items({ overlap: [] })).toEqual(['plan']);
  });

  test('are otherwise the load balancers of the old path, if the plan names any', () => {
    const loadBalancerArns = ['app/a/1', 'app/b/2', 'net/c/3', 'gwy/d/4'].map(balancer);
    const decommission = { oldPath: { loadBalancerArns } };
    expect(items({ decommission, ...minRequests('app/new/1') })).toEqual(['named', '2 alb', '1 nlb']);
  });

  test('are otherwise the load balancer of the new path', () => {
    expect(items(minRequests('app/new/1'))).toEqual(['named', '1 alb']);
  });

  test('are otherwise the load balancers where the requests of the new path are counted, each once', () => {
    const at = (source: string | string[]) => ({
      health: { alarms: ['a'], minRequests: { count: 1, source } },
    });
    const two = ['app/a/1/targetgroup/x/1', 'app/a/1/targetgroup/y/2', 'net/b/1', 'api/c'];
    expect(items(at(two))).toEqual(['named', '1 alb', '1 nlb']);
    expect(items(at('api/c'))).toEqual(['assumed', '1 alb']);
  });

  test('are otherwise assumed to be one ALB', () => {
    expect(items({})).toEqual(['assumed', '1 alb']);
    expect(items({ decommission: { oldPath: { loadBalancerArns: [balancer('gwy/d/4')] } } })).toEqual([
      'assumed',
      '1 alb',
    ]);
  });

  test('are not counted for groups of instances that the plan names without their types', () => {
    const groups = { preflight: { autoScalingGroups: [{ name: 'green' }, { name: 'workers' }] } };
    expect(overlapOf(planOf(groups)).notCounted).toEqual([
      'the instances of green, workers: add the kind ec2-instance to overlap',
    ]);
    const overlap = [{ kind: 'ec2-instance' as const, instanceType: 't3.micro' }];
    expect(overlapOf(planOf({ ...groups, overlap })).notCounted).toEqual([]);
    expect(overlapOf(planOf({})).notCounted).toEqual([]);
  });

  test('exist for the duration of the plan', () => {
    expect(overlapOf(planOf({ hold: { seconds: 259_200 } })).hours).toBe(73);
  });
});
