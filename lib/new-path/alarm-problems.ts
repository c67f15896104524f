import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../lambdas/core/validation/problems';
import type { AlarmThresholds, CutoverAlarmsProps } from './alarm-settings';

/** Below p50, CloudWatch treats low sample counts differently; from 100 on there is no percentile. */
const PERCENTILES = { from: 50, below: 100 };

/** Props of `CutoverAlarms` with which an alarm could never fire, or would always fire. */
export function cutoverAlarmProblems(props: CutoverAlarmsProps & AlarmThresholds): Problem[] {
  const { prefix, loadBalancer, httpApi, latencyPercentile: percentile, errorPercent } = props;
  const problems: Problem[] = [];
  if (Token.isUnresolved(prefix) || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(prefix)) {
    const message =
      `is "${prefix}"; must be 1 to 100 letters, digits, "-" and "_", and known at synth, because the ` +
      'plan names the alarms';
    problems.push({ path: 'prefix', message });
  }
  if (loadBalancer === undefined && httpApi === undefined && props.restApi === undefined) {
    const message = 'are missing, so no request is monitored; give one of them, or several';
    problems.push({ path: 'loadBalancer, httpApi, restApi', message });
  }
  if (loadBalancer?.shared === true && httpApi === undefined && props.restApi === undefined) {
    const message =
      'is true without httpApi or restApi, so nothing counts the 502, 503 and 504 of the load balancer; ' +
      'give one, or leave it out to count those of the whole load balancer';
    problems.push({ path: 'loadBalancer.shared', message });
  }
  if (props.leaveAtErrorsPerMinute !== undefined && httpApi === undefined) {
    const message = 'is given without httpApi, whose 5XX it counts; give httpApi, or leave it out';
    problems.push({ path: 'leaveAtErrorsPerMinute', message });
  }
  if (!(errorPercent >= 0 && errorPercent < 100)) {
    problems.push({ path: 'errorPercent', message: `is ${errorPercent}; must be from 0 to below 100` });
  }
  if (!(percentile >= PERCENTILES.from && percentile < PERCENTILES.below)) {
    const message = `is ${percentile}; must be from ${PERCENTILES.from} to below ${PERCENTILES.below}`;
    problems.push({ path: 'latencyPercentile', message });
  }
  if (!(props.latencySeconds > 0)) {
    problems.push({ path: 'latencySeconds', message: `is ${props.latencySeconds}; must be above 0` });
  }
  return [
    ...problems,
    ...countProblems('minRequestsPerMinute', props.minRequestsPerMinute, 1),
    ...countProblems('loadBalancer.healthyHosts', loadBalancer?.healthyHosts ?? 1, 1),
    ...countProblems('leaveAtErrorsPerMinute', props.leaveAtErrorsPerMinute ?? 1, 1),
    ...countProblems('errorsPerMinute', props.errorsPerMinute, 0),
    ...countProblems('logs.errorLinesPerMinute', props.logs?.errorLinesPerMinute ?? 0, 0),
    ...resourceProblems(props),
  ];
}

function resourceProblems({ instances, database, logs }: CutoverAlarmsProps): Problem[] {
  const memory = instances?.memoryPercent ?? 85;
  const latency = database?.latencySeconds ?? 1;
  return [
    ...percentProblems('instances.cpuPercent', instances?.cpuPercent ?? 80),
    ...(memory === 'not-reported' ? [] : percentProblems('instances.memoryPercent', memory)),
    ...percentProblems('database.cpuPercent', database?.cpuPercent ?? 80),
    ...countProblems('database.connections', database?.connections ?? 1, 1),
    ...(latency > 0 ? [] : [{ path: 'database.latencySeconds', message: `is ${latency}; must be above 0` }]),
    ...(logs?.pattern === '' ? [{ path: 'logs.pattern', message: MATCHES_ALL }] : []),
  ];
}

const MATCHES_ALL = 'is empty, which matches every line; give the pattern of errors, or leave it out';

/** An alarm on more than 100 % could never fire. */
function percentProblems(path: string, percent: number): Problem[] {
  const isValid = percent >= 1 && percent <= 99;
  return isValid ? [] : [{ path, message: `is ${percent}; must be from 1 to 99` }];
}

function countProblems(path: string, count: number, least: number): Problem[] {
  const message = `is ${count}; must be a whole number of at least ${least}`;
  return Number.isInteger(count) && count >= least ? [] : [{ path, message }];
}
