import type { World } from '../../../rehearsal/world/world';
import type { LockWatch } from '../../lock-watch';
import { SKEW_MS } from '../../reference/bounds';

/** Follows the leases in the ledger: until when a write that a cutover has announced may land. */
export class LeaseWatch {
  /** By execution, in epoch milliseconds. */
  private readonly until = new Map<string, number>();

  constructor({ ledger }: Pick<World, 'ledger'>, lock: LockWatch) {
    const { beginShift, beginPreparation } = ledger;
    const announced = (isBegun: boolean, until: string) => {
      if (isBegun && lock.owner !== null) {
        this.until.set(lock.owner.execution, Date.parse(until));
      }
      return isBegun;
    };
    ledger.beginShift = async (...args) => announced(await beginShift(...args), args[2].until);
    ledger.beginPreparation = async (...args) => announced(await beginPreparation(...args), args[3]);
  }

  /** Whether a write of a cutover that lands at `at` (epoch milliseconds) was announced, and is not late. */
  covers(execution: string, at: number): boolean {
    return at <= (this.until.get(execution) ?? 0) + SKEW_MS;
  }
}
