import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import type { Ended, TraceEvent } from '../../../rehearsal/asl/execution';
import { FORWARD_ARN } from '../../../rehearsal/deployed-machines';
import type { SplitState } from '../../../rehearsal/routers/split';
import { FORWARD_EXECUTION } from '../../../rehearsal/world/cutovers';
import type { World } from '../../../rehearsal/world/world';
import type { CutoverWatch } from '../../cutover-watch';
import type { InvariantId } from '../../invariants';
import type { LockWatch } from '../../lock-watch';
import { BOUNDS } from '../../reference/bounds';
import type { Violations } from '../../violations';
import type { CorruptEntryWatch } from '../corrupt-entry-watch';
import type { Disturbances } from '../disturbances';
import { isAsLeft, isUnseen } from '../route-truth';
import { revertsOf } from './reverts-of';

/** What the watch of returns needs. */
export interface ReturnWatchOptions {
  readonly world: World;
  readonly lock: LockWatch;
  readonly disturbances: Disturbances;
  readonly corruptEntry: CorruptEntryWatch;
  readonly cutover: (execution: string) => CutoverWatch;
  readonly violations: Violations;
}

/** Why a cutover has to go back. */
interface Reason {
  readonly invariant: InvariantId;
  readonly execution: string;
  readonly why: string;
  readonly at: number;
  /** How long it may take in a calm world. */
  readonly withinMs: number;
  /** Epoch milliseconds: an event that would have brought it back may have been lost. */
  readonly mayBeLost: boolean;
  /** The end of the execution at that time; null while it runs. */
  readonly end: Ended | null;
}

/**
 * Follows what makes a cutover go back, and checks that it does in time: its revert has the lock, and the
 * route is at the percent that it began with.
 */
export class ReturnWatch {
  private reasons: Reason[] = [];
  private foreignSeen = 0;

  constructor(private readonly options: ReturnWatchOptions) {
    const { guards } = options.world;
    const { alarmChanged, executionEnded } = guards;
    guards.alarmChanged = (name, state, reason) => {
      if (state === 'ALARM') {
        this.add('alarm-reverts-at-once', this.running(), `the alarm "${name}" went to ALARM`, 'alarm');
      }
      alarmChanged.call(guards, name, state, reason);
    };
    guards.executionEnded = (machine, execution, end) => {
      if (machine === FORWARD_ARN && end.status !== 'SUCCEEDED' && this.options.lock.holds(execution)) {
        this.add('end-is-reverted', execution, `the execution is ${end.status}`, 'status');
      }
      executionEnded.call(guards, machine, execution, end);
    };
  }

  /** An operator has aborted a cutover, or asked for its revert. */
  aborted(execution: string): void {
    if (this.options.lock.holds(execution)) {
      this.add('abort-reverts-at-once', execution, 'an abort was accepted', 'request');
    }
  }

  /** The machine of a cutover hands over to its revert. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent, execution: string): void {
    const isHandedOver = machine === 'cutover' && event.kind === 'entered' && event.state === 'StartRevert';
    if (isHandedOver && this.options.lock.holds(execution)) {
      this.add('decision-is-carried-out', execution, 'the cutover has decided to revert');
    }
  }

  /** Checks what is due. Called after every event. */
  check(): void {
    this.seeChanges();
    const now = this.options.world.clock.now();
    if (this.reasons.length > 0 && this.reasons.some((reason) => now > this.dueAt(reason))) {
      const due = this.reasons.filter((reason) => now > this.dueAt(reason));
      this.reasons = this.reasons.filter((reason) => !due.includes(reason));
      for (const { invariant, why, at, execution, end } of due) {
        const seconds = Math.round((now - at) / 1_000);
        const { violations } = this.options;
        const isResumed = invariant === 'end-is-reverted' && this.endOf(execution) !== end;
        violations.require(
          isResumed || this.isBack(execution),
          invariant,
          `${why}, and ${seconds} s later it is not back`,
        );
      }
    }
  }

