import { Token } from 'aws-cdk-lib';
import type { AlarmThresholds } from './alarm-settings';
import type { CutoverAlarmsProps } from './cutover-alarms';

/** Below half, CloudWatch counts few samples otherwise; from 100 on there is no percentile. */
const PERCENTILES = { from: 50, below: 100 };

/** Everything about the props of `CutoverAlarms` that would make an alarm that never rings, or always does. */
export function alarmProblems(props: CutoverAlarmsProps & AlarmThresholds): string[] {
  const { prefix, loadBalancer, httpApi, latencyPercentile: percentile, errorPercent } = props;
  const problems: string[] = [];
  if (Token.isUnresolved(prefix) || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(prefix)) {
    problems.push(
      `prefix is "${prefix}"; must be 1 to 100 letters, digits, "-" and "_", known at synth as the plan names the alarms`,
    );
  }
  if (loadBalancer === undefined && httpApi === undefined) {
    problems.push('nothing is watched; give loadBalancer, httpApi, or both');
  }
  if (props.leaveAtErrorsPerMinute !== undefined && httpApi === undefined) {
    problems.push('leaveAtErrorsPerMinute is given without httpApi, whose 5XX it counts');
  }
  if (!(errorPercent >= 0 && errorPercent < 100)) {
    problems.push(`errorPercent is ${errorPercent}; must be from 0 to below 100`);
  }
  if (!(percentile >= PERCENTILES.from && percentile < PERCENTILES.below)) {
    problems.push(
      `latencyPercentile is ${percentile}; must be from ${PERCENTILES.from} to below ${PERCENTILES.below}`,
    );
  }
  if (!(props.latencySeconds > 0)) {
    problems.push(`latencySeconds is ${props.latencySeconds}; must be above 0`);
  }
  const counts = {
    minRequestsPerMinute: props.minRequestsPerMinute,
    'loadBalancer.healthyHosts': loadBalancer?.healthyHosts ?? 1,
    leaveAtErrorsPerMinute: props.leaveAtErrorsPerMinute ?? 1,
  };
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1) {
      problems.push(`${name} is ${count}; must be a whole number of at least 1`);
    }
  }
  if (!Number.isInteger(props.errorsPerMinute) || props.errorsPerMinute < 0) {
    problems.push(`errorsPerMinute is ${props.errorsPerMinute}; must be a whole number of at least 0`);
  }
  return problems;
}
