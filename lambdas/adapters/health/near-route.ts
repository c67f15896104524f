import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type CloudWatch, type MetricData, readMetricData } from './cloudwatch-metric-data';

/** When, and near which route. */
export interface MeasuredSpan {
  /** Epoch milliseconds, as is `to`. */
  readonly from: number;
  readonly to: number;
  /** The ARN of the listener or rule that splits the traffic; null where the route has none. */
  readonly route: string | null;
}

/**
 * Reads metric data: that of the load balancer that splits the traffic in its own Region and account, where
 * CloudWatch has it, and all other in those of the function.
 */
export async function readNearRoute(
  client: CloudWatch,
  queries: readonly MetricDataQuery[],
  { from, to, route }: MeasuredSpan,
): Promise<MetricData> {
  const there = route === null ? client : (client.elsewhere?.forArn(route) ?? client);
  const isThere = (query: MetricDataQuery) => route !== null && isOf(query, route);
  const found = await Promise.all([
    readMetricData(there, queries.filter(isThere), from, to),
    readMetricData(
      client,
      queries.filter((query) => !isThere(query)),
      from,
      to,
    ),
  ]);
  return new Map(found.flatMap((data) => [...data]));
}

/** `…:listener/app/NAME/ID/…` is of the load balancer with the dimension `app/NAME/ID`. */
function isOf({ MetricStat }: MetricDataQuery, route: string): boolean {
  const dimensions = MetricStat?.Metric?.Dimensions ?? [];
  return dimensions.some(({ Name, Value }) => Name === 'LoadBalancer' && route.includes(`/${Value}/`));
}
