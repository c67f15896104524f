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
const scanWith = (over: Partial<ScanResult> = {}): ScanResult => ({
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
  autoScalingGroups: [],
  scheduledActions: [],
  forwards: [],
  gaps: [],
  ...over,
});
const judge = (over: Partial<ScanResult> = {}, plan: Partial<PlanInput> = {}) =>
  judgeDecommission(searchScopeOf(planOf(plan)), scanWith(over), NOW);

describe('the old path', () => {
  test('is derived from the old record: its host, the load balancer of the host, its target groups', () => {
    expect(judge()).toMatchObject({
      verdict: 'clear',
      at: '2026-11-24T00:00:00.000Z',
      oldPath: { hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
      canGo: ['api.example.com A "old" (weight 0)'],
      notProven: [],
    });
  });

  test('is what the plan names if the old record does not exist', () => {
    const oldPath = { loadBalancerArns: [oldBalancer] };
    expect(judge({ records: [] }, { decommission: { oldPath } })).toMatchObject({
      verdict: 'clear',
      oldPath: { hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
    });
  });

  test('includes the target groups of the preflight, unless the plan names others', () => {
    const preflight = { oldTargetGroupArns: [`${oldGroup}1`] };
    expect(judge({}, { preflight }).oldPath.targetGroupArns).toEqual([`${oldGroup}1`, oldGroup]);
    const decommission = { oldPath: { targetGroupArns: [`${oldGroup}2`] } };
    expect(judge({}, { preflight, decommission }).oldPath.targetGroupArns).toEqual([
      `${oldGroup}2`,
      oldGroup,
    ]);
  });

  test('includes the hosts that the plan names, normalized', () => {
    const decommission = { oldPath: { hosts: ['Legacy.example.com.', '192.0.2.1'] } };
    expect(judge({}, { decommission }).oldPath.hosts).toEqual(['legacy.example.com', '192.0.2.1', oldHost]);
  });

  test('is not proven for each part that is not known', () => {
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

  test('may lack a part if the plan has an empty list for it', () => {
    const decommission = { oldPath: { loadBalancerArns: [], targetGroupArns: [], hosts: ['192.0.2.1'] } };
    expect(judge({ records: [] }, { decommission })).toMatchObject({ verdict: 'clear', notProven: [] });
  });

  test('is not proven for a missing load balancer, unless the plan names its host', () => {
    const gone = oldBalancer.replace('/old/', '/gone/');
    const oldPath = { loadBalancerArns: [gone] };
    expect(judge({}, { decommission: { oldPath } }).notProven).toEqual([
      {
        what: `the load balancer ${gone} was not found, so its host name is not known`,
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

  test('is not-proven with a gap, and in-use with a reference, with or without a gap', () => {
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
    [
      'an Auto Scaling group',
      { autoScalingGroups: [{ name: 'blue', desired: 2, targetGroupArns: [oldGroup] }] },
    ],
    ['a service', { services: [{ name: 'a', cluster: 'c', targetGroupArns: [oldGroup] }] }],
    ['a listener', { groups: [{ arn: oldGroup, loadBalancerArns: [oldBalancer, newBalancer] }] }],
  ])('is in-use with only %s', (_, over) => {
    expect(judge(over)).toMatchObject({ verdict: 'in-use', stillPointing: [{}] });
  });
});

describe('describeReport', () => {
  test('describes a clear report with what was scanned', () => {
    expect(describeReport(judge())).toBe(
      'nothing references the old path (scanned 1 zone with 1 record, 0 alarms,' +
        ' 0 services in 1 cluster, 0 listeners and rules of 2 load balancers, 2 target groups,' +
        ' 0 Auto Scaling groups)',
    );
  });

  test('lists the first reference of each kind before the others', () => {
    const services = ['a', 'b'].map((name) => ({ name, cluster: 'c', targetGroupArns: [oldGroup] }));
    const groups = [{ arn: oldGroup, loadBalancerArns: [oldBalancer, newBalancer] }];
    expect(describeReport(judge({ services, groups }))).toMatch(
      /^3 references to the old path: ECS service a [^;]*; load balancer app\/new[^;]*; ECS service b /,
    );
  });

  test('lists five references and the number of the others, and what is not proven', () => {
    const services = Array.from({ length: 7 }, (_, i) => ({
      name: `s${i}`,
      cluster: 'c',
      targetGroupArns: [oldGroup],
    }));
    const gaps = [{ what: 'alarms: AccessDenied', remedy: '' }];
    const sentence = describeReport(judge({ services, gaps }));
    expect(sentence).toMatch(
      /^7 references to the old path: ECS service s0 .*ECS service s4 [^;]*; and 2 more; not proven: /,
    );
    expect(sentence).toContain('; not proven: alarms: AccessDenied (scanned ');
    expect(sentence).not.toContain('s5');
    const one = describeReport(judge({ services: services.slice(0, 1) }));
    expect(one).toMatch(/^1 reference to the old path: ECS service s0 /);
  });
});

test('a load balancer of the plan is missing when others were found', () => {
  const arns = [oldBalancer, newBalancer];
  const plan = planOf({ decommission: { oldPath: { loadBalancerArns: arns } } } as Partial<PlanInput>);
  const { notProven } = judgeDecommission(searchScopeOf(plan), scanWith(), NOW);
  expect(notProven.filter(({ what }) => what.includes('was not found'))).toEqual([]);
  const without = scanWith({ balancers: [{ arn: newBalancer, dnsName: 'new.elb.amazonaws.com' }] });
  const gaps = judgeDecommission(searchScopeOf(plan), without, NOW).notProven;
  expect(gaps.filter(({ what }) => what.includes('was not found'))).toHaveLength(1);
});
