import { FencedError } from '../core/errors';
import { describeFailure, type Failure } from '../core/failure';
import type { Clock, Ledger, TrafficRouter } from '../ports';
import { record } from './record';
import type { Shift } from './shift-traffic';

interface Input {
  /** The forward execution that is to be undone. */
  execution: string;
  route: string;
  failure: Failure;
}

/** What the revert did. */
export type Revert =
  | { action: 'moved'; reason: string; fence: number; shift: Shift }
  /** The traffic never moved: only the lock is to be freed. */
  | { action: 'unlock'; reason: string; fence: number }
  /** That execution holds nothing any more. */
  | { action: 'nothing'; reason: string };

/**
 * Takes the lock over from the forward execution and puts the traffic back to the snapshot. It reads the route afresh and changes
 * only the weight, so that whatever else was changed meanwhile stays. Run again, it does the same once more: the repeated write
 * gives a change to wait for.
 */
export const revertTraffic =
  (ports: { readonly router: TrafficRouter; readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({ execution, route, failure }: Input): Promise<Revert> => {
    const reason = describeFailure(failure);
    const fence = await ports.ledger.takeOver(route, execution);
    if (fence === null) {
      return {
        action: 'nothing',
        reason: `${execution} does not hold the lock of ${route}; there is nothing to revert`,
      };
    }
    const entry = await ports.ledger.read(route);
    if (entry === null) {
      throw new FencedError(`${route} is gone from the ledger; nobody knows what to revert to`);
    }
    if (entry.snapshot === null || entry.router === null) {
      return { action: 'unlock', reason, fence };
    }
    const { percent } = entry.snapshot;
    const reading = await ports.router.read(entry.router);
    const last = (entry.expected ?? entry.snapshot).percent;
    if (reading.percent === percent && last === percent) {
      return { action: 'unlock', reason, fence };
    }
    const change = await ports.router.write(entry.router, percent, reading.version);
    const shiftedAt = new Date(ports.clock.now()).toISOString();
    // Run again after its own write, it still tells where the traffic was.
    const from = reading.percent === percent ? last : reading.percent;
    const what = `revert from ${from} % to ${percent} %`;
    await record(ports, { route, execution }, { key: 'revert', what, reason });
    return {
      action: 'moved',
      reason,
      fence,
      shift: { percent, shiftedAt, change, ttlSeconds: reading.ttlSeconds, stage: 0 },
    };
  };
