import type { Plan } from '../../lambdas/core/plan/plan';
import { comparesAndSwaps, recordRouteOf } from '../../lambdas/core/routers/route';
import type { TraceEvent } from '../rehearsal/asl/execution';
import type { RehearsalResult } from '../rehearsal/result';
import type { SplitState } from '../rehearsal/routers/split';
import type { TimelineEntry } from '../rehearsal/timeline/timeline-event';
import { FORWARD_EXECUTION } from '../rehearsal/world/cutovers';
import type { World } from '../rehearsal/world/world';
import { watchForeignAlarms } from './alarm-watch';
import { CommandWatch } from './command-watch';
import { isRaise } from './course';
import { CutoverWatch } from './cutover-watch';
import type { Violation } from './invariants';
import { LockWatch } from './lock-watch';
import { BesideWatch } from './oracle/beside-watch';
import { CorruptEntryWatch } from './oracle/corrupt-entry-watch';
import { watchDeployments } from './oracle/deployment-watch';
import { Disturbances } from './oracle/disturbances';
import { GateWatch } from './oracle/gate-watch';
import { HealthWatch } from './oracle/health-watch';
import { watchInvocations } from './oracle/invocations';
import { ProbeWatch } from './oracle/probe-watch';
import { watchProof } from './oracle/proof-watch';
import { ReadinessWatch } from './oracle/readiness-watch';
import { watchRemaining } from './oracle/remaining-watch';
import { ReturnWatch } from './oracle/return-watch';
import { hasKeptAddition } from './oracle/route-truth';
import { RouteWatch } from './oracle/route-watch';
import { checkEnd } from './outcome-invariants';
import { isLowered, unplannedChange } from './preparation-invariants';
import { Violations } from './violations';

/** Longest run of a function. */
const FUNCTION_MS = 30_000;

/**
 * Checks the invariants of the cutovers of a rehearsal after every event, from outside: it reads the state of
 * the world itself, and uses nothing of the code that it checks. All cutovers have the stages of the plan.
 */
