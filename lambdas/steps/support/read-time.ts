import type { TimeReading } from '../../core/shared/lease';
import type { Clock } from '../../ports';

/** What the clocks say now, AWS's among them. Call the ledger first: its answer gives AWS's time. */
export function readTime({ clock }: { readonly clock: Clock }): TimeReading {
  return { now: clock.now(), aheadMs: clock.aheadMs() };
}
