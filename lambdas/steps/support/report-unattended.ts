import { embeddedMetric, LOCKED_UNATTENDED } from '../../core/shared/embedded-metric';
import type { Clock, Log } from '../../ports';

/** Where the metric goes. */
export interface UnattendedPorts {
  readonly log: Log;
  readonly clock: Clock;
  /** The name of the ledger's table: the dimension of the metric. */
  readonly ledgerTable: string;
}

/**
 * Writes how many routes are locked while nothing works on them. A 0 is written too, because only that ends
 * the alarm; but not when some route could not be checked, which says nothing about it.
 * @param complete whether every route was checked
 */
export function reportUnattended(
  { log, clock, ledgerTable }: UnattendedPorts,
  routes: readonly string[],
  complete: boolean,
): void {
  const metric = { name: LOCKED_UNATTENDED, value: routes.length, ledgerTable, at: clock.now() };
  if (routes.length > 0) {
    log.error('a route is locked and nothing works on it', { ...embeddedMetric(metric), routes });
  } else if (complete) {
    log.info('every locked route is being worked on', embeddedMetric(metric));
  }
}
