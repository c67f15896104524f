import type { Plan } from '../../lambdas/core/plan/plan';
import { balancerOfRoute } from '../../lambdas/core/routers/route';
import type { TraceEvent } from '../rehearsal/asl/execution';
import type { SplitState } from '../rehearsal/routers/split';
import type { World } from '../rehearsal/world/world';
import { firstStageFrom, isRaise, monitoredPath } from './course';
import { deployedRaiseProblem } from './deployment-invariants';
import type { Violations } from './violations';

/** How far clocks of functions may be off, and how long a verdict may take. */
const TOLERANCE_MS = 12_000;

/** What the watch of a cutover needs. */
export interface CutoverWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  /** ARN of its execution. */
  readonly execution: string;
  readonly violations: Violations;
}

/** Follows one cutover and its reverts, and checks each of its raises. */
export class CutoverWatch {
  /** The next stage that moves traffic; null before the first: it depends on where the route is then. */
  private nextStage: number | null = null;
  readonly raisedStages: number[] = [];
  private lastRaise: SplitState | null = null;
  /** The route once its TTL was lowered, before the first raise. */
  private lowered: SplitState | null = null;
  private passedAt: number | null = null;
  private reverted = false;
  private preflightEndedAt = Number.POSITIVE_INFINITY;
  /** Whether the revert reported that no deployment of the cutover is in progress. */
  deploymentStopped = false;
  /** Whether a cutover that succeeded could not restore the TTL, which its reason says. */
  ttlRestoreFailed = false;
  /** Whether its preflight has passed, and has taken the snapshot. */
  hasSnapshot = false;
  /** The percent of the route before it changed anything; null before its preflight. */
  startPercent: number | null = null;
  /** Epoch milliseconds of its first state. */
  readonly startedAt: number;
  /** Whether the cutover, or its revert, has come to the state that releases the lock. */
  hasComeToRelease = false;

  constructor(private readonly options: CutoverWatchOptions) {
    this.startedAt = options.world.clock.now();
  }

  get execution(): string {
    return this.options.execution;
  }

  /** Follows a machine that runs it, or reverts it. */
  trace(machine: 'cutover' | 'revert', event: TraceEvent): void {
    if (event.kind === 'branch' && machine === 'cutover' && event.state === 'RestoreRecords') {
      // Its only branches are those of its Catch.
      this.ttlRestoreFailed = true;
    }
    if (event.kind === 'entered' && event.state === 'ReleaseLock') {
      this.hasComeToRelease = true;
    }
    if (event.kind !== 'left') {
      return;
    }
    switch (`${machine}.${event.state}`) {
      case 'cutover.Preflight':
        this.preflightEnded(event.result as { verdict: string; prepare: boolean });
        break;
      case 'cutover.EvaluateHealth':
        this.evaluated(event.result as { verdict: string });
        break;
      case 'revert.StopDeployment':
        this.deploymentStopped = (event.result as { status: string }).status === 'done';
        break;
      case 'revert.RevertTraffic': {
        const { action, waitSeconds } = event.result as { action: string; waitSeconds?: number };
        this.reverted ||= action === 'unlock' || (action === 'moved' && waitSeconds === 0);
        break;
      }
    }
  }

  private preflightEnded({ verdict, prepare }: { verdict: string; prepare: boolean }): void {
    const { clock, split } = this.options.world;
    this.preflightEndedAt = clock.now();
    this.startPercent ??= split.percent();
    this.hasSnapshot ||= verdict === 'pass' && !prepare;
  }

  /** The TTL was lowered. */
  hasLowered(after: SplitState): void {
    if (this.lastRaise === null) {
      this.lowered = after;
    }
  }

  /**
   * Whether a revert has put the route back after somebody else had moved it past the snapshot: that is no
   * raise, although the percent goes in the direction of the plan.
   * @param isInParts whether a revert puts back the records one by one
   */
  isPutBack(after: SplitState, isInParts: boolean): boolean {
    const { plan, world } = this.options;
    const start = this.startPercent ?? after.percent;
    const isReverting = world.stateMachines.executions().some(({ arn }) => {
      const input = world.stateMachines.execution(arn)?.input as { readonly execution?: unknown } | undefined;
      return input?.execution === this.execution;
    });
    // A change by someone else during the cutover may have moved the percent below the one that is put back.
    const isForeign = world.split.history.some(({ by, at }) => by === 'another' && at >= this.startedAt);
    return isReverting && (isForeign || isInParts || !isRaise(plan, start, after.percent));
  }