  /** Someone else's change, and a raise that does not reach every server. */
  private seeChanges(): void {
    const { world, cutover } = this.options;
    const { history } = world.split;
    const isNews = history.length > this.foreignSeen;
    this.foreignSeen = history.length;
    const last = history.at(-1);
    const execution = this.running();
    if (!isNews || last === undefined || execution === null) {
      return;
    }
    if (last.by === 'another') {
      const isForeign = cutover(execution).hasSnapshot && !isAsLeft(world, cutover(execution));
      if (isForeign && !this.isLikeItsOwn(last, history.at(-2))) {
        this.add('drift-is-reverted', execution, 'someone else changed the route', 'drift');
      }
    } else if (last.by === 'cutover') {
      const { at } = last;
      if (isUnseen(history.at(-2) as SplitState, last, history.length - 2)) {
        this.reasons = this.reasons.filter(({ invariant }) => invariant !== 'drift-is-reverted');
      }
      world.clock.schedule(at + BOUNDS.lateMs, () => {
        if (world.split.insyncAfter(at) > world.clock.now() && history.at(-1) === last) {
          this.add('late-is-reverted', execution, 'the change has not reached every server in time');
        }
      });
    }
  }

  /** Outside of records, a change to exactly the percent of a stage cannot be known from the shift itself. */
  private isLikeItsOwn(change: SplitState, before: SplitState | undefined): boolean {
    const { router, stages } = this.options.world.plan;
    const isOfStage = stages.some(({ percent }) => percent === change.percent);
    return recordRouteOf(router) === null && isOfStage && change.rest === before?.rest;
  }

  /** The cutover that holds the lock, and that nothing reverts yet; null: none. */
  private running(): string | null {
    const { lock } = this.options;
    const execution = lock.owner?.execution ?? null;
    return execution?.startsWith(FORWARD_EXECUTION) && lock.holds(execution) ? execution : null;
  }

  private add(
    invariant: InvariantId,
    execution: string | null,
    why: string,
    by: 'alarm' | 'status' | 'drift' | 'request' | 'call' = 'call',
  ): void {
    const { world, disturbances } = this.options;
    const at = world.clock.now();
    if (execution !== null) {
      const isByEvent = by === 'alarm' || by === 'status';
      const mayBeLost =
        (isByEvent && disturbances.hasBeenActiveSince('events-lost', at)) ||
        (by === 'request' && this.mayDie(at));
      const withinMs = by === 'drift' ? BOUNDS.byReconcilerMs : BOUNDS.atOnceMs;
      const end = this.endOf(execution);
      this.reasons.push({ invariant, execution, why, at, withinMs, mayBeLost, end });
    }
  }

  /** By when it has to be back, in epoch milliseconds; infinity while another fault may hold it up. */
  private dueAt({ invariant, at, withinMs, mayBeLost }: Reason): number {
    // Without its event, an alarm waits for the next evaluation, which may be an hour away. So does an abort
    // whose function died once it had stored it; in a lead it waits for the next check.
    if (mayBeLost && (invariant === 'alarm-reverts-at-once' || invariant === 'abort-reverts-at-once')) {
      return Number.POSITIVE_INFINITY;
    }
    const calmSince = this.options.disturbances.calmSince();
    const wasCalm = calmSince + BOUNDS.atOnceMs < at;
    const within = mayBeLost || !wasCalm ? BOUNDS.afterFaultMs : withinMs;
    return wasCalm ? at + within : Math.max(at, calmSince) + within;
  }

  /** Whether the function that takes requests of operators may die half-way. */
  private mayDie(at: number): boolean {
    const { world, disturbances } = this.options;
    return (['function-hangs', 'task-fails'] as const).some(
      (kind) =>
        disturbances.hasBeenActiveSince(kind, at) &&
        world.scenario.faults.some((fault) => fault.kind === kind && fault.task === 'Operate'),
    );
  }

  /** One that was redriven has no end, or another one. */
  private endOf(execution: string): Ended | null {
    return this.options.world.stateMachines.execution(execution)?.end ?? null;
  }

  /**
   * Whether a cutover has gone back, or its revert has failed loudly, or its corrupt entry is reported, or
   * someone else holds the route.
   */
  private isBack(execution: string): boolean {
    const { world, lock, corruptEntry, cutover } = this.options;
    const { split } = world;
    const known = cutover(execution);
    const isReverting = lock.owner?.execution !== execution || !lock.holds(execution);
    const isForeign = split.history.some(({ by }) => by === 'another');
    const isAtStart = split.percent() === (known.startPercent ?? split.history[0]?.percent);
    const hasFailed = revertsOf(world, execution).some(
      ({ end }) => end != null && end.status !== 'SUCCEEDED',
    );
    const isLoud = hasFailed || this.endOf(execution)?.error === 'RevertFailed';
    const isElsewhere = lock.owner?.execution !== execution;
    const isRefused = corruptEntry.isReported(execution);
    return isLoud || isElsewhere || isRefused || (isReverting && (isAtStart || isForeign));
  }
}
