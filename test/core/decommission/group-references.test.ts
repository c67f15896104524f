import { expect, test } from '@jest/globals';
import { groupReferences } from '../../../lambdas/core/decommission/group-references';
import type { ScheduledActionReading } from '../../../lambdas/core/instances/readings';
import { newGroup, oldBalancer, oldGroup, oldHost } from '../../support/templates/old-path';

const find = (
  targetGroupArns: readonly string[],
  {
    named = [],
    actions = [],
  }: { named?: readonly string[]; actions?: readonly ScheduledActionReading[] } = {},
) =>
  groupReferences(
    { autoScalingGroups: [{ name: 'blue', desired: 2, targetGroupArns }], scheduledActions: actions },
    {
      ...{ hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
      autoScalingGroups: named,
    },
  );

test('a group that is attached to the old target group alone refers to the old path', () => {
  expect(find([oldGroup])).toEqual({
    references: [
      {
        kind: 'auto-scaling-group',
        what:
          'Auto Scaling group blue (desired capacity 2), which is attached to' +
          ' targetgroup/old/0123456789abcdef',
        remedy: expect.stringMatching(
          /^detach it: aws autoscaling detach-traffic-sources .*; or, if it is removed with the old path/,
        ),
      },
    ],
    removable: [],
  });
  expect(find([oldGroup]).references[0]?.remedy).toContain(`Identifier=${oldGroup}`);
});

test('a group of other target groups does not', () => {
  expect(find([newGroup])).toEqual({ references: [], removable: [] });
  expect(find([], { named: ['blue'] })).toEqual({ references: [], removable: [] });
});

test('a group that the plan names is removed with the old path', () => {
  expect(find([oldGroup], { named: ['blue'] })).toEqual({
    references: [],
    removable: ['Auto Scaling group blue (desired capacity 2)'],
  });
});

test('a group that serves others as well is a reference, named or not', () => {
  for (const named of [[], ['blue']]) {
    const { references, removable } = find([newGroup, oldGroup], { named });
    expect(removable).toEqual([]);
    expect(references).toMatchObject([
      {
        what: expect.stringContaining('and to targetgroup/new/fedcba9876543210 as well'),
        remedy: expect.not.stringContaining('removed with the old path'),
      },
    ]);
  }
});

test('names the scheduled actions that would raise its capacity', () => {
  const action = (name: string, capacity: number | null, group = 'blue') => ({ name, group, capacity });
  const actions = [
    action('morning', 4),
    action('evening', 2),
    action('limit', null),
    action('other', 9, 'x'),
  ];
  const text =
    'Auto Scaling group blue (desired capacity 2, which its scheduled action "morning" raises to 4)';
  expect(find([oldGroup], { named: ['blue'], actions }).removable).toEqual([text]);
  expect(find([oldGroup], { actions }).references[0]?.what).toContain(text);
});
