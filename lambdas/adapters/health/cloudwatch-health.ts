import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { readSource } from '../../core/measures/source';
import type { BalancerCount, HealthSource } from '../../ports';
import { readSilent } from './cloudwatch-alarm-data';
import { readAlarms } from './cloudwatch-alarms';
import type { CloudWatch, MetricData } from './cloudwatch-metric-data';
import { readHours, readMinutes } from './cloudwatch-minutes';
import { type MeasuredSpan, readNearRoute } from './near-route';
import { placed, requestsQuery } from './source-metrics';

/** Measures the paths with CloudWatch. */
export const cloudwatchHealth = (client: CloudWatch): HealthSource => ({
  alarms: (names) => readAlarms(client, names),
  silent: (names, now) => readSilent(client, names, now),
  requests: (sources, from, to, route = null) => countRequests(client, sources, { from, to, route }),
  minutes: (sources, statistic, from, to, route = null) =>
    readMinutes(client, sources, statistic, { from, to, route }),
  hours: (sources, statistic, from, to, route = null) =>
    readHours(client, sources, statistic, { from, to, route }),
  balancers: (sources, from, to, route = null) => countOfBalancers(client, sources, { from, to, route }),
});

async function countRequests(
  client: CloudWatch,
  sources: readonly string[],
  at: MeasuredSpan,
): Promise<number | null> {
  const data = await readNearRoute(client, placed(sources).map(requestsQuery), at);
  const counts = [...data.values()].flatMap((values) => [...values.values()]);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/** Elastic Load Balancing counts a load balancer's own 5XX answers without the dimension `TargetGroup`. */
async function countOfBalancers(
  client: CloudWatch,
  sources: readonly string[],
  at: MeasuredSpan,
): Promise<BalancerCount | null> {
  const found = sources
    .map(readSource)
    .flatMap((source) => (source.kind === 'app' && source.targetGroup !== null ? [source.loadBalancer] : []));
  const names = [...new Set(found)];
  if (names.length === 0) {
    return null;
  }
  const queries = names.flatMap((name, i) => [
    sumOf(name, `requests${i}`, 'RequestCount'),
    sumOf(name, `own${i}`, 'HTTPCode_ELB_5XX_Count'),
  ]);
  const data = await readNearRoute(client, queries, at);
  const all = (what: string) => names.reduce((sum, _, i) => sum + total(data, `${what}${i}`), 0);
  return { requests: all('requests'), ownErrors: all('own') };
}

function sumOf(loadBalancer: string, Id: string, MetricName: string): MetricDataQuery {
  const Dimensions = [{ Name: 'LoadBalancer', Value: loadBalancer }];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions };
  return { Id, MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
}

function total(data: MetricData, id: string): number {
  return [...(data.get(id)?.values() ?? [])].reduce((sum, value) => sum + value, 0);
}
