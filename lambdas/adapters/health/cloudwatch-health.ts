import type { HealthSource } from '../../ports';
import { readAlarms } from './cloudwatch-alarms';
import { type CloudWatch, readMetricData } from './cloudwatch-metric-data';
import { readMinutes } from './cloudwatch-minutes';

/** Measures the paths with CloudWatch. */
export const cloudwatchHealth = (client: CloudWatch): HealthSource => ({
  alarms: (names) => readAlarms(client, names),
  requests: (loadBalancer, from, to) => countRequests(client, loadBalancer, from, to),
  minutes: (source, statistic, from, to) => readMinutes(client, source, statistic, from, to),
});

/**
 * Source: Elastic Load Balancing User Guide for Application Load Balancers, "CloudWatch metrics",
 * `RequestCount`.
 */
async function countRequests(
  client: CloudWatch,
  loadBalancer: string,
  from: number,
  to: number,
): Promise<number | null> {
  const Metric = {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCount',
    Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
  };
  const query = { Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
  const data = await readMetricData(client, [query], from, to);
  const counts = [...(data.get('requests')?.values() ?? [])];
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
