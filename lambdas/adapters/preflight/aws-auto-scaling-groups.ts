import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribePoliciesCommand,
  type DescribePoliciesCommandOutput,
  type ScalingPolicy,
} from '@aws-sdk/client-auto-scaling';
import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type {
  AutoScalingGroupReading,
  GroupInstance,
  ScalingPolicyReading,
} from '../../core/instances/readings';
import { groupNameOf } from '../../core/plan/instances';
import type { AutoScalingGroups } from '../../ports';
import { attachedTargetGroups } from '../references/auto-scaling-references';
import { answerOf } from '../shared/service-errors';

/** Clients of the services that know an Auto Scaling group. */
export interface AutoScalingClients {
  readonly autoScaling: Pick<AutoScalingClient, 'send'>;
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
}

/** Statuses of a refresh that has ended (EC2 Auto Scaling API Reference, InstanceRefresh, `Status`). */
const ENDED = ['Successful', 'Failed', 'Cancelled', 'RollbackFailed', 'RollbackSuccessful'];
/** The most names that DescribeAlarms accepts (Amazon CloudWatch API Reference). */
const NAMES_PER_CALL = 100;

/** Reads Auto Scaling groups, with their policies and the alarms that invoke these. */
export const awsAutoScalingGroups = (clients: AutoScalingClients): AutoScalingGroups => ({
  describe: async (reference) => {
    const name = groupNameOf(reference);
    // A name that does not exist is left out of the answer, which is no error.
    const { AutoScalingGroups: [found] = [] } = await answerOf(
      clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] })),
    );
    if (found === undefined) {
      return null;
    }
    const [policies, refresh] = await Promise.all([
      policiesOf(clients, name),
      refreshOf(clients.autoScaling, name),
    ]);
    return { ...readingOf(name, found), policies, refresh };
  },
});

function readingOf(
  name: string,
  group: AutoScalingGroup,
): Omit<AutoScalingGroupReading, 'policies' | 'refresh'> {
  const { DesiredCapacity = 0, MaxSize = 0, AvailabilityZones = [], Instances = [] } = group;
  const { SuspendedProcesses = [], HealthCheckType = '', Status } = group;
  return {
    name,
    desired: DesiredCapacity,
    maximum: MaxSize,
    zones: AvailabilityZones,
    instances: Instances.map(
      (one): GroupInstance => ({
        id: one.InstanceId ?? '',
        lifecycleState: one.LifecycleState ?? 'unknown',
        isHealthy: one.HealthStatus?.toLowerCase() === 'healthy',
        zone: one.AvailabilityZone ?? '',
        weight: one.WeightedCapacity === undefined ? 1 : Number(one.WeightedCapacity),
      }),
    ),
    suspended: SuspendedProcesses.map(({ ProcessName = '', SuspensionReason = '' }) => ({
      process: ProcessName,
      reason: SuspensionReason,
    })),
    targetGroupArns: attachedTargetGroups(group),
    // `EC2,ELB` when there are several.
    healthCheckTypes: HealthCheckType.split(','),
    // The field has a value only while the group is being deleted (API Reference, AutoScalingGroup).
    isDeleting: Status !== undefined && Status !== '',
  };
}

/** The most recent refreshes come first, and only one can be under way: the first page has it. */
async function refreshOf(client: Pick<AutoScalingClient, 'send'>, name: string): Promise<string | null> {
  const { InstanceRefreshes = [] } = await answerOf(
    client.send(new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name })),
  );
  const running = InstanceRefreshes.find(({ Status }) => Status !== undefined && !ENDED.includes(Status));
  return running?.Status ?? null;
}

async function policiesOf(
  { autoScaling, cloudwatch }: AutoScalingClients,
  name: string,
): Promise<ScalingPolicyReading[]> {
  const found: ScalingPolicy[] = [];
  let NextToken: string | undefined;
  do {
    const page: DescribePoliciesCommandOutput = await answerOf(
      autoScaling.send(
        new DescribePoliciesCommand({
          AutoScalingGroupName: name,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      ),
    );
    found.push(...(page.ScalingPolicies ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  const names = found.flatMap(({ Alarms = [] }) => Alarms.flatMap(({ AlarmName }) => AlarmName ?? []));
  const enabled = await actionsOf(cloudwatch, [...new Set(names)]);
  return found.map((policy) => policyReading(policy, enabled));
}

function policyReading(
  { PolicyName, PolicyType, Enabled, Alarms = [], PredictiveScalingConfiguration }: ScalingPolicy,
  actions: ReadonlyMap<string, boolean>,
): ScalingPolicyReading {
  // The mode is ForecastOnly when it is not given (API Reference, PredictiveScalingConfiguration).
  const forecasts =
    PolicyType === 'PredictiveScaling' && PredictiveScalingConfiguration?.Mode !== 'ForecastAndScale';
  return {
    name: PolicyName ?? '',
    type: PolicyType ?? 'unknown',
    isEnabled: Enabled !== false,
    ...(forecasts ? { onlyForecasts: true } : {}),
    alarms: Alarms.flatMap(({ AlarmName }) =>
      AlarmName === undefined ? [] : [{ name: AlarmName, actionsEnabled: actions.get(AlarmName) ?? null }],
    ),
  };
}

/** Whether the actions of alarms are enabled, by name. An alarm that does not exist is not in the answer. */
async function actionsOf(
  client: Pick<CloudWatchClient, 'send'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  for (let from = 0; from < names.length; from += NAMES_PER_CALL) {
    const AlarmNames = names.slice(from, from + NAMES_PER_CALL);
    const { MetricAlarms = [] } = await answerOf(
      client.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: NAMES_PER_CALL })),
    );
    for (const { AlarmName, ActionsEnabled } of MetricAlarms) {
      found.set(AlarmName ?? '', ActionsEnabled !== false);
    }
  }
  return found;
}
