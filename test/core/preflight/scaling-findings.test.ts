import { describe, expect, test } from '@jest/globals';
import type { ScalingPolicyReading } from '../../../lambdas/core/instances/readings';
import { scalingFindings, sizeFindings } from '../../../lambdas/core/preflight/scaling-findings';
import { groupOf } from '../../support/plans/readings';

const policy = (over: Partial<ScalingPolicyReading> = {}): ScalingPolicyReading => ({
  name: 'cpu',
  type: 'TargetTrackingScaling',
  isEnabled: true,
  alarms: [{ name: 'high', actionsEnabled: true }],
  ...over,
});
const ofPolicies = (...policies: ScalingPolicyReading[]) => scalingFindings(groupOf({ policies }));

describe('scaling', () => {
  test('by a policy that an alarm invokes, with room to grow, is no finding', () => {
    expect(ofPolicies(policy())).toEqual([]);
  });

  test.each([
    ['no policy at all', []],
    [
      'a policy that only forecasts',
      [policy({ type: 'PredictiveScaling', onlyForecasts: true, alarms: [] })],
    ],
  ])('by %s stops the cutover, unless the plan accepts it', (_, policies) => {
    expect(ofPolicies(...policies)).toMatchObject([
      {
        check: 'instance-scaling',
        severity: 'stop',
        reason: expect.stringContaining(
          'has no scaling policy that changes its capacity, so that it stays 2',
        ),
        remedy: expect.stringContaining('accept instance-scaling in the plan'),
      },
    ]);
  });

  test('by a predictive policy needs no alarm', () => {
    expect(ofPolicies(policy({ type: 'PredictiveScaling', alarms: [] }))).toEqual([]);
  });

  test('by a policy that is disabled stops the cutover, whatever its alarms', () => {
    expect(ofPolicies(policy({ isEnabled: false, alarms: [] }))).toMatchObject([
      {
        severity: 'stop',
        reason: 'scaling policy "cpu" of Auto Scaling group "green" is disabled',
        remedy: 'enable it, or delete it',
      },
    ]);
  });

  test('by a policy without an alarm stops the cutover', () => {
    expect(ofPolicies(policy({ alarms: [] }))).toMatchObject([
      { severity: 'stop', reason: 'no alarm invokes scaling policy "cpu" of Auto Scaling group "green"' },
    ]);
  });

  test('by an alarm that does not exist, or whose actions are disabled, stops the cutover', () => {
    const alarms = [
      { name: 'gone', actionsEnabled: null },
      { name: 'off', actionsEnabled: false },
      { name: 'on', actionsEnabled: true },
    ];
    expect(ofPolicies(policy({ alarms }))).toMatchObject([
      { severity: 'stop', reason: expect.stringMatching(/^alarm "gone", which invokes .*, does not exist$/) },
      {
        severity: 'stop',
        reason: expect.stringMatching(/^the actions of alarm "off", which invokes .*, are disabled$/),
        remedy: 'enable them: aws cloudwatch enable-alarm-actions --alarm-names off',
      },
    ]);
  });

  test('ends at the maximum', () => {
    expect(scalingFindings(groupOf({ maximum: 2 }))).toMatchObject([
      {
        check: 'instance-scaling',
        severity: 'stop',
        reason: 'Auto Scaling group "green" cannot grow: its desired capacity of 2 is its maximum',
      },
    ]);
  });
});

describe('the size of the other group', () => {
  const blue = groupOf({ name: 'blue', desired: 4 });
  const compare = (over: object) => sizeFindings(groupOf(over), 'blue', blue);

  test('can be reached', () => {
    expect(compare({ desired: 4, maximum: 5 })).toEqual([]);
  });

  test('cannot be reached with a lower maximum, which a plan can accept', () => {
    expect(compare({ desired: 2, maximum: 3 })).toMatchObject([
      {
        check: 'instance-count',
        severity: 'stop',
        reason: 'Auto Scaling group "green" can grow to 3 at most, and "blue" has a desired capacity of 4',
        remedy: expect.stringContaining('accept instance-count in the plan'),
      },
    ]);
  });

  test('is a warning where it is more than there is now', () => {
    expect(compare({ desired: 3, maximum: 4 })).toMatchObject([
      {
        check: 'instance-count',
        severity: 'warn',
        reason: expect.stringContaining('has a desired capacity of 3, and'),
      },
    ]);
  });

  test('is not known of a group that does not exist', () => {
    expect(sizeFindings(groupOf(), 'blue', null)).toMatchObject([
      { check: 'instances', severity: 'stop', reason: 'Auto Scaling group "blue" does not exist' },
    ]);
  });
});
