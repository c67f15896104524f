import type { Split } from '../../rehearsal/routers/split';
import type { LockOwner, LockWatch } from '../lock-watch';
import type { InterleavingInvariant } from './invariants';
import type { Invocation } from './invocation';
import { nameOf } from './write-watch';

/** What the watch of releases and of the end needs. */
export interface EndWatchOptions {
  readonly split: Split;
  readonly current: () => Invocation | null;
  /** Functions whose change of the route has not arrived. */
  readonly writers: () => readonly Invocation[];
  /** Whether a revert of this execution has ended as failed. */
  readonly hasFailedLoudly: (execution: string) => boolean;
  readonly violated: (invariant: InterleavingInvariant, detail: string) => void;
}

/** Checks every release of the lock, and the end. */
export class EndWatch {
  /** The percent that the last cutover to end has to leave. */
  private percent = 0;

  constructor(private readonly options: EndWatchOptions) {}

  /** A cutover has lost its lock for good. */
  released(owner: LockOwner, by: Invocation | null): void {
    const { writers, violated } = this.options;
    for (const { task, cutover } of writers()) {
      if (cutover === owner.execution) {
        const what = `a write of its ${task} was on its way`;
        violated('release-after-the-last-write', `${nameOf(owner.execution)} lost its lock while ${what}`);
      }
    }
    const { outcome } = (by?.payload as { ended?: { outcome: string } } | null)?.ended ?? { outcome: null };
    if (outcome === 'succeeded' || by?.task === 'Reconcile') {
      this.percent = 100;
    }
  }

  /** Nothing goes on any more. */
  ended(lock: Pick<LockWatch, 'owner'>): void {
    const { split, hasFailedLoudly, violated } = this.options;
    const isForeign = split.history.some(({ by }) => by === 'another');
    // A revert that somebody else's change holds up says so, and keeps the lock.
    if (lock.owner !== null && !(isForeign && hasFailedLoudly(lock.owner.execution))) {
      violated('no-lock-left-behind', `${nameOf(lock.owner.execution)} still holds the lock`);
    }
    const percent = split.percent();
    if (percent !== this.percent && !isForeign) {
      const detail = `the route is at ${percent} % in the end, and should be at ${this.percent} %`;
      violated('ends-at-snapshot-or-success', detail);
    }
  }
}
