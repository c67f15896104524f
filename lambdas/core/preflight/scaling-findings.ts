import type { AutoScalingGroupReading, ScalingPolicyReading } from '../instances/readings';
import { type Finding, stopFinding, warnFinding } from './finding';
import { groupLabel, missingGroup } from './instance-findings';

const ACCEPT = 'where its capacity is meant to stay as it is, accept instance-scaling in the plan';

/** Checks that a group grows with its load: it has policies, alarms invoke them, and there is room. */
export function scalingFindings(group: AutoScalingGroupReading): Finding[] {
  const label = groupLabel(group);
  const { desired, maximum, policies } = group;
  const findings: Finding[] = policies.flatMap((policy) => policyFindings(label, policy));
  if (!policies.some(({ onlyForecasts }) => onlyForecasts !== true)) {
    const reason = `${label} has no scaling policy that changes its capacity, so that it stays ${desired}`;
    findings.push(scaling(reason, `add one, such as target tracking of the CPU utilization; or, ${ACCEPT}`));
  }
  if (desired >= maximum) {
    const reason = `${label} cannot grow: its desired capacity of ${desired} is its maximum`;
    findings.push(scaling(reason, `raise its maximum; or, ${ACCEPT}`));
  }
  return findings;
}

/**
 * Compares the group with the one that it takes the traffic from.
 * @param reference as the plan names the other group
 */
export function sizeFindings(
  group: AutoScalingGroupReading,
  reference: string,
  other: AutoScalingGroupReading | null,
): Finding[] {
  if (other === null) {
    return [missingGroup(reference)];
  }
  const { desired, maximum } = group;
  const label = groupLabel(group);
  const than = `"${other.name}" has a desired capacity of ${other.desired}`;
  if (maximum < other.desired) {
    return [
      stopFinding(
        'instance-count',
        `${label} can grow to ${maximum} at most, and ${than}`,
        `raise its maximum to ${other.desired} or more; or, where one of its instances carries more than` +
          ' one of the others, accept instance-count in the plan',
      ),
    ];
  }
  return desired < other.desired
    ? [
        warnFinding(
          'instance-count',
          `${label} has a desired capacity of ${desired}, and ${than}`,
          'raise its minimum, unless it carries the traffic of the next stage until its scaling adds' +
            ' instances',
        ),
      ]
    : [];
}

function scaling(reason: string, remedy: string): Finding {
  return stopFinding('instance-scaling', reason, remedy);
}

function policyFindings(label: string, policy: ScalingPolicyReading): Finding[] {
  const { name, type, isEnabled, alarms } = policy;
  const what = `scaling policy "${name}" of ${label}`;
  if (!isEnabled) {
    return [scaling(`${what} is disabled`, 'enable it, or delete it')];
  }
  if (alarms.length === 0 && type !== 'PredictiveScaling') {
    const remedy =
      'put the policy again (target tracking), or let an alarm invoke it (step or simple scaling)';
    return [scaling(`no alarm invokes ${what}`, remedy)];
  }
  return alarms.flatMap((alarm): Finding[] => {
    if (alarm.actionsEnabled === null) {
      const reason = `alarm "${alarm.name}", which invokes ${what}, does not exist`;
      return [scaling(reason, 'put the policy again (target tracking), or create the alarm')];
    }
    return alarm.actionsEnabled
      ? []
      : [
          scaling(
            `the actions of alarm "${alarm.name}", which invokes ${what}, are disabled`,
            `enable them: aws cloudwatch enable-alarm-actions --alarm-names ${alarm.name}`,
          ),
        ];
  });
}
