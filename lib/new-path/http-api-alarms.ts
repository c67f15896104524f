import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, PERIOD } from './alarm-definition';
import { errorCountAlarm, errorRateAlarm, latencyAlarm } from './alarm-definitions';
import type { AlarmThresholds, MonitoredHttpApi } from './alarm-settings';

/** A metric of one stage of an HTTP API. Its metrics have other names than those of a REST API. */
function httpApiMetric({ api, stage }: MonitoredHttpApi, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: api.apiId, Stage: stage?.stageName ?? '$default' },
    statistic,
    period: PERIOD,
  });
}

/**
 * Alarms on what clients of an HTTP API see. `Latency` includes the latency of the integration, so one
 * alarm covers both.
 * Source: API Gateway Developer Guide, "Monitor CloudWatch metrics for HTTP APIs".
 */
export function httpApiAlarms(monitored: MonitoredHttpApi, thresholds: AlarmThresholds): AlarmDefinition[] {
  const requests = httpApiMetric(monitored, 'Count', Stats.SUM);
  const errors = httpApiMetric(monitored, '5xx', Stats.SUM);
  const milliseconds = httpApiMetric(monitored, 'Latency', Stats.percentile(thresholds.latencyPercentile));
  return [
    errorRateAlarm('gateway-error-rate', 'API Gateway', { requests, errors: { errors } }, thresholds),
    errorCountAlarm('gateway-5xx', 'API Gateway', { requests, errors }, thresholds),
    latencyAlarm(`gateway-p${thresholds.latencyPercentile}`, 'API Gateway', milliseconds, thresholds, 1_000),
  ];
}

/**
 * An alarm that a Route 53 health check can use: one metric, a plain statistic, and all data points must
 * breach.
 * @param errorsPerMinute the number of 5XX in a minute at which Route 53 stops answering with the new path
 */
export function leaveNewPathAlarm(monitored: MonitoredHttpApi, errorsPerMinute: number): AlarmDefinition {
  return {
    name: 'leave-5xx',
    metric: httpApiMetric(monitored, '5xx', Stats.SUM),
    description:
      `At least ${errorsPerMinute} 5XX of API Gateway in a minute: Route 53 stops answering with the new ` +
      'path. Missing data changes nothing: a path without traffic has no data, and must not count as ' +
      'healthy because of it.',
    options: {
      threshold: errorsPerMinute,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.IGNORE,
    },
  };
}
