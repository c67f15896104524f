import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, PERIOD } from './alarm-definition';
import type { AlarmThresholds } from './alarm-settings';

/**
 * The share of requests that failed. Missing error metrics count as 0, because none is reported in a minute
 * without errors. Missing requests are not filled in: without requests there is no rate, and missing data is
 * not health.
 * @param of what is monitored, as the description names it
 * @param metrics sums per minute; the keys of `errors` become ids in the metric math
 */
export function errorRateAlarm(
  name: string,
  of: string,
  metrics: { readonly requests: IMetric; readonly errors: Readonly<Record<string, IMetric>> },
  { errorPercent, minRequestsPerMinute }: AlarmThresholds,
): AlarmDefinition {
  const failed = Object.keys(metrics.errors).map((id) => `FILL(${id}, 0)`);
  return {
    name,
    metric: new MathExpression({
      expression: `IF(requests >= ${minRequestsPerMinute}, 100 * (${failed.join(' + ')}) / requests, 0)`,
      label: `5XX of ${of}, percent`,
      usingMetrics: { requests: metrics.requests, ...metrics.errors },
      period: PERIOD,
    }),
    description:
      `More than ${errorPercent} % of the requests to ${of} ended in a 5XX. Minutes with fewer than ` +
      `${minRequestsPerMinute} requests count as 0 %, because a few requests give no meaningful rate; the ` +
      '5XX alarm counts their errors. Missing data stays missing: without requests, health is unknown.',
    options: {
      threshold: errorPercent,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
    },
  };
}

/** The number of 5XX in minutes with too few requests for a rate, also when no request reached a target. */
export function errorCountAlarm(
  name: string,
  of: string,
  metrics: { readonly requests: IMetric; readonly errors: IMetric },
  { errorsPerMinute, minRequestsPerMinute }: AlarmThresholds,
): AlarmDefinition {
  return {
    name,
    metric: new MathExpression({
      expression: `IF(FILL(requests, 0) < ${minRequestsPerMinute}, errors, 0)`,
      label: `5XX of ${of} in a quiet minute`,
      usingMetrics: metrics,
      period: PERIOD,
    }),
    description:
      `More than ${errorsPerMinute} 5XX of ${of} in a minute with fewer than ${minRequestsPerMinute} ` +
      'requests; with more, the error rate alarm applies. Missing data is not breaching: the metric is ' +
      'reported only when there is a 5XX. The other alarms detect missing requests.',
    options: {
      threshold: errorsPerMinute,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    },
  };
}

/**
 * A percentile of the response time. With too few samples the state does not change, so that a handful of
 * requests cannot make a path count as healthy.
 * @param unitsPerSecond 1 for a metric in seconds, 1,000 for a metric in milliseconds
 */
export function latencyAlarm(
  name: string,
  of: string,
  metric: IMetric,
  { latencySeconds, latencyPercentile }: AlarmThresholds,
  unitsPerSecond: number,
): AlarmDefinition {
  const samples = Math.round(10 / (1 - latencyPercentile / 100));
  return {
    name,
    metric,
    description:
      `p${latencyPercentile} of ${of} is above ${latencySeconds} s. With fewer than ${samples} requests ` +
      'in the evaluation period the state does not change, because they are too few for this percentile. ' +
      'Missing data stays missing: without requests, health is unknown.',
    options: {
      threshold: latencySeconds * unitsPerSecond,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
      evaluateLowSampleCountPercentile: 'ignore',
    },
  };
}
