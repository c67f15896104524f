import type { Metrics } from '@aws-lambda-powertools/metrics';
import { ROUTE_DIMENSION, type RouteMetric } from '../../core/events/evaluation-metrics';
import { METRIC_DIMENSION } from '../../core/shared/embedded-metric';

/** What the metrics of a route are written with. */
type EmptyMetrics = Pick<
  Metrics,
  'addDimensions' | 'addMetric' | 'clearDefaultDimensions' | 'publishStoredMetrics'
>;

/**
 * Writes metrics of a route as one entry of the log, from which CloudWatch takes them, so that it needs no
 * permission and no call.
 * @param empty metrics of their own for each entry, so that nothing is left from an entry that failed
 * @param ledgerTable the name of the table, by which the metrics of several workflows differ
 */
export const powertoolsMetrics =
  (empty: () => EmptyMetrics, ledgerTable: string) =>
  (route: string, all: readonly RouteMetric[]): void => {
    const metrics = empty();
    // Powertools adds the dimension `service`, by which nothing of this workflow differs.
    metrics.clearDefaultDimensions();
    metrics.addDimensions({ [METRIC_DIMENSION]: ledgerTable, [ROUTE_DIMENSION]: route });
    for (const { name, unit, value } of all) {
      metrics.addMetric(name, unit, value);
    }
    metrics.publishStoredMetrics();
  };
