import type { World } from '../../rehearsal/world/world';
import { START } from '../../rehearsal/world/world';
import type { Disturbances } from './disturbances';

/**
 * Follows what the reconciler records of an entry that somebody has corrupted. Nothing may act on such an
 * entry, so that nothing moves the traffic back; the lock stays, and an alarm fires until an operator has set
 * the route by hand. Of any other entry, a report is no revert.
 */
export class CorruptEntryWatch {
  private readonly unattended = new Set<string>();

  constructor(
    { ledger }: Pick<World, 'ledger'>,
    private readonly disturbances: Pick<Disturbances, 'hasBeenActiveSince'>,
  ) {
    const { record } = ledger;
    ledger.record = async (route, decision) => {
      await record(route, decision);
      if (decision.kind === 'unattended') {
        this.unattended.add(decision.execution);
      }
    };
  }

  /** Whether somebody has corrupted the entry, and the reconciler has recorded the lock as unattended. */
  isReported(execution: string): boolean {
    const isCorrupt = this.disturbances.hasBeenActiveSince('ledger-corrupted', START);
    return isCorrupt && this.unattended.has(execution);
  }
}
