import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { errorCount, errorRate, latency, PERIOD } from './alarm-definitions';
import type { AlarmDefinition, AlarmThresholds, WatchedHttpApi } from './alarm-settings';

/** A metric of one stage of an HTTP API, which are named otherwise than those of a REST API. */
function httpApiMetric({ api, stage }: WatchedHttpApi, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: api.apiId, Stage: stage?.stageName ?? '$default' },
    statistic,
    period: PERIOD,
  });
}

/**
 * Alarms on what clients of an HTTP API see. Latency holds the integration's with API Gateway's own on top, so that one alarm is enough.
 * Source: API Gateway Developer Guide, "Monitor CloudWatch metrics for HTTP APIs".
 */
export function httpApiAlarms(watched: WatchedHttpApi, thresholds: AlarmThresholds): AlarmDefinition[] {
  const requests = httpApiMetric(watched, 'Count', Stats.SUM);
  const errors = httpApiMetric(watched, '5xx', Stats.SUM);
  const milliseconds = httpApiMetric(watched, 'Latency', Stats.percentile(thresholds.latencyPercentile));
  return [
    errorRate('gateway-error-rate', 'API Gateway', { requests, errors: { errors } }, thresholds),
    errorCount('gateway-5xx', 'API Gateway', { requests, errors }, thresholds),
    latency(`gateway-p${thresholds.latencyPercentile}`, 'API Gateway', milliseconds, thresholds, 1_000),
  ];
}

/**
 * The alarm on which a Route 53 health check can rest: one metric, one plain statistic, all of its data points.
 * @param errorsPerMinute 5XX from which on the new path is left
 */
export function leavingAlarm(watched: WatchedHttpApi, errorsPerMinute: number): AlarmDefinition {
  return {
    name: 'leave-5xx',
    metric: httpApiMetric(watched, '5xx', Stats.SUM),
    description:
      `At least ${errorsPerMinute} 5XX of API Gateway in a minute: Route 53 leaves the new path by itself. Missing data changes nothing: a path that was ` +
      'left has none, and must not look well for that.',
    options: {
      threshold: errorsPerMinute,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.IGNORE,
    },
  };
}
