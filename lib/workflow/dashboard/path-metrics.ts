import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { GLOBAL_METRICS_REGION, isGlobalNamespace } from '../../../lambdas/adapters/health/global-metrics';
import { metricsOf, type SourceMetrics } from '../../../lambdas/adapters/health/source-metrics';
import type { Source } from '../../../lambdas/core/measures/source';
import type { LedgerLike } from '../ledger-table';
import { type PathSide, textOfSource } from './path-sources';
import { routeMetric } from './route-metrics';

/** The period of every graph. Load balancers, API Gateway and CloudFront report once a minute. */
export const DASHBOARD_PERIOD = Duration.minutes(1);

/** What CloudWatch knows of a path. */
export interface PathMetrics {
  readonly side: PathSide;
  /** Per minute; 0 in a minute without any. */
  readonly requests: MathExpression;
  /** Those that failed, as the comparison of a plan counts them; null where CloudWatch counts none. */
  readonly failed: MathExpression | null;
  /** p99 in milliseconds of each place that measures one: percentiles cannot be added up. */
  readonly latency: readonly MathExpression[];
}

/** The metrics of a path, from all places where it is counted. */
export function pathMetrics(side: PathSide, sources: readonly Source[]): PathMetrics {
  const placed = sources.map((source, i) => placedSource(`${side}${i}`, source));
  const labelOf = (source: Source) => (sources.length === 1 ? side : `${side}: ${textOfSource(source)}`);
  const requests = placed.map(({ id, counted }) => [`${id}counted`, counted] as const);
  const failed = placed.flatMap(({ id, failed }) =>
    failed === null ? [] : [[`${id}failed`, failed] as const],
  );
  return {
    side,
    requests: sumOf(side, requests),
    failed: failed.length === 0 ? null : sumOf(side, failed),
    latency: placed.flatMap(({ id, source, latency }) =>
      latency === null
        ? []
        : [
            math(
              `${latency.toMilliseconds} * ${id}latency`,
              { [`${id}latency`]: latency.metric },
              labelOf(source),
            ),
          ],
    ),
  };
}

/** The share of failed requests in percent; null where CloudWatch counts no failures. */
export function errorRateOf({ side, requests, failed }: PathMetrics): MathExpression | null {
  const ids = { [`${side}Requests`]: requests, ...(failed === null ? {} : { [`${side}Failed`]: failed }) };
  return failed === null ? null : math(share(`${side}Failed`, `${side}Requests`), ids, side);
}

/** The share of requests that arrive at the new path, in percent. A minute without requests has none. */
export function arrivingSplit(old: PathMetrics, gaining: PathMetrics): MathExpression {
  const ids = { oldRequests: old.requests, newRequests: gaining.requests };
  return math(share('newRequests', '(oldRequests + newRequests)'), ids, 'as requests arrive');
}

/** The percent that the last evaluation found written at the new path. Without a cutover it has no data. */
export function writtenSplit(ledger: LedgerLike, route: string): Metric {
  return routeMetric(ledger, route, 'Percent', { label: 'as written', period: DASHBOARD_PERIOD });
}

/** A division by 0 is no share: without a third argument, IF gives no value where its condition is false. */
function share(part: string, all: string): string {
  return `IF(${all} > 0, 100 * ${part} / ${all})`;
}

function sumOf(label: string, terms: readonly (readonly [string, IMetric])[]): MathExpression {
  return math(terms.map(([id]) => id).join(' + '), Object.fromEntries(terms), label);
}

/** Each step is an expression of its own: one may have 2,048 characters (GetMetricData, `Expression`). */
function math(
  expression: string,
  usingMetrics: Readonly<Record<string, IMetric>>,
  label?: string,
): MathExpression {
  const labelled = label === undefined ? {} : { label };
  return new MathExpression({
    ...{ expression, usingMetrics: { ...usingMetrics }, period: DASHBOARD_PERIOD },
    ...labelled,
  });
}

/**
 * What one place counts. A load balancer does not count its own answers as requests, so that there are at
 * least as many requests as failures, as where a plan compares both paths. Missing data is 0, because a sum
 * has no data when one of its terms has none.
 */
function placedSource(id: string, source: Source) {
  const { requests, errors, errorsAre, latency, millisecondsPerUnit, ...at } = metricsOf(source);
  const asked = { [`${id}requests`]: metricAt(at, requests.name, requests.stat) };
  const filled = `FILL(${id}requests, 0)`;
  const found = errors.map((_, i) => `FILL(${id}errors${i}, 0)`).join(' + ');
  const ofErrors = Object.fromEntries(
    errors.map(({ name, stat }, i) => [`${id}errors${i}`, metricAt(at, name, stat)]),
  );
  const failedOf = () =>
    errorsAre === 'counts'
      ? math(found, ofErrors)
      : math(`${filled} * (${found}) / 100`, { ...asked, ...ofErrors });
  const failed = errors.length === 0 ? null : failedOf();
  const counted =
    failed === null
      ? math(filled, asked)
      : math(`IF(${id}failed > ${filled}, ${id}failed, ${filled})`, { ...asked, [`${id}failed`]: failed });
  return {
    ...{ id, source, counted, failed },
    latency:
      latency === null
        ? null
        : { metric: metricAt(at, latency, Stats.percentile(99)), toMilliseconds: millisecondsPerUnit },
  };
}

function metricAt(
  { namespace, dimensions }: Pick<SourceMetrics, 'namespace' | 'dimensions'>,
  metricName: string,
  statistic: string,
): Metric {
  return new Metric({
    ...{ namespace, metricName, statistic, dimensionsMap: { ...dimensions }, period: DASHBOARD_PERIOD },
    ...(isGlobalNamespace(namespace) ? { region: GLOBAL_METRICS_REGION } : {}),
  });
}
