import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, PERIOD } from '../alarm-definition';
import { errorCountAlarm, errorRateAlarm, latencyAlarm } from '../alarm-definitions';
import type { AlarmThresholds, MonitoredRestApi } from '../alarm-settings';

/**
 * Alarms on what clients of a REST API see. Requests that a web ACL refuses end in a 403, which is no error.
 * Source: API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics".
 */
export function restApiAlarms(
  { apiName, stageName }: MonitoredRestApi,
  thresholds: AlarmThresholds,
): AlarmDefinition[] {
  const metric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: apiName, Stage: stageName },
      statistic,
      period: PERIOD,
    });
  const requests = metric('Count', Stats.SUM);
  const errors = metric('5XXError', Stats.SUM);
  const milliseconds = metric('Latency', Stats.percentile(thresholds.latencyPercentile));
  return [
    errorRateAlarm('rest-error-rate', 'the REST API', { requests, errors: { errors } }, thresholds),
    errorCountAlarm('rest-5xx', 'the REST API', { requests, errors }, thresholds),
    latencyAlarm(`rest-p${thresholds.latencyPercentile}`, 'the REST API', milliseconds, thresholds, 1_000),
  ];
}
