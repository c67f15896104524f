import {
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribePoliciesCommand,
  PutScalingPolicyCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import { DeleteAlarmsCommand, DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll } from '@jest/globals';
import { autoScalingClient } from '../../lambdas/adapters/clients/auto-scaling';
import { cloudwatchClient } from '../../lambdas/adapters/clients/cloudwatch';
import { awsAutoScalingGroups } from '../../lambdas/adapters/preflight/aws-auto-scaling-groups';
import { describeAutoScalingGroups, type SeededGroup } from '../contracts/auto-scaling-groups.contract';
import { freshName } from './support/endpoints';

const autoScaling = autoScalingClient();
const cloudwatch = cloudwatchClient();
afterAll(() => {
  autoScaling.destroy();
  cloudwatch.destroy();
});

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/new/0123456789abcdef';

async function createGroup({ desired, maximum, isAttached }: SeededGroup): Promise<string> {
  const name = freshName();
  await autoScaling.send(
    new CreateLaunchConfigurationCommand({
      ...{ LaunchConfigurationName: name, ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.small' },
    }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName: name, LaunchConfigurationName: name, HealthCheckType: 'ELB' },
      ...{ DesiredCapacity: desired, MinSize: desired, MaxSize: maximum },
      AvailabilityZones: ['eu-west-1a', 'eu-west-1b'],
      ...(isAttached === true ? { TargetGroupARNs: [targetGroupArn] } : {}),
    }),
  );
  return name;
}

/** Policies of target tracking, for which Auto Scaling creates the alarms. */
async function addPolicies(name: string, { policies = [], alarmActions = true }: SeededGroup): Promise<void> {
  const PredefinedMetricSpecification = { PredefinedMetricType: 'ASGAverageCPUUtilization' } as const;
  for (const PolicyName of policies) {
    await autoScaling.send(
      new PutScalingPolicyCommand({
        ...{ AutoScalingGroupName: name, PolicyName, PolicyType: 'TargetTrackingScaling' },
        TargetTrackingConfiguration: { PredefinedMetricSpecification, TargetValue: 50 },
      }),
    );
  }
  const { ScalingPolicies = [] } = await autoScaling.send(
    new DescribePoliciesCommand({ AutoScalingGroupName: name }),
  );
  const AlarmNames = ScalingPolicies.flatMap(({ Alarms = [] }) =>
    Alarms.flatMap(({ AlarmName }) => AlarmName ?? []),
  );
  if (alarmActions === false) {
    await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  } else if (alarmActions === null) {
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
  }
}

describeAutoScalingGroups(
  'awsAutoScalingGroups on ministack',
  async () => ({
    groups: awsAutoScalingGroups({ autoScaling, cloudwatch }),
    missing: freshName(),
    seed: async (seeded) => {
      const { suspended = [], isAttached, isRefreshing } = seeded;
      const name = await createGroup(seeded);
      await addPolicies(name, seeded);
      if (suspended.length > 0) {
        const ScalingProcesses = [...suspended];
        await autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses }));
      }
      if (isRefreshing === true) {
        await autoScaling.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: name }));
      }
      return { name, ...(isAttached === true ? { targetGroupArn } : {}) };
    },
  }),
  {
    'suspended processes': 'ministack cannot suspend a process',
    'target groups': 'ministack does not return the target groups of a group',
    refreshes: 'in ministack an instance refresh ends at once',
  },
);
