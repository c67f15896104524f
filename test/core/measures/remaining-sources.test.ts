import { describe, expect, test } from '@jest/globals';
import { remainingSources } from '../../../lambdas/core/measures/remaining-sources';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/${name}/0123456789abcdef`;
const sources = (over: Partial<PlanInput>) => remainingSources(planOf(over));
const compare = { old: 'app/old/1', new: 'app/new/1' };
const decommission = {
  oldPath: { loadBalancerArns: [arn('app/old-api'), arn('net/old-flows'), arn('gwy/c'), arn('app/a/b')] },
};

describe('the path that has given its traffic up is counted', () => {
  test('where the plan says, before all else', () => {
    const source = ['api/abc', 'app/x/1'];
    const health = { alarms: ['a'], compare };
    expect(sources({ remainingTraffic: { source }, health, decommission })).toEqual(source);
    expect(sources({ remainingTraffic: { source: 'api/abc' } })).toEqual(['api/abc']);
  });

  test('where the comparison counts it', () => {
    expect(sources({ health: { alarms: ['a'], compare }, decommission })).toEqual(['app/old/1']);
  });

  test('at the load balancers that are to be removed, where they count requests or flows', () => {
    expect(sources({ decommission })).toEqual([
      'app/old-api/0123456789abcdef',
      'net/old-flows/0123456789abcdef',
    ]);
    expect(sources({ decommission: { oldPath: { loadBalancerArns: [arn('gwy/c')] } } })).toBeNull();
  });

  test('at the target group that the router takes the traffic from', () => {
    const plan = { ...planOf(), router: loadBalancer() };
    expect(remainingSources(plan)).toEqual([expect.stringContaining('/targetgroup/old/')]);
    expect(remainingSources({ ...plan, direction: 'down' })).toEqual([
      expect.stringContaining('/targetgroup/new/'),
    ]);
  });

  test('nowhere where nothing says so', () => {
    expect(sources({})).toBeNull();
    expect(remainingSources({ ...planOf({ decommission }), direction: 'down' })).toBeNull();
  });
});
