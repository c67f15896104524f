import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { InvariantId } from '../invariants';
import { MANY_ITERATIONS, SKEW_MS } from '../reference/bounds';
import { longestWait } from '../reference/intervals';
import { rightMoves, type SoakFacts } from '../reference/soak';
import { rightFinding, verdictOf } from '../reference/verdicts';
import type { Violations } from '../violations';
import { ComparisonWatch, type ComparisonWatchOptions } from './comparison';
import type { Disturbances } from './disturbances';
import { deploymentAnswerOf, type Evaluated, type EvaluationAnswer, isHolding } from './evaluation';
import type { FailedCalls } from './failed-calls';
import { factsAt, type HealthFactsOptions, type ReadableFacts } from './health-facts';
import type { InvocationListener } from './invocations';
import { canKnowEffect, effectiveAt, isAsLeft } from './route-truth';
import { type EvaluatedAt, SoakProgress, type SoakProgressOptions } from './soaks/soak-progress';

/** What the watch of evaluations needs. */
export interface HealthWatchOptions extends HealthFactsOptions, SoakProgressOptions, ComparisonWatchOptions {
  readonly disturbances: Disturbances;
  readonly failedCalls: FailedCalls;
  readonly violations: Violations;
}

/** What was known as an evaluation began. */
type Begun = Omit<EvaluatedAt, 'to' | 'findings'> & {
  readonly before: readonly ReadableFacts[];
  readonly invocation: number;
};

/** How long a write may be on its way, from its announcement, and twice the most that clocks are off. */
const ON_ITS_WAY_MS = 60_000;

/** Compares each evaluation of health, and what it decides, with the reference. */
export class HealthWatch {
  private readonly progress: SoakProgress;
  private readonly comparison: ComparisonWatch;

  constructor(private readonly options: HealthWatchOptions) {
    this.progress = new SoakProgress(options);
    this.comparison = new ComparisonWatch(options);
  }

  /** An evaluation begins. */
  readonly invoked: InvocationListener = (task, payload, invocation) => {
    const { execution, soakState } = payload as Evaluated;
    if ((task !== 'EvaluateHealth' && task !== 'CheckDeployment') || soakState == null) {
      return null;
    }
    const from = this.options.world.clock.now();
    const isDeploying = task === 'CheckDeployment';
    const evaluated = { execution, soakState, isDeploying };
    const before = this.factsAt(evaluated, from);
    const asked = { ...this.options.commands.asked(execution) };
    return ({ output }) => {
      const answer = task === 'EvaluateHealth' ? (output as EvaluationAnswer) : deploymentAnswerOf(output);
      if (answer === null) {
        this.progress.forget(execution);
      } else {
        this.answered(evaluated, { answer, from, before, asked, invocation });
      }
    };
  };

  private answered(
    evaluated: Evaluated,
    { answer, from, before, asked, invocation }: Begun & { readonly answer: EvaluationAnswer },
  ): void {
    const { world, disturbances, plan } = this.options;
    const { execution, soakState } = evaluated;
    const to = world.clock.now();
    if (
      soakState.iterations > MANY_ITERATIONS ||
      disturbances.hasBeenActiveSince('stuck-pending', from) ||
      disturbances.hasBeenActiveSince('clock-off', from)
    ) {
      this.progress.unjudged(evaluated, answer, from);
      return;
    }
    if (this.options.lock.holds(execution) && isAsLeft(world, this.options.cutover(execution))) {
      this.checkEffective(soakState);
    }
    const isSilent = disturbances.hasFailedSince('cloudwatch', from);
    const unread = [
      ...this.options.failedCalls.unreadBy(invocation),
      ...(isSilent ? (['metrics'] as const) : []),
    ];
    const facts = [...before, ...this.factsAt(evaluated, to)];
    const found = facts.map((one) => rightFinding({ ...one, unread }));
    const possible = found.map(verdictOf);
    // A probe whose secret could not be read is found by the evaluation after it, and until the next probe.
    const since = usesSecrets(plan) ? from - 1_000 * this.probesEverySeconds() : from;
    // An alarm may have been missing for a moment between the beginning and the end.
    const mayFail =
      disturbances.mayHaveFailedSince(since) || disturbances.hasBeenActiveSince('alarm-missing', from);
    this.require(
      possible.includes(answer.verdict) || (mayFail && answer.verdict === 'error'),
      'verdict-is-right',
      `the verdict at ${plan.stages[soakState.stage]?.percent} % was ${answer.verdict}, ` +
        `and ${[...new Set(possible)].join(' or ')} is right`,
    );
    const findings = found.filter((finding) => verdictOf(finding) === answer.verdict);
    // An abort that could not be read is not known yet.
    const known = unread.includes('ledger') ? { ...asked, isAborted: false } : asked;
    this.checkMove(evaluated, answer, { from, to, asked: known, findings });
  }

