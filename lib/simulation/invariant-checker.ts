import type { Plan } from '../../lambdas/core/plan/plan';
import { comparesAndSwaps, routeKey } from '../../lambdas/core/routers/route';
import type { TraceEvent } from '../rehearsal/asl/execution';
import type { RehearsalResult } from '../rehearsal/result';
import type { SplitState } from '../rehearsal/routers/split';
import type { World } from '../rehearsal/world/world';
import { goesOn, raiseProblem } from './deployment-invariants';
import { asBefore, isLowered, isPreparation } from './preparation-invariants';

/** Clocks of functions may be off by this much, and a verdict takes this long to be given. */
const TOLERANCE_MS = 12_000;
/** A function runs for at most this long. */
const FUNCTION_MS = 30_000;

/**
 * Watches a rehearsal from outside and holds it to the ten properties of the design after every event. It knows the world's own truth, and asks
 * nothing of the code that it watches.
 */
export class InvariantChecker {
  readonly violations: string[] = [];
  private seen = 1;
  /** The next stage that raises anything: one at 0 % does not. */
  private nextStage: number;
  private readonly raisedStages: number[] = [];
  private lastRaise: SplitState | null = null;
  /** The records with a TTL that was lowered ahead of the first raise. */
  private lowered: SplitState | null = null;
  private passedAt: number | null = null;
  private reverted = false;
  /** A revert has said that no deployment of the cutover is under way. */
  private deploymentStopped = false;
  private preflightTo = Number.POSITIVE_INFINITY;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
  ) {
    this.nextStage = plan.stages.findIndex((stage) => stage.percent > 0);
    world.clock.afterEvent = () => this.look();
  }

  /** Follows the machines. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent): void {
    if (event.kind !== 'left') {
      return;
    }
    if (machine === 'cutover' && event.state === 'Preflight') {
      this.preflightTo = this.world.clock.now();
    }
    if (machine === 'cutover' && event.state === 'EvaluateHealth') {
      this.evaluated(event.result as { verdict: string });
    }
    if (machine === 'revert' && event.state === 'StopDeployment') {
      this.deploymentStopped = (event.result as { status: string }).status === 'done';
    }
    if (machine === 'revert' && event.state === 'RevertTraffic') {
      const { action, again } = event.result as { action: string; again?: boolean };
      this.reverted ||= action === 'unlock' || (action === 'moved' && again !== true);
    }
  }

  /** What can only be said at the end. */
  async finish(result: RehearsalResult): Promise<void> {
    this.look();
    const { world } = this;
    const entry = await world.ledger.read(routeKey(this.plan.router));
    const isOurs = entry?.lock?.execution.startsWith(`${world.cutoverArn}rehearsal`) === true;
    const others = this.foreignSince(0);
    const percent = world.split.percent();
    const wanted = result.outcome === 'succeeded' ? 100 : 0;
    if (result.outcome === 'revert-failed') {
      this.require(this.isLoud(), 7, 'the lock is still held, and nothing says that the revert failed');
      this.require(isOurs || percent === 0 || others, 3, 'the revert failed and the lock is not kept');
      this.require(result.reason !== '', 3, 'the revert failed without a reason');
    } else {
      this.require(percent === wanted || others, 3, `${result.outcome}, and the route is at ${percent} %`);
      this.require(!isOurs, 7, `${result.outcome}, and the lock is still held`);
      const isTold = result.outcome === 'succeeded' && result.reason.includes('not put back');
      const odd = asBefore(this.plan, world.split.history, result.outcome === 'succeeded');
      this.require(odd === null || others || isTold, 3, `${result.outcome}, and ${odd}`);
    }
    this.require(
      !goesOn(world, this.deploymentStopped),
      3,
      'a deployment goes on that the revert had stopped',
    );
    await this.decisionsAreKept(result);
  }

  /** Whether an execution says that a revert did not succeed. */
  private isLoud(): boolean {
    const { stateMachines, cutoverArn } = this.world;
    return stateMachines.executions().some(({ arn }) => {
      const end = stateMachines.execution(arn)?.end;
      const failed = end !== null && end !== undefined && end.status !== 'SUCCEEDED';
      return failed && (!arn.startsWith(cutoverArn) || end.error === 'RevertFailed');
    });
  }

  private async decisionsAreKept(result: RehearsalResult): Promise<void> {
    const decisions = await this.world.ledger.decisions(routeKey(this.plan.router));
    for (const stage of this.raisedStages) {
      const kept = decisions.find((decision) => decision.key === `shift-${stage}`);
      this.require(
        (kept?.reason ?? '') !== '' && kept?.by !== '',
        10,
        `no decision tells why stage ${stage} was begun`,
      );
    }
    if (result.outcome === 'reverted' && this.lastRaise !== null) {
      const kept = decisions.find((decision) => decision.key.startsWith('revert'));
      this.require((kept?.reason ?? '') !== '', 10, 'no decision tells why it was reverted');
    }
  }

  /** Looks at every state of the route that is new. */
  private look(): void {
    const { history } = this.world.split;
    for (; this.seen < history.length; this.seen += 1) {
      const [before, after] = [history[this.seen - 1], history[this.seen]];
      if (before !== undefined && after !== undefined && after.by === 'cutover') {
        this.changed(before, after);
      }
    }
  }

  private changed(before: SplitState, after: SplitState): void {
    this.require(after.broken === null, 4, `${after.broken}`);
    if (before.rest !== after.rest && !this.cannotKnow(before, after)) {
      this.prepared(before, after);
    }
    if (after.percent > before.percent) {
      this.raised(before, after);
    }
  }

  /** Records made ready, or put back: the one thing besides weights that a cutover may change. */
  private prepared(before: SplitState, after: SplitState): void {
    const { history } = this.world.split;
    const odd = isPreparation(this.plan, history.slice(0, this.seen), before, after);
    this.require(odd === null, 5, `more than the weights was changed: ${odd}`);
    this.require(
      after.percent === before.percent,
      5,
      `${before.percent} % became ${after.percent} % as records were made ready or put back`,
    );

    if (this.lastRaise === null && isLowered(before, after)) {
      this.lowered = after;
    }
  }

  private raised(before: SplitState, after: SplitState): void {
    const stage = this.plan.stages[this.nextStage];
    this.require(
      after.percent === stage?.percent,
      1,
      `raised to ${after.percent} %, the stage allows ${stage?.percent} %`,
    );
    this.require(!this.reverted, 3, `raised to ${after.percent} % after the revert had put it back`);
    if (this.lowered !== null && this.lastRaise === null) {
      const leadMs = 1_000 * (this.plan.ttl?.leadSeconds ?? 0);
      const over = this.world.split.insyncAfter(this.lowered.at) + leadMs;
      this.require(after.at + TOLERANCE_MS >= over, 2, 'raised before the lead of a lowered TTL was over');
    }
    this.require(
      !this.changedByAnother(before) || this.cannotKnow(before, after),
      6,
      'raised over a change that somebody else made',
    );
    if (this.lastRaise !== null) {
      const settledAt = this.settledAt(this.lastRaise);
      const at = this.passedAt ?? 0;
      this.require(
        at + TOLERANCE_MS >= settledAt,
        2,
        `raised to ${after.percent} % without a pass since the last raise had settled`,
      );
    }
    const problem = raiseProblem(this.world, {
      stage: this.nextStage,
      deploys: stage?.deploy !== undefined,
      isFirst: this.lastRaise === null,
      passedAt: this.passedAt ?? 0,
      toleranceMs: TOLERANCE_MS,
    });
    this.require(problem === null, 2, `${problem}`);
    this.raisedStages.push(this.nextStage);
    this.nextStage += 1;
    this.lastRaise = after;
    this.passedAt = null;
  }

  private evaluated({ verdict }: { verdict: string }): void {
    const { world } = this;
    const now = world.clock.now();
    if (verdict !== 'pass' || this.lastRaise === null || this.lastRaise.percent === 0) {
      this.passedAt = verdict === 'pass' ? now : null;
      return;
    }
    this.passedAt = now;
    const { periodSeconds, evaluationPeriods, delaySeconds } = world.scenario.world.alarms;
    const window = 1_000 * (periodSeconds * (evaluationPeriods + 4) + delaySeconds) + TOLERANCE_MS;
    world.advance();
    this.require(world.metrics.read('new', now - window, now, now) !== null, 9, 'a pass without any data');
    this.require(
      now + TOLERANCE_MS >= this.settledAt(this.lastRaise),
      2,
      'a pass before the raise had settled',
    );
  }

  /** When a raise had really taken effect: the world's own truth. */
  private settledAt(raise: SplitState): number {
    const { split } = this.world;
    const held = split.answerHolds().findLast(({ at }) => at <= raise.at)?.seconds ?? 0;
    return split.insyncAfter(raise.at) + 1_000 * held;
  }

  /** Where the service compares nothing, what somebody writes while a function is between look and write is overwritten. */
  private cannotKnow(before: SplitState, after: SplitState): boolean {
    return (
      !comparesAndSwaps(this.plan.router) && before.by === 'another' && after.at - before.at <= FUNCTION_MS
    );
  }

  /** Whether the route is other than the cutover left them, or than its preflight may have found them. */
  private changedByAnother(before: SplitState): boolean {
    const history = this.world.split.history.slice(0, this.seen);
    const own = history.findLastIndex((state) => state.by === 'cutover');
    const known = own === -1 ? history.filter((state) => state.at <= this.preflightTo) : [history[own]];
    return !known.some((state) => state?.all === before.all);
  }

  private foreignSince(at: number): boolean {
    return this.world.split.history.some((state) => state.by === 'another' && state.at >= at);
  }

  private require(holds: boolean, property: number, what: string): void {
    if (!holds) {
      this.violations.push(`property ${property}: ${what}`);
    }
  }
}
