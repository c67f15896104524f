import type { TimeReading } from '../../core/shared/lease';
import type { Clock } from '../../ports';

/**
 * AWS's time, in epoch milliseconds. It counts for whatever a later step, in another function, compares with
 * it. The function's own time where no service has answered yet: call a service first.
 */
export function currentTime(ports: { readonly clock: Clock }): number {
  const { now, aheadMs } = readTime(ports);
  return now + (aheadMs ?? 0);
}

/** What the clocks say now, AWS's among them. Call the ledger first: its answer gives AWS's time. */
export function readTime({ clock }: { readonly clock: Clock }): TimeReading {
  return { now: clock.now(), aheadMs: clock.aheadMs() };
}
