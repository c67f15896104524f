import { EVENTS_NOT_PUBLISHED, embeddedMetric } from '../../../core/shared/embedded-metric';
import type { Clock, Log } from '../../../ports';

interface Ports {
  readonly log: Log;
  readonly clock: Clock;
  readonly ledgerTable: string;
}

/** Logs and counts an event that can never be published. The decision stays in the ledger. */
export function reportUnpublished(
  { log, clock, ledgerTable }: Ports,
  about: { readonly sequence?: string; readonly id?: string; readonly reason: string },
): void {
  const metric = { name: EVENTS_NOT_PUBLISHED, value: 1, ledgerTable, at: clock.now() };
  log.error('a change of the ledger could not be published', { ...embeddedMetric(metric), ...about });
}
