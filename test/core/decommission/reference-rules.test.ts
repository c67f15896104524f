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

const old: OldPath = { hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] };

describe('alarms', () => {
  const alarm = (name: string, over: Partial<AlarmScope> = {}): AlarmScope => ({
    name,
    dimensions: [],
    expressions: [],
    alarms: [],
    ...over,
  });
  const told = (...alarms: AlarmScope[]) => alarmReferences(alarms, old).map(({ what }) => what);

  test.each([
    ['LoadBalancer', 'app/old/0123456789abcdef'],
    ['TargetGroup', 'targetgroup/old/0123456789abcdef'],
  ])('point there by the dimension %s', (name, value) => {
    const [found] = told(
      alarm('x', {
        dimensions: [
          { name: 'AvailabilityZone', value: 'a' },
          { name, value },
        ],
      }),
    );
    expect(found).toBe(`alarm "x" on ${name} ${value}`);
  });

  test('point there by what a search or a query says', () => {
    const expressions = [`SEARCH('{AWS/ApplicationELB} LoadBalancer="app/old/0123456789abcdef"', 'Sum')`];
    expect(told(alarm('x', { expressions }))).toEqual(['alarm "x" on LoadBalancer app/old/0123456789abcdef']);
  });

  test('do not by a dimension of another name, or of the new path', () => {
    const value = 'app/old/0123456789abcdef';
    expect(
      told(
        alarm('a', { dimensions: [{ name: 'Project', value }] }),
        alarm('b', { dimensions: [{ name: 'LoadBalancer', value: 'app/new/fedcba9876543210' }] }),
        alarm('c', { alarms: ['b'] }),
      ),
    ).toEqual([]);
  });

  test('refer to those that do, also through each other and in a circle', () => {
    const dimensions = [{ name: 'LoadBalancer', value: 'app/old/0123456789abcdef' }];
    const found = told(
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

test('services are told that are registered with an old target group', () => {
  const service = (name: string, ...targetGroupArns: string[]) => ({ name, cluster, targetGroupArns });
  expect(
    serviceReferences([service('arn:x/services/api', newGroup, oldGroup), service('web', newGroup)], old),
  ).toEqual([
    {
      kind: 'service',
      what: 'ECS service api in cluster services, which registers tasks with targetgroup/old/0123456789abcdef',
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
  const told = (
    forwards: Parameters<typeof listenerReferences>[0],
    users: Parameters<typeof listenerReferences>[1],
    path: OldPath,
  ) => listenerReferences(forwards, users, path, null).references.map(({ what }) => what);

  test('of the old load balancer go with it', () => {
    expect(told([forward(oldBalancer)], groups(oldBalancer), old)).toEqual([]);
  });

  test('of another one are told, with a weight of 0 too', () => {
    const forwardsTo = [
      { targetGroupArn: newGroup, weight: 100 },
      { targetGroupArn: oldGroup, weight: 0 },
    ];
    expect(
      told([forward(newBalancer), forward(newBalancer, { forwardsTo })], groups(newBalancer), old),
    ).toEqual([
      'HTTPS 443 of load balancer app/new/fedcba9876543210, which forwards to targetgroup/old/0123456789abcdef',
      'HTTPS 443 of load balancer app/new/fedcba9876543210, which forwards to targetgroup/old/0123456789abcdef (weight 0)',
    ]);
  });

  test('that redirect to an old host are told', () => {
    const redirect = forward(newBalancer, {
      forwardsTo: [],
      redirectsTo: [oldHost.toUpperCase(), '#{host}'],
    });
    expect(told([redirect], [], old)).toEqual([
      `HTTPS 443 of load balancer app/new/fedcba9876543210, which redirects to ${oldHost.toUpperCase()}`,
    ]);
  });

  test('that were not seen do not hide that their load balancer uses the group', () => {
    expect(told([], groups(newBalancer), old)).toEqual([
      'load balancer app/new/fedcba9876543210, which uses targetgroup/old/0123456789abcdef',
    ]);
  });

  describe('the route’s own', () => {
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

    test('can go at weight 0', () => {
      expect(find(0, 'the-rule')).toEqual({
        references: [],
        removable: [
          'HTTPS 443 of load balancer app/new/fedcba9876543210, which forwards to targetgroup/old/0123456789abcdef (weight 0)',
        ],
      });
    });

    test('points there with a weight, as does another one at 0', () => {
      expect(find(1, 'the-rule')).toMatchObject({ references: [{ kind: 'listener' }], removable: [] });
      expect(find(0, 'another-rule')).toMatchObject({ references: [{ kind: 'listener' }], removable: [] });
    });
  });
});
