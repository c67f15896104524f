import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { readSource, type Source } from '../../core/measures/source';
import type { LatencyStatistic } from '../../ports';

/** A metric in one statistic. */
interface Metric {
  readonly name: string;
  readonly stat: string;
}

/** How a kind of source counts: its metrics, and what they mean. */
export interface SourceMetrics {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly requests: Metric;
  /** Failed requests: counts, whose sum it is, or one share in percent of all requests. */
  readonly errors: readonly Metric[];
  readonly errorsAre: 'counts' | 'percent';
  /** Null where no latency of all requests is measured. */
  readonly latency: string | null;
  readonly millisecondsPerUnit: number;
}

/** The load balancer's own answers. */
const OWN = ['HTTPCode_ELB_5XX_Count'];

/** What makes a load balancer answer with a 5XX of its own, by target group; the last two of functions. */
const OF_GROUP = [
  'TargetConnectionErrorCount',
  'TargetTLSNegotiationErrorCount',
  'LambdaUserError',
  'LambdaInternalError',
];

const sum = (name: string): Metric => ({ name, stat: 'Sum' });

/**
 * Where CloudWatch has what a source counts.
 *
 * An ALB does not count requests for which it found no target, but counts its own 5XX answers; those are in
 * no target group's count, so that a group has in their place the errors that lead to them. Its latency is in
 * seconds. An NLB counts flows. API Gateway counts all requests, in milliseconds.
 *
 * Sources: Elastic Load Balancing User Guides, "CloudWatch metrics" of Application and of Network Load
 * Balancers; API Gateway Developer Guide, "Monitor CloudWatch metrics for HTTP APIs" and "Amazon API Gateway
 * dimensions and metrics"; CloudFront Developer Guide, "Types of metrics for CloudFront".
 */
export function metricsOf(source: Source): SourceMetrics {
  const counts = { errorsAre: 'counts', millisecondsPerUnit: 1 } as const;
  const alb = { namespace: 'AWS/ApplicationELB', requests: sum('RequestCount') } as const;
  switch (source.kind) {
    case 'app': {
      const { loadBalancer, targetGroup } = source;
      return {
        ...counts,
        ...alb,
        dimensions: {
          ...(targetGroup === null ? {} : { TargetGroup: targetGroup }),
          LoadBalancer: loadBalancer,
        },
        errors: ['HTTPCode_Target_5XX_Count', ...(targetGroup === null ? OWN : OF_GROUP)].map(sum),
        latency: 'TargetResponseTime',
        millisecondsPerUnit: 1_000,
      };
    }
    case 'net':
      return {
        ...counts,
        namespace: 'AWS/NetworkELB',
        dimensions: { LoadBalancer: source.loadBalancer },
        requests: sum('NewFlowCount'),
        errors: [],
        latency: null,
      };
    case 'http-api':
    case 'rest-api':
      return {
        ...counts,
        namespace: 'AWS/ApiGateway',
        dimensions: {
          ...(source.kind === 'http-api' ? { ApiId: source.apiId } : { ApiName: source.apiName }),
          ...(source.stage === null ? {} : { Stage: source.stage }),
        },
        requests: sum('Count'),
        errors: [sum(source.kind === 'http-api' ? '5xx' : '5XXError')],
        latency: 'Latency',
      };
    case 'cloudfront':
      return {
        namespace: 'AWS/CloudFront',
        dimensions: { DistributionId: source.distributionId, Region: 'Global' },
        requests: sum('Requests'),
        errors: [{ name: '5xxErrorRate', stat: 'Average' }],
        errorsAre: 'percent',
        latency: null,
        millisecondsPerUnit: 1,
      };
  }
}

/** A source of a plan with its metrics, and the ids of its queries, which have its place in the list. */
export interface Placed {
  readonly metrics: SourceMetrics;
  readonly id: (what: string) => string;
}

/** The metrics of each source, in their order. */
export function placed(sources: readonly string[]): readonly Placed[] {
  return sources.map((source, i) => ({
    metrics: metricsOf(readSource(source)),
    id: (what) => `${what}${i}`,
  }));
}

/** The query for a source's requests, minute by minute. */
export function requestsQuery({ metrics, id }: Placed): MetricDataQuery {
  return query(metrics, id('requests'), metrics.requests, 60);
}

/**
 * The queries for a source's requests, errors and latency.
 * @param period seconds
 */
export function pathQueries(
  { metrics, id }: Placed,
  statistic: LatencyStatistic,
  period: number,
): MetricDataQuery[] {
  const { requests, errors, latency } = metrics;
  return [
    query(metrics, id('requests'), requests, period),
    ...errors.map((metric, i) => query(metrics, id(`errors${i}_`), metric, period)),
    ...(latency === null ? [] : [query(metrics, id('latency'), { name: latency, stat: statistic }, period)]),
  ];
}

/** A metric of a source's dimensions in whole periods, in seconds. */
function query(
  { namespace, dimensions }: SourceMetrics,
  Id: string,
  metric: Metric,
  Period: number,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: metric.name, Dimensions };
  return { Id, MetricStat: { Metric, Period, Stat: metric.stat } };
}
