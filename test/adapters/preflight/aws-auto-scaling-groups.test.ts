import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { awsAutoScalingGroups } from '../../../lambdas/adapters/preflight/aws-auto-scaling-groups';
import { describeAutoScalingGroups } from '../../contracts/auto-scaling-groups.contract';
import {
  type AutoScalingAccount,
  autoScalingAccount,
  groupIn,
  instanceIn,
  policyIn,
  seedGroup,
  type WireFields,
} from '../../support/accounts/auto-scaling-account';
import { wire, xmlError } from '../../support/accounts/wire';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/0123456789abcdef';
const groupsOf = (account: Pick<AutoScalingAccount, 'answer'>) => {
  const { config } = wire(account.answer);
  return awsAutoScalingGroups({
    autoScaling: new AutoScalingClient(config),
    cloudwatch: new CloudWatchClient(config),
  });
};
/** An account with one group, `green`. */
const accountWith = (over: WireFields = {}) => {
  const account = autoScalingAccount();
  account.items.DescribeAutoScalingGroups.push(groupIn(over));
  return account;
};

describeAutoScalingGroups('awsAutoScalingGroups', async () => {
  const account = autoScalingAccount(1);
  return {
    groups: groupsOf(account),
    missing: 'missing',
    seed: async (seeded) => seedGroup(account, seeded),
  };
});

describe('a group', () => {
  test('has weights, states and health of its instances', async () => {
    const Instances = [
      instanceIn(0, { WeightedCapacity: '4' }),
      instanceIn(1, { HealthStatus: 'Unhealthy', LifecycleState: 'Pending:Wait' }),
    ];
    expect((await groupsOf(accountWith({ Instances })).describe('green'))?.instances).toEqual([
      { id: 'i-0', lifecycleState: 'InService', isHealthy: true, zone: 'eu-west-1a', weight: 4 },
      { id: 'i-1', lifecycleState: 'Pending:Wait', isHealthy: false, zone: 'eu-west-1b', weight: 1 },
    ]);
  });

  test('is attached to target groups of both lists, each once, and to nothing else', async () => {
    const other = `${targetGroupArn}9`;
    const TrafficSources = [
      { Identifier: targetGroupArn, Type: 'elbv2' },
      { Identifier: other },
      { Identifier: 'classic', Type: 'elb' },
    ];
    const account = accountWith({ TargetGroupARNs: [targetGroupArn], TrafficSources });
    expect((await groupsOf(account).describe('green'))?.targetGroupArns).toEqual([targetGroupArn, other]);
  });

  test('has all of its health check types, and says why a process is suspended', async () => {
    const SuspendedProcesses = [{ ProcessName: 'Launch', SuspensionReason: 'User suspended at noon' }];
    const found = await groupsOf(accountWith({ SuspendedProcesses })).describe('green');
    expect(found?.healthCheckTypes).toEqual(['EC2', 'ELB']);
    expect(found?.suspended).toEqual([{ process: 'Launch', reason: 'User suspended at noon' }]);
  });

  test('is being deleted while it has a status', async () => {
    const account = accountWith({ Status: 'Delete in progress' });
    expect((await groupsOf(account).describe('green'))?.isDeleting).toBe(true);
    expect((await groupsOf(accountWith({ Status: '' })).describe('green'))?.isDeleting).toBe(false);
  });

  test.each([
    ['Baking', 'Baking'],
    ['Cancelling', 'Cancelling'],
    ['RollbackInProgress', 'RollbackInProgress'],
    ['Successful', null],
    ['Failed', null],
    ['Cancelled', null],
    ['RollbackSuccessful', null],
    ['RollbackFailed', null],
  ])('with a refresh that is %s reads %s', async (Status, expected) => {
    const account = accountWith();
    account.items.DescribeInstanceRefreshes.push({ AutoScalingGroupName: 'green', Status });
    expect((await groupsOf(account).describe('green'))?.refresh).toBe(expected);
  });

  test('with a predictive policy that only forecasts, or is disabled', async () => {
    const account = accountWith();
    const predictive = (Mode: string) =>
      policyIn({
        PolicyName: Mode,
        PolicyType: 'PredictiveScaling',
        PredictiveScalingConfiguration: { Mode },
      });
    account.items.DescribePolicies.push(
      predictive('ForecastOnly'),
      predictive('ForecastAndScale'),
      policyIn({ PolicyName: 'off', Enabled: false }),
    );
    expect((await groupsOf(account).describe('green'))?.policies).toEqual([
      { name: 'ForecastOnly', type: 'PredictiveScaling', isEnabled: true, onlyForecasts: true, alarms: [] },
      { name: 'ForecastAndScale', type: 'PredictiveScaling', isEnabled: true, alarms: [] },
      { name: 'off', type: 'TargetTrackingScaling', isEnabled: false, alarms: [] },
    ]);
  });
});

test('more alarms than one call takes are asked for in several', async () => {
  const account = accountWith();
  for (let i = 0; i < 60; i += 1) {
    const Alarms = ['high', 'low'].map((end) => ({ AlarmName: `${i}-${end}` }));
    account.items.DescribePolicies.push(policyIn({ PolicyName: `policy-${i}`, Alarms }));
    account.alarms.push(...Alarms.map((one) => ({ ...one, ActionsEnabled: true })));
  }
  const found = await groupsOf(account).describe('green');
  expect(found?.policies.flatMap(({ alarms }) => alarms).every((one) => one.actionsEnabled === true)).toBe(
    true,
  );
  const calls = account.asked.filter(({ Action }) => Action === 'DescribeAlarms');
  expect(calls.map(({ count }) => count)).toEqual(['100', '20']);
});

test('a group without policies asks for no alarms', async () => {
  const account = accountWith();
  await groupsOf(account).describe('green');
  expect(account.asked.map(({ Action }) => Action).sort()).toEqual([
    'DescribeAutoScalingGroups',
    'DescribeInstanceRefreshes',
    'DescribePolicies',
  ]);
});

test.each(['Throttling', 'ServiceUnavailable'])('%s is a ServiceBusyError', async (code) => {
  const groups = groupsOf({ answer: () => xmlError(code, 'Rate exceeded', 400) });
  await expect(groups.describe('green')).rejects.toMatchObject({ name: 'ServiceBusyError' });
});

test('any other error is thrown, and is not a missing group', async () => {
  const groups = groupsOf({ answer: () => xmlError('AccessDenied', 'you may not', 403) });
  await expect(groups.describe('green')).rejects.toMatchObject({ name: 'AccessDenied' });
});
