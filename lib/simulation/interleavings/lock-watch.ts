import type { Ledger } from '../../../lambdas/ports';
import type { Invocation } from './invocation';

/** Who holds the lock of the route. */
export interface LockOwner {
  readonly execution: string;
  fence: number;
}

/** No revert takes longer, in milliseconds, though each of its calls may be slow. */
const LONGEST_REVERT_MS = 600_000;

/** Follows the lock as the table accepts its changes. */
export class LockWatch {
  owner: LockOwner | null = null;
  /** When its owner's revert took the lock over, in epoch milliseconds; null while none has. */
  private revertingSince: number | null = null;

  /**
   * @param ledger its methods are replaced by ones that are watched
   * @param current whose call takes effect
   * @param released called when a cutover has lost its lock for good
   */
  constructor(
    ledger: Ledger,
    private readonly now: () => number,
    current: () => Invocation | null,
    released: (owner: LockOwner, by: Invocation | null) => void,
  ) {
    const { acquire, takeOver, release } = ledger;
    ledger.acquire = async (route, router, owner) => {
      const result = await acquire(route, router, owner);
      if (result.acquired) {
        this.owner = { execution: owner.execution, fence: result.fence };
        this.revertingSince = null;
      }
      return result;
    };
    ledger.takeOver = async (route, execution) => {
      const fence = await takeOver(route, execution);
      if (fence !== null) {
        this.owner = { execution, fence };
        this.revertingSince ??= this.now();
      }
      return fence;
    };
    ledger.release = async (route, fence) => {
      const by = current();
      await release(route, fence);
      const { owner } = this;
      if (owner?.fence === fence) {
        this.owner = null;
        released(owner, by);
      }
    };
  }

  /** Whether a revert of this execution holds the lock for longer than any revert takes. */
  isHeldUp(execution: string): boolean {
    const since = this.owner?.execution === execution ? this.revertingSince : null;
    return since !== null && this.now() - since > LONGEST_REVERT_MS;
  }
}
