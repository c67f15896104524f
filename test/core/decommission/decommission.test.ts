import { describe, expect, test } from '@jest/globals';
import {
  describeReport,
  judgeDecommission,
  type ScanResult,
} from '../../../lambdas/core/decommission/decommission';
import { searchScopeOf } from '../../../lambdas/core/decommission/search-scope';
import { type PlanInput, planOf } from '../../support/plans/plans';
import {
  alias,
  newBalancer,
  newGroup,
  oldBalancer,
  oldGroup,
  oldHost,
  record,
  zoneId,
} from '../../support/templates/old-path';

const NOW = Date.UTC(2026, 10, 24);
const inZone = (...records: ReturnType<typeof record>[]) =>
  records.map((one) => ({ ...one, hostedZoneId: zoneId }));
const seenWith = (over: Partial<ScanResult> = {}): ScanResult => ({
  zones: 1,
  records: inZone(alias('api.example.com.', `dualstack.${oldHost}.`, 'old', 0)),
  alarms: [],
  balancers: [
    { arn: oldBalancer, dnsName: `${oldHost.replace('old', 'Old')}` },
    { arn: newBalancer, dnsName: 'new.elb.amazonaws.com' },
  ],
  groups: [
    { arn: oldGroup, loadBalancerArns: [oldBalancer] },
    { arn: newGroup, loadBalancerArns: [newBalancer] },
  ],
  clusters: 1,
  services: [],
  forwards: [],
  gaps: [],
  ...over,
});
const judge = (over: Partial<ScanResult> = {}, plan: Partial<PlanInput> = {}) =>
  judgeDecommission(searchScopeOf(planOf(plan)), seenWith(over), NOW);

describe('the old path', () => {
  test('is found from the old record alone: its host, the load balancer there, its target groups', () => {
    expect(judge()).toMatchObject({
      verdict: 'clear',
      at: '2026-11-24T00:00:00.000Z',
      oldPath: { hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
      canGo: ['api.example.com A "old" (weight 0)'],
      notProven: [],
    });
  });

  test('is what the plan names when its old record is gone', () => {
    const oldPath = { loadBalancerArns: [oldBalancer] };
    expect(judge({ records: [] }, { decommission: { oldPath } })).toMatchObject({
      verdict: 'clear',
      oldPath: { hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
    });
  });

  test('has the target groups of the preflight too, unless the plan names others', () => {
    const preflight = { oldTargetGroupArns: [`${oldGroup}1`] };
    expect(judge({}, { preflight }).oldPath.targetGroupArns).toEqual([`${oldGroup}1`, oldGroup]);
    const decommission = { oldPath: { targetGroupArns: [`${oldGroup}2`] } };
    expect(judge({}, { preflight, decommission }).oldPath.targetGroupArns).toEqual([
      `${oldGroup}2`,
      oldGroup,
    ]);
  });

  test('has the hosts that the plan names, in one spelling', () => {
    const decommission = { oldPath: { hosts: ['Legacy.example.com.', '192.0.2.1'] } };
    expect(judge({}, { decommission }).oldPath.hosts).toEqual(['legacy.example.com', '192.0.2.1', oldHost]);
  });

  test('that is unknown is not proven to be free, each part by itself', () => {
    const { verdict, notProven } = judge({ records: [], groups: [] });
    expect(verdict).toBe('not-proven');
    expect(notProven).toEqual([
      {
        what: 'no host name or address of the old path is known',
        remedy: 'set decommission.oldPath.hosts; use [] if the old path has none',
      },
      {
        what: 'no load balancer of the old path is known',
        remedy: 'set decommission.oldPath.loadBalancerArns; use [] if the old path has none',
      },
      {
        what: 'no target group of the old path is known',
        remedy: 'set decommission.oldPath.targetGroupArns; use [] if the old path has none',
      },
    ]);
  });

  test('may have none of a part, if the plan says so', () => {
    const decommission = { oldPath: { loadBalancerArns: [], targetGroupArns: [], hosts: ['192.0.2.1'] } };
    expect(judge({ records: [] }, { decommission })).toMatchObject({ verdict: 'clear', notProven: [] });
  });

  test('has a load balancer that is gone: its host must be named', () => {
    const gone = oldBalancer.replace('/old/', '/gone/');
    const oldPath = { loadBalancerArns: [gone] };
    expect(judge({}, { decommission: { oldPath } }).notProven).toEqual([
      {
        what: `the load balancer ${gone} is not among those that could be read, so its host name is not known`,
        remedy: 'set its host name in decommission.oldPath.hosts',
      },
    ]);
    const named = { oldPath: { ...oldPath, hosts: ['gone.elb.amazonaws.com'] } };
    expect(judge({}, { decommission: named }).verdict).toBe('clear');
  });
});

describe('the verdict', () => {
  const gap = { what: 'alarms: AccessDenied', remedy: 'allow it' };
  const www = inZone(
    alias('api.example.com.', `${oldHost}.`, 'old', 0),
    record('www.example.com.', 'CNAME', `${oldHost}.`),
  );

  test('is not proven with a gap, and in use with a pointer, gap or not', () => {
    expect(judge({ gaps: [gap] })).toMatchObject({ verdict: 'not-proven', notProven: [gap] });
    expect(judge({ records: www, gaps: [gap] })).toMatchObject({ verdict: 'in-use', notProven: [gap] });
  });

  test.each([
    ['a record', { records: www }],
    [
      'an alarm',
      {
        alarms: [
          {
            name: 'a',
            dimensions: [{ name: 'LoadBalancer', value: 'app/old/0123456789abcdef' }],
            expressions: [],
            alarms: [],
          },
        ],
      },
    ],
    ['a service', { services: [{ name: 'a', cluster: 'c', targetGroupArns: [oldGroup] }] }],
    ['a listener', { groups: [{ arn: oldGroup, loadBalancerArns: [oldBalancer, newBalancer] }] }],
  ])('is in use by %s alone', (_, over) => {
    expect(judge(over)).toMatchObject({ verdict: 'in-use', stillPointing: [{}] });
  });
});

describe('in a sentence', () => {
  test('clear, with what was looked at', () => {
    expect(describeReport(judge())).toBe(
      'nothing references the old path (scanned 1 zone with 1 record, 0 alarms, 0 services in 1 cluster, 0 listeners and rules of 2 load balancers, 2 target groups)',
    );
  });

  test('in use, the first of each kind before the rest', () => {
    const services = ['a', 'b'].map((name) => ({ name, cluster: 'c', targetGroupArns: [oldGroup] }));
    const groups = [{ arn: oldGroup, loadBalancerArns: [oldBalancer, newBalancer] }];
    expect(describeReport(judge({ services, groups }))).toMatch(
      /^3 still point at the old path: ECS service a [^;]*; load balancer app\/new[^;]*; ECS service b /,
    );
  });

  test('in use and not proven, five of each and the number of the rest', () => {
    const services = Array.from({ length: 7 }, (_, i) => ({
      name: `s${i}`,
      cluster: 'c',
      targetGroupArns: [oldGroup],
    }));
    const gaps = [{ what: 'alarms: AccessDenied', remedy: '' }];
    const sentence = describeReport(judge({ services, gaps }));
    expect(sentence).toMatch(
      /^7 still point at the old path: ECS service s0 .*ECS service s4 [^;]*; and 2 more; not proven: alarms: AccessDenied \(looked at /,
    );
    expect(sentence).not.toContain('s5');
    const one = describeReport(judge({ services: services.slice(0, 1) }));
    expect(one).toMatch(/^1 still points at the old path: ECS service s0 /);
  });
});
