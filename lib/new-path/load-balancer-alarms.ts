import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type AlarmDefinition, PERIOD } from './alarm-definition';
import { errorCountAlarm, errorRateAlarm, latencyAlarm } from './alarm-definitions';
import type { AlarmThresholds, MonitoredLoadBalancer } from './alarm-settings';

/**
 * Alarms on a load balancer and the target group behind it.
 * Source: Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer".
 */
export function loadBalancerAlarms(
  { loadBalancer, targetGroup, healthyHosts, shared = false }: MonitoredLoadBalancer,
  thresholds: AlarmThresholds,
): AlarmDefinition[] {
  const sum = { statistic: Stats.SUM, period: PERIOD };
  const requests = targetGroup.metrics.requestCount(sum);
  const target = targetGroup.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum);
  const elb = loadBalancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum);
  const responseTime = targetGroup.metrics.targetResponseTime({
    statistic: Stats.percentile(thresholds.latencyPercentile),
    period: PERIOD,
  });
  return [
    errorRateAlarm(
      'error-rate',
      shared ? 'the targets' : 'the load balancer',
      { requests, errors: shared ? { target } : { target, elb } },
      thresholds,
    ),
    errorCountAlarm('target-5xx', 'the targets', { requests, errors: target }, thresholds),
    ...(shared
      ? []
      : [errorCountAlarm('elb-5xx', 'the load balancer itself', { requests, errors: elb }, thresholds)]),
    latencyAlarm(`p${thresholds.latencyPercentile}`, 'the targets', responseTime, thresholds, 1),
    {
      name: 'healthy-hosts',
      metric: targetGroup.metrics.healthyHostCount({ statistic: Stats.MINIMUM, period: PERIOD }),
      description:
        `Fewer than ${healthyHosts} healthy targets. Missing data is breaching: the count is reported ` +
        'while any target is registered, so missing data means that there is no target.',
      options: {
        threshold: healthyHosts,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      },
    },
  ];
}