  /**
   * Checks a raise: a step in the direction of the plan.
   * @param isBesideAnother whether a record that someone else has just added takes a part of the traffic
   */
  raised(before: SplitState, after: SplitState, isBesideAnother: boolean): void {
    const { plan, violations } = this.options;
    this.startPercent ??= before.percent;
    const next = this.nextStage ?? firstStageFrom(plan, before.percent);
    const stage = plan.stages[next];
    const raised = `raised to ${after.percent} %`;
    violations.require(
      after.percent === stage?.percent || (isBesideAnother && after.percent < (stage?.percent ?? 0)),
      'percent-within-stage',
      `${raised}, and the stage allows ${stage?.percent} %`,
    );
    violations.require(
      !this.reverted,
      'one-cutover-per-route',
      `${raised} after the revert had put the traffic back`,
    );
    for (const problem of this.earlyRaiseProblems(after, next)) {
      violations.require(false, 'raise-after-pass', problem);
    }
    this.raisedStages.push(next);
    this.nextStage = next + 1;
    this.lastRaise = after;
    this.passedAt = null;
  }

  /** Whether the route is other than the cutover left it, or than its preflight may have read it. */
  isForeign(before: SplitState, history: readonly SplitState[]): boolean {
    const own = history.findLast(({ by, at }) => by === 'cutover' && at > this.preflightEndedAt);
    const known = own === undefined ? history.filter(({ at }) => at <= this.preflightEndedAt) : [own];
    return !known.some((state) => state.all === before.all);
  }

  /** For what a raise did not wait. */
  private earlyRaiseProblems(after: SplitState, stage: number): readonly string[] {
    const { lowered, lastRaise } = this;
    const { world, plan, execution } = this.options;
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
      execution,
      stage,
      deploys: plan.stages[stage]?.deploy !== undefined,
      isFirst: lastRaise === null,
      passedAt,
      toleranceMs: TOLERANCE_MS,
    });
    return deployed === null ? problems : [...problems, deployed];
  }

  private evaluated({ verdict }: { verdict: string }): void {
    const { world, plan, violations } = this.options;
    const now = world.clock.now();
    this.passedAt = verdict === 'pass' ? now : null;
    if (verdict !== 'pass' || this.lastRaise === null) {
      return;
    }
    const setups = world.alarms.setupsOf(plan.health.alarms);
    const windows = setups.map((one) => one.periodSeconds * (one.evaluationPeriods + 4) + one.delaySeconds);
    const window = 1_000 * Math.max(...windows) + TOLERANCE_MS;
    world.advance();
    // What the plan accepts by name: alarms that stay OK without data, and nothing that counts requests.
    const isAccepted =
      setups.every(({ treatMissingData }) => treatMissingData !== 'missing') &&
      plan.preflight.accept.includes('no-request-measure') &&
      plan.health.minRequests === undefined &&
      balancerOfRoute(plan.router) === null;
    violations.require(
      isAccepted || world.metrics.read(monitoredPath(plan), now - window, now, now) !== null,
      'missing-data-is-not-health',
      'a pass without any data',
    );
    violations.require(
      now + TOLERANCE_MS >= this.effectiveAt(this.lastRaise),
      'raise-after-pass',
      'a pass before the raise was effective',
    );
  }

  /** When its last raise was effective in the world, in epoch milliseconds; null before any. */
  lastRaiseEffectiveAt(): number | null {
    return this.lastRaise === null ? null : this.effectiveAt(this.lastRaise);
  }

  /** When a raise was effective in the world, in epoch milliseconds. */
  private effectiveAt(raise: SplitState): number {
    const { split } = this.options.world;
    const ttlSeconds = split.answerHolds().findLast(({ at }) => at <= raise.at)?.seconds ?? 0;
    return split.insyncAfter(raise.at) + 1_000 * ttlSeconds;
  }
}
