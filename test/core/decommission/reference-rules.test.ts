import { describe, expect, test } from '@jest/globals';
import {
  alarmReferences,
  listenerReferences,
  type OldPath,
  serviceReferences,
} from '../../../lambdas/core/decommission/reference-rules';
import type { AlarmScope } from '../../../lambdas/core/shared/readings';
import {
  cluster,
  newBalancer,
  newGroup,
  oldBalancer,
  oldGroup,
  oldHost,
} from '../../support/templates/old-path';

const old: OldPath = {
  hosts: [oldHost],
  loadBalancerArns: [oldBalancer],
  targetGroupArns: [oldGroup],
  autoScalingGroups: [],
};

describe('alarms', () => {
  const alarm = (name: string, over: Partial<AlarmScope> = {}): AlarmScope => ({
    name,
    dimensions: [],
    expressions: [],
    alarms: [],
    ...over,
  });
  const referencesIn = (...alarms: AlarmScope[]) => alarmReferences(alarms, old).map(({ what }) => what);

  test.each([
    ['LoadBalancer', 'app/old/0123456789abcdef'],
    ['TargetGroup', 'targetgroup/old/0123456789abcdef'],
  ])('reference the old path by the dimension %s', (name, value) => {
    const [found] = referencesIn(
      alarm('x', {
        dimensions: [
          { name: 'AvailabilityZone', value: 'a' },
          { name, value },
        ],
      }),
    );
    expect(found).toBe(`alarm "x" on ${name} ${value}`);
  });

  test('reference the old path by a search or a query', () => {
    const expressions = [`SEARCH('{AWS/ApplicationELB} LoadBalancer="app/old/0123456789abcdef"', 'Sum')`];
    expect(referencesIn(alarm('x', { expressions }))).toEqual([
      'alarm "x" on LoadBalancer app/old/0123456789abcdef',
    ]);
  });

  test('do not reference it by another dimension, or by one of the new path', () => {
    const value = 'app/old/0123456789abcdef';
    expect(
      referencesIn(
        alarm('a', { dimensions: [{ name: 'Project', value }] }),
        alarm('b', { dimensions: [{ name: 'LoadBalancer', value: 'app/new/fedcba9876543210' }] }),
        alarm('c', { alarms: ['b'] }),
      ),
    ).toEqual([]);
  });

  test('reference it through other alarms, also in a cycle', () => {
    const dimensions = [{ name: 'LoadBalancer', value: 'app/old/0123456789abcdef' }];
    const found = referencesIn(
      alarm('top', { alarms: ['middle'] }),
      alarm('middle', { alarms: ['metric', 'top'] }),
      alarm('metric', { dimensions }),
    );
    expect(found).toEqual([
      'alarm "metric" on LoadBalancer app/old/0123456789abcdef',
      'alarm "middle", which references alarm "metric"',
      'alarm "top", which references alarm "middle"',
    ]);
  });
});

test('services that register tasks with an old target group are references', () => {
  const service = (name: string, ...targetGroupArns: string[]) => ({ name, cluster, targetGroupArns });
  expect(
    serviceReferences([service('arn:x/services/api', newGroup, oldGroup), service('web', newGroup)], old),
  ).toEqual([
    {
      kind: 'service',
      what:
        'ECS service api in cluster services, which registers tasks with' +
        ' targetgroup/old/0123456789abcdef',
      remedy: 'update the service to remove the target group',
    },
  ]);
});

describe('listeners', () => {
  const forward = (loadBalancerArn: string, over: object = {}) => ({
    arn: 'listener',
    label: 'HTTPS 443',
    loadBalancerArn,
    forwardsTo: [{ targetGroupArn: oldGroup, weight: null as number | null }],
    redirectsTo: [] as string[],
    ...over,
  });
  const groups = (...loadBalancerArns: string[]) => [
    { arn: oldGroup, loadBalancerArns },
    { arn: newGroup, loadBalancerArns: [newBalancer] },
  ];
  const referencesIn = (
    forwards: Parameters<typeof listenerReferences>[0],
    allGroups: Parameters<typeof listenerReferences>[1],
    path: OldPath,
  ) => listenerReferences(forwards, allGroups, path, null).references.map(({ what }) => what);

  test('of the old load balancer are no references', () => {
    expect(referencesIn([forward(oldBalancer)], groups(oldBalancer), old)).toEqual([]);
  });

  test('of another load balancer are references, even with weight 0', () => {
    const forwardsTo = [
      { targetGroupArn: newGroup, weight: 100 },
      { targetGroupArn: oldGroup, weight: 0 },
    ];
    expect(
      referencesIn([forward(newBalancer), forward(newBalancer, { forwardsTo })], groups(newBalancer), old),
    ).toEqual([
      'HTTPS 443 of load balancer app/new/fedcba9876543210, which forwards to' +
        ' targetgroup/old/0123456789abcdef',
      'HTTPS 443 of load balancer app/new/fedcba9876543210, which forwards to' +
        ' targetgroup/old/0123456789abcdef (weight 0)',
    ]);
  });

  test('that redirect to an old host are references', () => {
    const redirect = forward(newBalancer, {
      forwardsTo: [],
      redirectsTo: [oldHost.toUpperCase(), '#{host}'],
    });
    expect(referencesIn([redirect], [], old)).toEqual([
      `HTTPS 443 of load balancer app/new/fedcba9876543210, which redirects to ${oldHost.toUpperCase()}`,
    ]);
  });

  test('that are not known do not hide that their load balancer uses the target group', () => {
    expect(referencesIn([], groups(newBalancer), old)).toEqual([
      'load balancer app/new/fedcba9876543210, which uses targetgroup/old/0123456789abcdef',
    ]);
  });

  describe('of the route itself', () => {
    const own = (weight: number) =>
      forward(newBalancer, {
        arn: 'the-rule',
        forwardsTo: [
          { targetGroupArn: newGroup, weight: 100 - weight },
          { targetGroupArn: oldGroup, weight },
        ],
      });
    const find = (weight: number, arn: string) =>
      listenerReferences([own(weight)], groups(newBalancer), old, arn);

    test('are removable at weight 0', () => {
      expect(find(0, 'the-rule')).toEqual({
        references: [],
        removable: [
          'HTTPS 443 of load balancer app/new/fedcba9876543210,' +
            ' which forwards to targetgroup/old/0123456789abcdef (weight 0)',
        ],
      });
    });

    test('are references with a weight, as are other rules at weight 0', () => {
      expect(find(1, 'the-rule')).toMatchObject({ references: [{ kind: 'listener' }], removable: [] });
      expect(find(0, 'another-rule')).toMatchObject({ references: [{ kind: 'listener' }], removable: [] });
    });
  });
});
