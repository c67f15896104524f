import type { Plan } from '../../lambdas/core/plan/plan';
import { comparesAndSwaps } from '../../lambdas/core/routers/route';
import type { TraceEvent } from '../rehearsal/asl/execution';
import type { RehearsalResult } from '../rehearsal/result';
import type { SplitState } from '../rehearsal/routers/split';
import type { World } from '../rehearsal/world/world';
import { CommandWatch } from './command-watch';
import { deployedRaiseProblem } from './deployment-invariants';
import type { Violation } from './invariants';
import { checkEnd } from './outcome-invariants';
import { isLowered, unplannedChange } from './preparation-invariants';
import { Violations } from './violations';

/** How far clocks of functions may be off, and how long a verdict may take. */
const TOLERANCE_MS = 12_000;
/** Longest run of a function. */
const FUNCTION_MS = 30_000;

/**
 * Checks the invariants of one cutover after every event of its rehearsal, from outside: it reads the state
 * of the world itself, and uses nothing of the code that it checks.
 */
export class InvariantChecker {
  private readonly found = new Violations();
  /** States of the route that were checked. */
  private checked = 1;
  /** The next stage that raises the percent: one at 0 % does not. */
  private nextStage: number;
  private readonly raisedStages: number[] = [];
  private lastRaise: SplitState | null = null;
  /** The route once its TTL was lowered, before the first raise. */
  private lowered: SplitState | null = null;
  private readonly commands: CommandWatch;
  private passedAt: number | null = null;
  private reverted = false;
  private deploymentStopped = false;
  private ttlRestoreFailed = false;
  private preflightEndedAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
  ) {
    this.nextStage = plan.stages.findIndex((stage) => stage.percent > 0);
    world.clock.afterEvent = () => this.checkRoute();
    this.commands = new CommandWatch(
      world.ledger,
      () => world.clock.now(),
      (detail) => this.found.require(false, 'raise-after-pass', detail),
    );
  }

  get violations(): readonly Violation[] {
    return this.found.found;
  }

  /** Follows the machines. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent): void {
    if (event.kind === 'branch' && machine === 'cutover' && event.state === 'RestoreRecords') {
      // Its only branches are those of its Catch.
      this.ttlRestoreFailed = true;
    }
    if (event.kind !== 'left') {
      return;
    }
    switch (`${machine}.${event.state}`) {
      case 'cutover.Preflight':
        this.preflightEndedAt = this.world.clock.now();
        break;
      case 'cutover.EvaluateHealth':
        this.evaluated(event.result as { verdict: string });
        break;
      case 'revert.StopDeployment':
        this.deploymentStopped = (event.result as { status: string }).status === 'done';
        break;
      case 'revert.RevertTraffic': {
        const { action, again } = event.result as { action: string; again?: boolean };
        this.reverted ||= action === 'unlock' || (action === 'moved' && again !== true);
        break;
      }
    }
  }

  /** Checks what can only be checked at the end. */
  async finish(result: RehearsalResult): Promise<void> {
    this.checkRoute();
    const { world, plan, raisedStages, deploymentStopped, ttlRestoreFailed, found: violations } = this;
    await checkEnd({ world, plan, result, raisedStages, deploymentStopped, ttlRestoreFailed, violations });
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
    // A revert puts back what there is of a route that someone else has broken.
    const isOurs = after.broken !== null && after.broken !== before.broken;
    this.found.require(!isOurs, 'route-carries-traffic', `${after.broken}`);
    if (before.rest !== after.rest && !this.isUnavoidable(before, after)) {
      this.prepared(before, after);
    }
    if (after.percent > before.percent) {
      this.raised(before, after);
    }
  }

  /** Preparing and restoring records: all that a cutover may change besides weights. */
  private prepared(before: SplitState, after: SplitState): void {
    const { history } = this.world.split;
    const unplanned = unplannedChange(this.plan, history.slice(0, this.checked), before, after);
    const id = 'shift-changes-weights-only';
    this.found.require(unplanned === null, id, `more than the weights changed: ${unplanned}`);
    this.found.require(
      after.percent === before.percent,
      id,
      `${before.percent} % became ${after.percent} % while records were prepared or restored`,
    );
    if (this.lastRaise === null && isLowered(before, after)) {
      this.lowered = after;
    }
  }

  private raised(before: SplitState, after: SplitState): void {
    const stage = this.plan.stages[this.nextStage];
    const raised = `raised to ${after.percent} %`;
    this.found.require(
      after.percent === stage?.percent,
      'percent-within-stage',
      `${raised}, and the stage allows ${stage?.percent} %`,
    );
    this.found.require(
      !this.reverted,
      'one-cutover-per-route',
      `${raised} after the revert had put the traffic back`,
    );
    this.found.require(
      !this.changedByAnother(before) || this.isUnavoidable(before, after),
      'foreign-changes-stay',
      `${raised} over a change that someone else made`,
    );
    for (const problem of this.earlyRaiseProblems(after)) {
      this.found.require(false, 'raise-after-pass', problem);
    }
    this.commands.raised(after.percent);
    this.raisedStages.push(this.nextStage);
    this.nextStage += 1;
    this.lastRaise = after;
    this.passedAt = null;
  }

  /** For what a raise did not wait. */
  private earlyRaiseProblems(after: SplitState): readonly string[] {
    const { world, plan, lowered, lastRaise } = this;
    const passedAt = this.passedAt ?? 0;
    const problems: string[] = [];
    if (lowered !== null && lastRaise === null) {
      const leadMs = 1_000 * (plan.ttl?.leadSeconds ?? 0);
      if (after.at + TOLERANCE_MS < world.split.insyncAfter(lowered.at) + leadMs) {
        problems.push('raised before the lead of a lowered TTL was over');
      }
    }
    if (lastRaise !== null && passedAt + TOLERANCE_MS < this.effectiveAt(lastRaise)) {
      problems.push(`raised to ${after.percent} % without a pass since the last raise was effective`);
    }
    const deployed = deployedRaiseProblem(world, {
      stage: this.nextStage,
      deploys: plan.stages[this.nextStage]?.deploy !== undefined,
      isFirst: lastRaise === null,
      passedAt,
      toleranceMs: TOLERANCE_MS,
    });
    return deployed === null ? problems : [...problems, deployed];
  }

  private evaluated({ verdict }: { verdict: string }): void {
    const { world } = this;
    const now = world.clock.now();
    this.passedAt = verdict === 'pass' ? now : null;
    if (verdict !== 'pass' || this.lastRaise === null || this.lastRaise.percent === 0) {
      return;
    }
    const { periodSeconds, evaluationPeriods, delaySeconds } = world.scenario.world.alarms;
    const window = 1_000 * (periodSeconds * (evaluationPeriods + 4) + delaySeconds) + TOLERANCE_MS;
    world.advance();
    this.found.require(
      world.metrics.read('new', now - window, now, now) !== null,
      'missing-data-is-not-health',
      'a pass without any data',
    );
    this.found.require(
      now + TOLERANCE_MS >= this.effectiveAt(this.lastRaise),
      'raise-after-pass',
      'a pass before the raise was effective',
    );
  }

  /** When a raise was effective in the world, in epoch milliseconds. */
  private effectiveAt(raise: SplitState): number {
    const { split } = this.world;
    const ttlSeconds = split.answerHolds().findLast(({ at }) => at <= raise.at)?.seconds ?? 0;
    return split.insyncAfter(raise.at) + 1_000 * ttlSeconds;
  }

  /**
   * Without compare-and-swap, a change that someone else makes between the read and the write of a function
   * is lost.
   */
  private isUnavoidable(before: SplitState, after: SplitState): boolean {
    const isDuringFunction = before.by === 'another' && after.at - before.at <= FUNCTION_MS;
    return !comparesAndSwaps(this.plan.router) && isDuringFunction;
  }

  /** Whether the route is other than the cutover left it, or than its preflight may have read it. */
  private changedByAnother(before: SplitState): boolean {
    const history = this.world.split.history.slice(0, this.checked);
    const own = history.findLastIndex((state) => state.by === 'cutover');
    const known = own === -1 ? history.filter((state) => state.at <= this.preflightEndedAt) : [history[own]];
    return !known.some((state) => state?.all === before.all);
  }
}
