import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ROUTE_DIMENSION, type RouteMetricName } from '../../../lambdas/core/events/evaluation-metrics';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../../lambdas/core/shared/embedded-metric';
import type { LedgerLike } from '../ledger-table';

/** How a metric is read, and of which route. */
export interface RouteMetricOptions extends MetricOptions {
  /**
   * The key of the route, such as `route53/ZONE/api.example.com`.
   * @default - the one route of the workflow; required when it has several
   */
  readonly route?: string;
}

/** The statistic that says most about each metric: counts are added, and the rest is a state. */
export const ROUTE_METRICS: Readonly<Record<RouteMetricName, string>> = {
  Percent: Stats.MAXIMUM,
  Stage: Stats.MAXIMUM,
  SecondsInStage: Stats.MAXIMUM,
  EvaluationPass: Stats.SUM,
  EvaluationFail: Stats.SUM,
  EvaluationInconclusive: Stats.SUM,
  EvaluationError: Stats.SUM,
  RequestsNew: Stats.SUM,
  RequestsOld: Stats.SUM,
  RevertSeconds: Stats.MAXIMUM,
};

/** A metric that the functions of a workflow write for each route (docs/guide/dashboard.md). */
export function routeMetric(
  ledger: LedgerLike,
  route: string,
  metricName: RouteMetricName,
  options: MetricOptions,
): Metric {
  return new Metric({
    statistic: ROUTE_METRICS[metricName],
    ...options,
    ...{ namespace: METRIC_NAMESPACE, metricName },
    dimensionsMap: { [METRIC_DIMENSION]: ledger.tableName, [ROUTE_DIMENSION]: route },
  });
}