export class InvariantChecker {
  /** States of the route that were checked. */
  private checked = 1;
  /** By the ARN of the execution. */
  private readonly cutovers = new Map<string, CutoverWatch>();
  /** States of the route that overwrite what the router cannot protect. */
  private readonly unavoidable = new Set<SplitState>();
  private readonly lock: LockWatch;
  private readonly commands: CommandWatch;
  private readonly returns: ReturnWatch;
  private readonly route: RouteWatch;
  private readonly disturbances: Disturbances;
  private readonly gates: GateWatch;
  private readonly beside: BesideWatch;
  private readonly readiness: ReadinessWatch;
  private readonly corruptEntry: CorruptEntryWatch;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
    private readonly found = new Violations(),
  ) {
    world.clock.afterEvent = () => {
      this.checkRoute();
      this.returns.check();
    };
    this.lock = new LockWatch({
      ledger: world.ledger,
      now: () => world.clock.now(),
      current: () => null,
      released: ({ execution }, _, wasReverting) => this.route.released(this.of(execution), wasReverting),
      acquired: ({ execution }, before) => this.acquired(execution, before),
    });
    const { lock, found: violations } = this;
    this.disturbances = new Disturbances(world.scenario);
    this.corruptEntry = new CorruptEntryWatch(world, this.disturbances);
    const { disturbances, corruptEntry } = this;
    const cutover = (execution: string) => this.of(execution);
    const owner = () => lock.owner?.execution ?? null;
    const aborted = (execution: string) => this.returns.aborted(execution);
    this.commands = new CommandWatch({ world, plan, owner, aborted, violations });
    this.returns = new ReturnWatch({ world, lock, disturbances, corruptEntry, cutover, violations });
    this.route = new RouteWatch({ world, plan, lock, disturbances, violations });
    const { commands } = this;
    const probes = new ProbeWatch(world, plan, violations);
    this.gates = new GateWatch({ world, plan, lock, commands, disturbances, violations });
    this.beside = new BesideWatch({ world, plan, violations });
    const { gates, beside } = this;
    const watched = { world, plan, lock, commands, disturbances, probes, gates, beside, cutover, violations };
    const health = new HealthWatch(watched);
    this.readiness = new ReadinessWatch({ world, plan, violations });
    const { readiness } = this;
    const remaining = watchRemaining({ world, plan, violations });
    const deployments = watchDeployments({ world, plan, violations });
    const proof = watchProof({ world, plan, disturbances, cutover, violations });
    watchInvocations(world, [
      ...[
        gates.invoked,
        probes.invoked,
        health.invoked,
        readiness.invoked,
        remaining,
        deployments,
        proof,
        beside.invoked,
      ],
    ]);
    watchForeignAlarms(world, violations);
  }

  /** Takes an entry of the timeline. */
  entry(entry: TimelineEntry): void {
    this.disturbances.entry(entry);
    this.beside.entry(entry);
  }

  get violations(): readonly Violation[] {
    return this.found.found;
  }

  /** Changes of someone else that could not be seen before they were overwritten. */
  get windows(): number {
    return this.unavoidable.size;
  }

  /** Follows the machines. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent, executionArn: string): void {
    this.returns.trace(machine, event, executionArn);
    const cutover = machine === 'cutover' ? executionArn : this.revertedBy(executionArn);
    if (cutover.startsWith(FORWARD_EXECUTION)) {
      this.of(cutover).trace(machine, event);
    }
  }

  /** Checks what can only be checked at the end. */
  async finish(result: RehearsalResult): Promise<void> {
    this.checkRoute();
    const { world, plan, lock, corruptEntry, found: violations } = this;
    const cutovers = [...this.cutovers.values()];
    const { lastOwner } = lock;
    const isAborted = (execution: string) => this.commands.asked(execution).isAborted;
    await checkEnd({ world, plan, result, cutovers, lastOwner, isAborted, corruptEntry, violations });
  }

  /** The cutover that an execution of the revert machine says that it reverts. */
  private revertedBy(executionArn: string): string {
    const input = this.world.stateMachines.execution(executionArn)?.input;
    return String((input as { execution?: unknown } | undefined)?.execution);
  }

  private of(execution: string): CutoverWatch {
    const { world, plan, found: violations } = this;
    const known = this.cutovers.get(execution);
    const cutover = known ?? new CutoverWatch({ world, plan, execution, violations });
    this.cutovers.set(execution, cutover);
    return cutover;
  }

  private acquired(execution: string, before: string | null): void {
    if (before === null || before === execution || !before.startsWith(FORWARD_EXECUTION)) {
      return;
    }
    const hasSucceeded = this.world.stateMachines.execution(before)?.end?.status === 'SUCCEEDED';
    this.found.require(
      this.cutovers.get(before)?.hasComeToRelease !== false || hasSucceeded,
      'one-cutover-per-route',
      'a cutover acquired the lock before the one that held it had ended',
    );
  }

  /** Checks every state of the route since the last time. */
  private checkRoute(): void {
    const { history } = this.world.split;
    for (; this.checked < history.length; this.checked += 1) {
      const [before, after] = [history[this.checked - 1], history[this.checked]];
      if (before !== undefined && after !== undefined && after.by === 'cutover') {
        this.changed(before, after);
      }
    }
  }

  private changed(before: SplitState, after: SplitState): void {
    const execution = this.lock.owner?.execution ?? this.lock.lastOwner;
    const cutover = this.of(execution ?? '');
    // A revert puts back what there is of a route that someone else has broken.
    const isOurs = after.broken !== null && after.broken !== before.broken;
    this.found.require(!isOurs, 'route-carries-traffic', `${after.broken}`);
    this.route.changed(before, after, cutover, () => this.isUnavoidable(before, after));
    if (before.rest !== after.rest && !this.isUnavoidable(before, after)) {
      this.prepared(cutover, before, after);
    }
    if (isRaise(this.plan, before.percent, after.percent) && !cutover.isPutBack(after)) {
      const history = this.world.split.history.slice(0, this.checked);
      const isKept = hasKeptAddition(this.plan, history, after);
      this.found.require(
        !cutover.isForeign(before, history) || isKept || this.isUnavoidable(before, after),
        'foreign-changes-stay',
        `raised to ${after.percent} % over a change that someone else made`,
      );
      this.commands.raised(cutover.execution, after.percent);
      const raisedBefore = cutover.lastRaiseEffectiveAt();
      this.beside.raised(after.percent);
      if (raisedBefore === null) {
        this.readiness.raisedFirst(after.percent);
      }
      this.gates.raised(cutover.execution, after.percent, raisedBefore);
      cutover.raised(before, after, isKept);
    }
  }

  /** Preparing and restoring records: all that a cutover may change besides weights. */
  private prepared(cutover: CutoverWatch, before: SplitState, after: SplitState): void {
    const { history } = this.world.split;
    const unplanned = unplannedChange(this.plan, history.slice(0, this.checked), before, after);
    const id = 'shift-changes-weights-only';
    this.found.require(unplanned === null, id, `more than the weights changed: ${unplanned}`);
    this.found.require(
      after.percent === before.percent,
      id,
      `${before.percent} % became ${after.percent} % while records were prepared or restored`,
    );
    if (recordRouteOf(this.plan.router) !== null && isLowered(before, after)) {
      cutover.hasLowered(after);
    }
  }

  /**
   * Without compare-and-swap, a change that someone else makes between the read and the write of a function
   * is lost.
   */
  private isUnavoidable(before: SplitState, after: SplitState): boolean {
    const isDuringFunction = before.by === 'another' && after.at - before.at <= FUNCTION_MS;
    const isUnavoidable = !comparesAndSwaps(this.plan.router) && isDuringFunction;
    if (isUnavoidable) {
      this.unavoidable.add(after);
    }
    return isUnavoidable;
  }
}
