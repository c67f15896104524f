import type { Ledger } from '../../lambdas/ports';

/** Who holds the lock of the route. */
export interface LockOwner {
  readonly execution: string;
  readonly fence: number;
}

/** What the watch of a lock needs. */
export interface LockWatchOptions<By> {
  /** Its methods are replaced by ones that are watched. */
  readonly ledger: Ledger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Who makes a call that takes effect now. */
  readonly current: () => By;
  /** Called when a cutover has acquired the lock; `before` is the one that had it last. */
  readonly acquired?: (owner: LockOwner, before: string | null) => void;
  /** Called when a cutover has lost its lock for good. */
  readonly released?: (owner: LockOwner, by: By, wasReverting: boolean) => void;
}

/** No revert takes longer, in milliseconds, though each of its calls may be slow. */
const LONGEST_REVERT_MS = 600_000;

/** Follows the lock of the one route as the table accepts its changes. */
export class LockWatch<By = null> {
  owner: LockOwner | null = null;
  /** The last execution that has acquired the lock; null before any. */
  lastOwner: string | null = null;
  /** When its owner acquired the lock, in epoch milliseconds; null before any. */
  acquiredAt: number | null = null;
  /** When its owner's revert took the lock over, in epoch milliseconds; null while none has. */
  revertingSince: number | null = null;

  constructor(private readonly options: LockWatchOptions<By>) {
    const { ledger, current } = options;
    const { acquire, takeOver, release, finish } = ledger;
    ledger.acquire = async (route, router, owner, started) => {
      const result = await acquire(route, router, owner, started);
      if (result.acquired) {
        this.acquired({ execution: owner.execution, fence: result.fence });
      }
      return result;
    };
    ledger.takeOver = async (route, execution, turn, reason) => {
      const fence = await takeOver(route, execution, turn, reason);
      if (fence !== null) {
        this.owner = { execution, fence };
        this.revertingSince ??= options.now();
      }
      return fence;
    };
    ledger.release = async (route, fence, at) => {
      const by = current();
      const leaseUntil = await release(route, fence, at);
      this.released(fence, leaseUntil === null, by);
      return leaseUntil;
    };
    ledger.finish = async (route, fence, at, ending) => {
      const by = current();
      const leaseUntil = await finish(route, fence, at, ending);
      this.released(fence, leaseUntil === null, by);
      return leaseUntil;
    };
  }

  private released(fence: number, isReleased: boolean, by: By): void {
    const { owner } = this;
    if (isReleased && owner?.fence === fence) {
      this.owner = null;
      this.options.released?.(owner, by, this.revertingSince !== null);
    }
  }

  /** Whether this execution holds the lock, and no revert has taken it over. */
  holds(execution: string): boolean {
    return this.owner?.execution === execution && this.revertingSince === null;
  }

  /** Whether a revert of this execution holds the lock for longer than any revert takes. */
  isHeldUp(execution: string): boolean {
    const since = this.owner?.execution === execution ? this.revertingSince : null;
    return since !== null && this.options.now() - since > LONGEST_REVERT_MS;
  }

  private acquired(owner: LockOwner): void {
    if (this.owner?.fence !== owner.fence) {
      const before = this.lastOwner;
      this.revertingSince = null;
      this.acquiredAt = this.options.now();
      this.owner = owner;
      this.lastOwner = owner.execution;
      this.options.acquired?.(owner, before);
    }
  }
}