  /** Seconds between two probes at the most; 0 for a plan without probes. */
  private probesEverySeconds(): number {
    const { everySeconds = 0, holdEverySeconds = everySeconds } = this.options.plan.smokeTest;
    return Math.max(everySeconds, holdEverySeconds);
  }

  /** The facts; where the plan accepts what is not known after the soak, a fine comparison as well. */
  private factsAt(evaluated: Evaluated, now: number): readonly ReadableFacts[] {
    const compared = this.comparison.at(evaluated, now);
    const comparison = compared.flatMap((one) =>
      one === 'unknown' ? this.progress.unknownAt(evaluated, now) : [one],
    );
    return factsAt(this.options, evaluated, { now, comparison });
  }

  /** A soak counts from when the world has the raise effective. */
  private checkEffective({ effectiveAt: claimed }: SoakState): void {
    const { world, plan, disturbances } = this.options;
    const writtenAt = world.split.history.findLast(({ by }) => by === 'cutover')?.at ?? 0;
    if (!canKnowEffect(plan, disturbances, writtenAt)) {
      return;
    }
    const effective = effectiveAt(world);
    const early = (effective - Date.parse(claimed)) / 1_000;
    const detail = `a soak counts from ${early} s before its raise was effective`;
    this.require(1_000 * early <= SKEW_MS, 'soak-counts-from-effective', detail);
  }

  private checkMove(evaluated: Evaluated, answer: EvaluationAnswer, at: EvaluatedAt): void {
    const { plan } = this.options;
    const { soakState } = evaluated;
    const judged = this.progress.advance(evaluated, answer, at);
    const facts = { ...judged, closedSince: this.closedSince(judged, answer, at) };
    const right = rightMoves(facts);
    const where = `at ${plan.stages[soakState.stage]?.percent} %`;
    if (right.mustRevert !== null) {
      this.require(answer.move === 'revert', 'reverts-when-it-must', `${where}: ${right.mustRevert}`);
    } else if (answer.move === 'revert') {
      this.require(right.mayRevert, 'reverts-for-a-reason', `${where}: reverted, and nothing was wrong`);
    }
    const goesOn = answer.move !== 'revert' && (answer.move !== 'wait' || isHolding(soakState, answer));
    if (goesOn) {
      const wait = right.mustWait;
      this.require(wait === null, 'goes-on-after-the-soak', `${where}: ${answer.move}, although ${wait}`);
    }
    const isHeldUp = evaluated.isDeploying || this.mayBeOnItsWay(at.from);
    this.require(
      goesOn || answer.move !== 'wait' || !right.mustGoOn || isHeldUp,
      'goes-on-when-it-may',
      `${where}: it waits, and nothing is left to wait for`,
    );
    this.require(
      answer.move !== 'wait' || answer.waitSeconds <= longestWait(facts, answer.soakState.phase),
      'evaluated-as-often-as-planned',
      `${where}: the next evaluation is in ${answer.waitSeconds} s`,
    );
  }

  /** Whether a write of the cutover may still be on its way, which its last evaluation waits for. */
  private mayBeOnItsWay(now: number): boolean {
    const { world, disturbances } = this.options;
    const own = world.split.history.findLast(({ by }) => by === 'cutover')?.at ?? 0;
    return now < Math.max(own, disturbances.calmSince()) + ON_ITS_WAY_MS;
  }

  /** A change calendar that could not be read holds back as well, since the evaluation that says so. */
  private closedSince(
    { closedSince }: SoakFacts,
    { soakState: { closedSince: claimed } }: EvaluationAnswer,
    { from }: EvaluatedAt,
  ): SoakFacts['closedSince'] {
    const { certain, possible } = closedSince;
    const isUnread = claimed !== undefined && this.options.disturbances.mayHaveFailedSince(from);
    return isUnread
      ? { certain, possible: Math.min(possible ?? Number.POSITIVE_INFINITY, Date.parse(claimed)) }
      : closedSince;
  }

  private require(holds: boolean, invariant: InvariantId, detail: string): void {
    this.options.violations.require(holds, invariant, detail);
  }
}

/** Whether a check refers to a secret, which the probes read each time. */
function usesSecrets({ smokeTest }: Plan): boolean {
  return JSON.stringify(smokeTest.checks).includes('"secret"');
}
