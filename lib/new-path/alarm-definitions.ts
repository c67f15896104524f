import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition, AlarmThresholds } from './alarm-settings';

/** Every alarm looks at whole minutes: load balancers and API Gateway report no oftener. */
export const PERIOD = Duration.minutes(1);

/**
 * The share of requests that failed. Requests themselves are not filled up: without any there is no rate, and no data is not health.
 * @param errors sums of 5XX, none of which is reported in a minute without any
 */
export function errorRate(
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
      `More than ${errorPercent} % of the requests to ${of} ended in a 5XX. Minutes with fewer than ${minRequestsPerMinute} requests count as 0 %: a single ` +
      'failure is no rate, and the 5XX alarm counts those. Missing data stays missing: without requests nothing is known.',
    options: {
      threshold: errorPercent,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
    },
  };
}

/** 5XX by number, in the minutes that have too few requests for a rate; also when no request reached a target. */
export function errorCount(
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
      `More than ${errorsPerMinute} 5XX of ${of} in a minute with fewer than ${minRequestsPerMinute} requests; with more, the error rate speaks. Missing data is ` +
      'not breaching: the metric is reported only when there is a 5XX. That there are requests at all is for the other alarms to say.',
    options: {
      threshold: errorsPerMinute,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    },
  };
}

/**
 * A percentile of the response time. Few samples leave the state as it is, so that a path is never called well on ten requests.
 * @param unitsPerSecond 1 for a metric in seconds, 1,000 for one in milliseconds
 */
export function latency(
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
      `p${latencyPercentile} of ${of} is above ${latencySeconds} s. With fewer than ${samples} requests in the evaluation period the state stays what it was, ` +
      'because so few make no such percentile. Missing data stays missing: without requests nothing is known.',
    options: {
      threshold: latencySeconds * unitsPerSecond,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
      evaluateLowSampleCountPercentile: 'ignore',
    },
  };
}
