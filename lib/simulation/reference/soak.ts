import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { DEFAULT_UNKNOWN_LIMIT_SECONDS } from '../../../lambdas/core/plan/unknown-limit';
import { writtenComparison } from './compared';

/** A value that is certain, and one that is possible: a command may arrive during an evaluation. */
interface Either<Value> {
  readonly certain: Value;
  readonly possible: Value;
}

/** How far the soak of a stage, or the hold, has come. Times are epoch milliseconds. */
export interface SoakFacts {
  readonly plan: Plan;
  readonly stage: number;
  readonly phase: 'soak' | 'hold';
  readonly verdict: Verdict;
  /** From when the soak, or the hold, counts. */
  readonly since: number;
  /** The same at the latest. */
  readonly latestSince: number;
  /** When this evaluation ended. */
  readonly now: number;
  /** Errors in a row, this one included: evaluations, or answers of a gate. */
  readonly errors: Either<number>;
  /** Since when the verdict has been `inconclusive` although it could have been another; null: it is not. */
  readonly inconclusiveSince: Either<number | null>;
  /** Whether it is inconclusive, and only because the comparison is not known. */
  readonly isUndecided: Either<boolean>;
  /** Since when that has been so without a pass, after the soak; null: it has not. */
  readonly undecidedSince: Either<number | null>;
  /** Since when nothing but the approval is missing; null: something else is. */
  readonly awaitingSince: Either<number | null>;
  readonly isApproved: Either<boolean>;
  readonly isAborted: Either<boolean>;
  /** Whether it was paused, and nobody has resumed it. */
  readonly isPaused: boolean;
  /** Whether it has been paused at any time of this evaluation. */
  readonly mayBePaused: boolean;
  /** Since when a change calendar of the plan has been closed all the time; null: none has. */
  readonly closedSince: Either<number | null>;
  /** How long the soak, or the hold, has to last once an operator has promoted it; null: nobody has. */
  readonly promotedSeconds: number | null;
  /** How far the times may be off. */
  readonly toleranceMs: number;
}

/** What an evaluation must, and may, do. */
export interface RightMoves {
  /** Why the cutover must go back; null when nothing says so. */
  readonly mustRevert: string | null;
  /** Whether it may go back. */
  readonly mayRevert: boolean;
  /** Why it must not go on to the next stage, the hold or the end; null when it may. */
  readonly mustWait: string | null;
  /** Whether nothing is left to wait for, so that it must go on. */
  readonly mustGoOn: boolean;
}

/** The rule of a soak. */
export function rightMoves(facts: SoakFacts): RightMoves {
  return {
    mustRevert: limitOf(facts, 'certain') ?? null,
    mayRevert: limitOf(facts, 'possible') !== undefined,
    mustWait: facts.verdict === 'pass' ? openPoint(facts) : `the verdict is ${facts.verdict}`,
    mustGoOn: facts.verdict === 'pass' && openPoint(atWorst(facts)) === null,
  };
}

/** Why the cutover goes back; undefined when it does not. */
function limitOf(facts: SoakFacts, how: 'certain' | 'possible'): string | undefined {
  const { plan, verdict, stage, phase, toleranceMs } = facts;
  const { errorLimit } = plan.health;
  const { inconclusiveLimitSeconds } = (phase === 'hold' ? plan.hold : undefined) ?? plan.health;
  const unknownLimitSeconds = unknownLimit(plan) ?? inconclusiveLimitSeconds;
  const approval = phase === 'soak' ? plan.stages[stage]?.approval : undefined;
  const margin = how === 'certain' ? toleranceMs : -toleranceMs;
  const approved = facts.isApproved[how === 'certain' ? 'possible' : 'certain'];
  const isUnanswered =
    approval !== undefined &&
    !approved &&
    verdict === 'pass' &&
    hasLasted(facts.awaitingSince[how], approval.timeoutSeconds, facts.now - margin);
  return [
    facts.isAborted[how] && 'an abort was accepted',
    verdict === 'fail' && 'the verdict is fail',
    facts.errors[how] > errorLimit && `${facts.errors[how]} errors in a row`,
    hasLasted(facts.inconclusiveSince[how], inconclusiveLimitSeconds, facts.now - margin) &&
      `it has been inconclusive for ${inconclusiveLimitSeconds} s`,
    facts.isUndecided[how] &&
      hasLasted(facts.undecidedSince[how], unknownLimitSeconds, facts.now - margin) &&
      `the comparison has not been known for ${unknownLimitSeconds} s after the ${phase}`,
    isUnanswered && 'no approval came',
  ].find((limit) => limit !== false);
}

/** For how long a plan that waits for its comparison does so after the soak, in seconds; null: none waits. */
function unknownLimit(plan: Plan): number | null {
  const compare = writtenComparison(plan);
  return compare?.whenUnknown === 'wait'
    ? (compare.unknownLimitSeconds ?? DEFAULT_UNKNOWN_LIMIT_SECONDS)
    : null;
}

/** What has to come after a pass before the cutover goes on; null for nothing. */
function openPoint({ plan, phase, stage, since, now, ...facts }: SoakFacts): string | null {
  const { approval } = plan.stages[stage] ?? {};
  const seconds = secondsToLast({ plan, phase, stage, promotedSeconds: facts.promotedSeconds });
  if (!hasLasted(since, seconds, now + facts.toleranceMs)) {
    return `the ${phase} has lasted ${(now - since) / 1_000} of ${seconds} s`;
  }
  if (phase === 'soak' && approval !== undefined && !facts.isApproved.possible) {
    return 'the stage is not approved';
  }
  if (facts.isPaused) {
    return 'an operator has paused it';
  }
  const isLast = phase === 'hold' || stage === plan.stages.length - 1;
  return facts.closedSince.certain !== null && !isLast ? 'a change calendar is closed' : null;
}

/** The same facts, each as if it held the cutover up where that is possible. */
function atWorst(facts: SoakFacts): SoakFacts {
  const { isApproved, closedSince, mayBePaused, latestSince, toleranceMs } = facts;
  return {
    ...{
      ...facts,
      since: latestSince,
      isPaused: mayBePaused,
      promotedSeconds: null,
      toleranceMs: -toleranceMs,
    },
    isApproved: { certain: isApproved.certain, possible: isApproved.certain },
    closedSince: { certain: closedSince.possible, possible: closedSince.possible },
  };
}

/** How long the soak, or the hold, has to last, in seconds. */
export function secondsToLast({
  plan,
  phase,
  stage,
  promotedSeconds,
}: Pick<SoakFacts, 'plan' | 'phase' | 'stage' | 'promotedSeconds'>): number {
  const planned = phase === 'soak' ? (plan.stages[stage]?.soakSeconds ?? 0) : (plan.hold?.seconds ?? 0);
  return Math.min(planned, promotedSeconds ?? planned);
}

function hasLasted(since: number | null, seconds: number, now: number): boolean {
  return since !== null && now - since >= 1_000 * seconds;
}
