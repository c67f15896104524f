import type { Plan } from '../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import type { SplitState } from '../../rehearsal/routers/split';
import type { World } from '../../rehearsal/world/world';
import type { CommandWatch } from '../command-watch';
import { isRaise } from '../course';
import type { CutoverWatch } from '../cutover-watch';
import type { LockWatch } from '../lock-watch';
import { isLowered, unplannedChange } from '../preparation-invariants';
import type { Violations } from '../violations';
import type { ReadinessWatch } from './before-traffic/readiness-watch';
import type { BesideWatch } from './beside-watch';
import type { CorruptEntryWatch } from './corrupt-entry-watch';
import type { GateWatch } from './gates/gate-watch';
import type { LeaseWatch } from './reverts/lease-watch';
import { beforeAdditions, isUnseen, percentOfPairs } from './route-truth';
import type { RouteWatch } from './route-watch';

/** What checks a change of the route, and what it is checked by. */
export interface RouteChangesOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: LockWatch;
  readonly commands: CommandWatch;
  readonly route: RouteWatch;
  readonly gates: GateWatch;
  readonly beside: BesideWatch;
  readonly corruptEntry: CorruptEntryWatch;
  readonly leases: LeaseWatch;
  readonly readiness: ReadinessWatch;
  readonly cutover: (execution: string) => CutoverWatch;
  readonly violations: Violations;
}

/** Checks every change that cutovers and their reverts make to the route. */
export class RouteChanges {
  /** States of the route that overwrite what the router cannot protect. */
  readonly unavoidable = new Set<SplitState>();
  /** States of the route that were checked. */
  private checked = 1;

  constructor(private readonly options: RouteChangesOptions) {}

  /** Checks every state of the route since the last time. */
  check(): void {
    const { history } = this.options.world.split;
    for (; this.checked < history.length; this.checked += 1) {
      const [before, after] = [history[this.checked - 1], history[this.checked]];
      if (before !== undefined && after !== undefined && after.by === 'cutover') {
        this.changed(before, after);
      }
    }
  }

  private changed(before: SplitState, after: SplitState): void {
    const { plan, lock, route, violations } = this.options;
    const cutover = this.options.cutover(lock.owner?.execution ?? lock.lastOwner ?? '');
    // A revert puts back what there is of a route that someone else has broken.
    const isOurs = after.broken !== null && after.broken !== before.broken;
    violations.require(!isOurs, 'route-carries-traffic', `${after.broken}`);
    this.requireCompared(after);
    const from = this.readBefore(cutover, before, after);
    const isBeside = this.beforeAdditions(cutover, after) !== undefined;
    const percent = (isBeside ? percentOfPairs(plan, after) : null) ?? after.percent;
    route.changed(from, { ...after, percent }, cutover, () => this.isUnavoidable(before, after));
    if (before.rest !== after.rest && !this.isUnavoidable(before, after)) {
      this.prepared(cutover, before, after);
    }
    if (isRaise(plan, from.percent, percent) && !cutover.isPutBack(after, route.isInParts())) {
      this.raised(cutover, before, after);
    }
  }

  /**
   * The state that a write rests on: the one that it has read where it could not see a later one; and that
   * before a record which someone else has added meanwhile, and which the write has kept. Such a record
   * changes the percent, whatever the cutover does. Outside of records, somebody else may have changed the
   * route to the very percent that a try of the write was for: it is taken for the shift itself.
   */
  private readBefore(cutover: CutoverWatch, before: SplitState, after: SplitState): SplitState {
    const { plan, world } = this.options;
    const history = world.split.history.slice(0, this.checked);
    const read = this.isUnavoidable(before, after) ? history[(after.restsOn?.last ?? 0) - 1] : undefined;
    const isLikeIt =
      before.by === 'another' && before.all === after.all && recordRouteOf(plan.router) === null;
    const earlier = isLikeIt ? history.findLast(({ by }) => by !== 'another') : undefined;
    return read ?? earlier ?? this.beforeAdditions(cutover, after) ?? before;
  }

  private beforeAdditions(cutover: CutoverWatch, after: SplitState): SplitState | undefined {
    const { plan, world } = this.options;
    const history = world.split.history.slice(0, this.checked);
    return beforeAdditions(plan, history, after, (state) => !cutover.isForeign(state, history));
  }

  /** The lock is kept for as long as a lease, so that a write without one might land after its release. */
  private requireAnnounced({ execution }: CutoverWatch, { at, percent }: SplitState): void {
    const { leases, violations } = this.options;
    violations.require(
      leases.covers(execution, at),
      'writes-are-announced',
      `a write at ${percent} % landed without a lease in the ledger`,
    );
  }

  private raised(cutover: CutoverWatch, before: SplitState, after: SplitState): void {
    this.requireAnnounced(cutover, after);
    const { world, commands, beside, corruptEntry, readiness, gates, violations } = this.options;
    const from = this.readBefore(cutover, before, after);
    const isForeign = cutover.isForeign(before, world.split.history.slice(0, this.checked));
    violations.require(
      !isForeign || from !== before || this.isUnavoidable(before, after),
      'foreign-changes-stay',
      `raised to ${after.percent} % over a change that someone else made`,
    );
    commands.raised(cutover.execution, after.percent);
    const raisedBefore = cutover.lastRaiseEffectiveAt();
    beside.raised(after.percent);
    corruptEntry.raised(after.percent);
    if (raisedBefore === null) {
      readiness.raisedFirst(after.percent);
    }
    gates.raised(cutover.execution, after.percent, raisedBefore);
    cutover.raised(from, after, this.beforeAdditions(cutover, after) !== undefined);
  }

  /** Preparing and restoring records: all that a cutover may change besides weights. */
  private prepared(cutover: CutoverWatch, before: SplitState, after: SplitState): void {
    const { plan, world, violations } = this.options;
    this.requireAnnounced(cutover, after);
    const unplanned = unplannedChange(plan, world.split.history.slice(0, this.checked), before, after);
    const id = 'shift-changes-weights-only';
    violations.require(unplanned === null, id, `more than the weights changed: ${unplanned}`);
    violations.require(
      after.percent === before.percent,
      id,
      `${before.percent} % became ${after.percent} % while records were prepared or restored`,
    );
    if (recordRouteOf(plan.router) !== null && isLowered(before, after)) {
      cutover.hasLowered(after);
    }
  }

  /**
   * A router without compare-and-swap is read twice: the second time right before the write, which is given
   * up when someone else has changed the route in between.
   */
  private requireCompared({ restsOn }: SplitState): void {
    const { world, violations } = this.options;
    const { before = 0, last = 0 } = restsOn ?? {};
    const { history } = world.split;
    // A change that leaves the route as it was cannot be seen.
    const isSame = history[before - 1]?.all === history[last - 1]?.all;
    violations.require(
      isSame || history.slice(before, last).every(({ by }) => by !== 'another'),
      'foreign-changes-stay',
      'the route was written although the read right before showed a change by someone else',
    );
  }

  /** Without compare-and-swap, a change by someone else between the last read and the write is lost. */
  private isUnavoidable(before: SplitState, after: SplitState): boolean {
    const isUnavoidable = isUnseen(before, after, this.checked - 1);
    if (isUnavoidable) {
      this.unavoidable.add(after);
    }
    return isUnavoidable;
  }
}
