/** The namespace of the workflow's own metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'Cutover';

/** Locked routes that no running execution holds and that the reconciler did not repair. */
export const LOCKED_UNATTENDED = 'RoutesLockedUnattended';

/** Changes of the ledger that can never be published as events. */
export const EVENTS_NOT_PUBLISHED = 'EventsNotPublished';

/** The dimension of the workflow's metrics: the name of its ledger's table. */
export const METRIC_DIMENSION = 'LedgerTable';

/**
 * The keys of a log entry from which CloudWatch Logs takes a metric, so that writing one needs no permission.
 * Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
 * @param at milliseconds since the epoch
 */
export function embeddedMetric(metric: {
  readonly name: string;
  readonly value: number;
  readonly ledgerTable: string;
  readonly at: number;
}): Record<string, unknown> {
  const { name, value, ledgerTable, at } = metric;
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: [{ Name: name, Unit: 'Count' }],
        },
      ],
    },
    [METRIC_DIMENSION]: ledgerTable,
    [name]: value,
  };
}
