import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { LatencyStatistic, PathMinute } from '../../ports';
import { type CloudWatch, MINUTE_MS, readMetricData } from './cloudwatch-metric-data';

/**
 * Reads the requests, errors and latency of a path, minute by minute. An ALB does not count requests for
 * which it found no target, but counts its own 5XX answers; its latency is in seconds. An HTTP API counts all
 * requests; its latency is in milliseconds.
 * Sources: Elastic Load Balancing User Guide for Application Load Balancers, "CloudWatch metrics"; API
 * Gateway Developer Guide, "Monitor CloudWatch metrics for HTTP APIs".
 */
export async function readMinutes(
  client: CloudWatch,
  source: string,
  statistic: LatencyStatistic,
  from: number,
  to: number,
): Promise<readonly PathMinute[]> {
  const { queries, millisecondsPerUnit } = source.startsWith('api/')
    ? ofHttpApi(source, statistic)
    : ofLoadBalancer(source, statistic);
  const data = await readMetricData(client, queries, from, to);
  const at = (id: string, time: number) => data.get(id)?.get(time);
  const times = [...new Set([...data.values()].flatMap((values) => [...values.keys()]))].sort(
    (a, b) => a - b,
  );
  return times
    .map((time): PathMinute => {
      const errors = (at('errors', time) ?? 0) + (at('balancer', time) ?? 0);
      const latency = at('latency', time);
      return {
        at: time,
        requests: Math.max(at('requests', time) ?? 0, errors),
        errors,
        latencyMs: latency === undefined ? null : latency * millisecondsPerUnit,
      };
    })
    .filter(({ at: time, requests }) => requests > 0 && time + MINUTE_MS <= to);
}

function ofLoadBalancer(source: string, statistic: LatencyStatistic) {
  const query = queryOf('AWS/ApplicationELB', [{ Name: 'LoadBalancer', Value: source }]);
  return {
    millisecondsPerUnit: 1_000,
    queries: [
      query('requests', 'RequestCount', 'Sum'),
      query('errors', 'HTTPCode_Target_5XX_Count', 'Sum'),
      query('balancer', 'HTTPCode_ELB_5XX_Count', 'Sum'),
      query('latency', 'TargetResponseTime', statistic),
    ],
  };
}

function ofHttpApi(source: string, statistic: LatencyStatistic) {
  const [, apiId, stage] = source.split('/');
  const query = queryOf('AWS/ApiGateway', [
    { Name: 'ApiId', Value: apiId },
    ...(stage === undefined ? [] : [{ Name: 'Stage', Value: stage }]),
  ]);
  return {
    millisecondsPerUnit: 1,
    queries: [
      query('requests', 'Count', 'Sum'),
      query('errors', '5xx', 'Sum'),
      query('latency', 'Latency', statistic),
    ],
  };
}

function queryOf(Namespace: string, Dimensions: { Name: string; Value: string | undefined }[]) {
  return (Id: string, MetricName: string, Stat: string): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat },
  });
}
