import type { Plan } from '../../../lambdas/core/plan/plan';
import { comparesAndSwaps } from '../../../lambdas/core/routers/route';
import type { Split, SplitState } from '../../rehearsal/routers/split';
import type { LockWatch } from '../lock-watch';
import type { InterleavingInvariant } from './invariants';
import type { Invocation } from './invocation';

/** What the watch of writes needs. */
export interface WriteWatchOptions {
  readonly plan: Plan;
  readonly split: Split;
  readonly lock: Pick<LockWatch, 'owner'>;
  /** A number that rises with everything that happens. */
  readonly moment: () => number;
  readonly current: () => Invocation | null;
  /** Invocations whose change of the route has not arrived. */
  readonly writers: () => readonly Invocation[];
  readonly violated: (invariant: InterleavingInvariant, detail: string) => void;
}

/** Checks every write of the route as it takes effect. */
export class WriteWatch {
  /** Writes within the documented window of a router without compare-and-swap. */
  windows = 0;
  /** The highest percent that a state of the execution has asked for. */
  private readonly allowed = new Map<string, number>();
  /** The route as a cutover's preflight has read it, or as its last write has left it. */
  private readonly known = new Map<string, Set<string>>();
  /** Moment of the last change by someone else. */
  private foreignAt = 0;

  constructor(private readonly options: WriteWatchOptions) {
    options.split.onChange(() => this.changed());
  }

  /** A function was invoked. */
  invoked({ task, cutover, payload }: Invocation): void {
    if (task === 'ShiftTraffic') {
      const { stage } = payload as { stage: number };
      const percent = this.options.plan.stages[stage]?.percent ?? 0;
      this.allowed.set(cutover, Math.max(percent, this.allowed.get(cutover) ?? 0));
    }
  }

  /** A function has read the route. */
  hasRead({ task, cutover }: Invocation): void {
    if (task === 'Preflight') {
      const known = this.known.get(cutover) ?? new Set<string>();
      this.known.set(cutover, known.add(this.options.split.history.at(-1)?.all ?? ''));
    }
  }

  private changed(): void {
    const { split, lock, current, moment, violated } = this.options;
    const [before, after] = split.history.slice(-2) as [SplitState, SplitState];
    const invocation = current();
    if (invocation === null) {
      this.foreignAt = moment();
      return;
    }
    const what = `${invocation.task} of ${nameOf(invocation.cutover)} wrote ${after.percent} %`;
    const { owner } = lock;
    if (owner === null) {
      violated('no-write-without-the-lock', `${what} after its lock was released`);
    } else if (owner.execution !== invocation.cutover) {
      violated('no-write-under-the-next-cutover', `${what} under ${nameOf(owner.execution)}`);
    }
    const allowed = this.allowed.get(owner?.execution ?? '') ?? 0;
    if (after.percent > Math.max(allowed, before.percent)) {
      violated('percent-within-stage', `${what}, and the stage of the owner allows ${allowed} %`);
    }
    if (invocation.task === 'RevertTraffic') {
      this.reverted(invocation, what);
    } else if (before.all !== after.all && !this.isKnown(invocation, before)) {
      this.overwritten(invocation, what);
    }
    this.known.set(invocation.cutover, new Set([after.all]));
  }

  private isKnown({ cutover }: Invocation, { all }: SplitState): boolean {
    return this.known.get(cutover)?.has(all) === true;
  }

  /** A revert has written. */
  private reverted({ cutover, invokedBy }: Invocation, what: string): void {
    const beside = this.options
      .writers()
      .find((one) => one.task === 'RevertTraffic' && one.cutover === cutover && one.invokedBy !== invokedBy);
    if (beside !== undefined) {
      const both = `${nameOf(invokedBy)} beside ${nameOf(beside.invokedBy)}`;
      this.options.violated('one-revert-writes', `${what}: ${both}`);
    }
  }

  /** A raise has landed on what its cutover has neither read nor written. */
  private overwritten({ lastReadAt }: Invocation, what: string): void {
    const isWindow = lastReadAt !== null && lastReadAt < this.foreignAt;
    if (!comparesAndSwaps(this.options.plan.router) && isWindow) {
      this.windows += 1;
    } else {
      this.options.violated('foreign-changes-stay', `${what} over a change that someone else made`);
    }
  }
}

/** The last part of an ARN. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
