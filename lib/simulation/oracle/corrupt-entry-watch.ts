import { routeKey } from '../../../lambdas/core/routers/route';
import type { World } from '../../rehearsal/world/world';
import { START } from '../../rehearsal/world/world';
import type { Violations } from '../violations';
import type { Disturbances } from './disturbances';
import type { InvocationListener } from './invocations';

/**
 * Follows what the reconciler records of an entry that somebody has corrupted. Nothing may act on such an
 * entry, so that nothing moves the traffic back; the lock stays, and an alarm fires until an operator has set
 * the route by hand. Of any other entry, a report is no revert. No shift and no preparation begins with such
 * an entry either: its revert would have nothing to go back to.
 */
export class CorruptEntryWatch {
  private readonly unattended = new Set<string>();
  /** The last shift that has begun, and whether the entry was corrupt when its first try did. */
  private shift = { of: '', wasCorrupt: false };

  constructor(
    private readonly world: Pick<World, 'ledger' | 'plan'>,
    private readonly disturbances: Pick<Disturbances, 'hasBeenActiveSince'>,
    private readonly violations: Violations,
  ) {
    const { ledger } = world;
    const { record } = ledger;
    ledger.record = async (route, decision) => {
      await record(route, decision);
      if (decision.kind === 'unattended') {
        this.unattended.add(decision.execution);
      }
    };
  }

  /** A shift begins, or a preparation. */
  readonly invoked: InvocationListener = (task, payload) => {
    const { execution, stage } = payload as { readonly execution: string; readonly stage: number };
    const of = `${execution} ${stage}`;
    if (task === 'ShiftTraffic' && of !== this.shift.of) {
      const shift = { of, wasCorrupt: false };
      this.shift = shift;
      void this.isCorrupt(execution).then((isCorrupt) => {
        shift.wasCorrupt = isCorrupt;
      });
    }
    return task === 'PrepareRecords' ? this.preparing(execution) : null;
  };

  /** The snapshot comes after the preparation, so that only the router of the entry can be another one. */
  private preparing(execution: string): () => void {
    const begun = this.isCorrupt(execution, { needsSnapshot: false });
    return () =>
      void begun.then((isCorrupt) => {
        const detail = 'records were prepared, and the entry of the route is corrupt';
        this.violations.require(!isCorrupt, 'ends-at-snapshot-or-fails-loudly', detail);
      });
  }

  /** A raise has landed. */
  raised(percent: number): void {
    const detail = `raised to ${percent} %, and the entry of the route has nothing to go back to`;
    this.violations.require(!this.shift.wasCorrupt, 'ends-at-snapshot-or-fails-loudly', detail);
  }

  private async isCorrupt(execution: string, { needsSnapshot } = { needsSnapshot: true }): Promise<boolean> {
    const { ledger, plan } = this.world;
    const route = routeKey(plan.router);
    const entry = await ledger.read(route);
    const isHeld = entry?.lock?.execution === execution;
    const isOther = entry?.router == null || routeKey(entry.router) !== route;
    return isHeld && (isOther || (needsSnapshot && entry.snapshot === null));
  }

  /** Whether somebody has corrupted the entry, and the reconciler has recorded the lock as unattended. */
  isReported(execution: string): boolean {
    const isCorrupt = this.disturbances.hasBeenActiveSince('ledger-corrupted', START);
    return isCorrupt && this.unattended.has(execution);
  }
}
