import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';

/** How far the soak of a stage, or the hold, has come. Times are epoch milliseconds. */
export interface SoakFacts {
  readonly plan: Plan;
  readonly stage: number;
  readonly phase: 'soak' | 'hold';
  readonly verdict: Verdict;
  /** From when the soak, or the hold, counts. */
  readonly since: number;
  /** When this evaluation ended. */
  readonly now: number;
  /** Evaluations in a row that ended in `error`, this one included. */
  readonly errors: number;
  /** Since when the verdict has been `inconclusive` although it could have been another; null: it is not. */
  readonly inconclusiveSince: number | null;
  /**
   * Since when nothing but the approval is missing: certainly, and by clocks that are a little off. Null:
   * something else is missing.
   */
  readonly awaitingSince: { readonly certain: number | null; readonly possible: number | null };
  readonly isApproved: boolean;
  /** How long the soak, or the hold, has to last once an operator has promoted it; null: nobody has. */
  readonly promotedSeconds: number | null;
  readonly isPaused: boolean;
  readonly isAborted: boolean;
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
}

/** The rule of a soak. */
export function rightMoves(facts: SoakFacts): RightMoves {
  const { plan, verdict, now, toleranceMs } = facts;
  const { errorLimit, inconclusiveLimitSeconds } = plan.health;
  const approval = facts.phase === 'soak' ? plan.stages[facts.stage]?.approval : undefined;
  const isOver = (since: number | null, seconds: number, toleranceMs: number) =>
    since !== null && now - since >= 1_000 * seconds + toleranceMs;
  const limits = (tolerance: number, awaitingSince: number | null): readonly (string | null)[] => [
    facts.isAborted ? 'an abort was accepted' : null,
    verdict === 'fail' ? 'the verdict is fail' : null,
    facts.errors > errorLimit ? `${facts.errors} errors in a row` : null,
    isOver(facts.inconclusiveSince, inconclusiveLimitSeconds, tolerance) ? 'it stays inconclusive' : null,
    approval !== undefined && isOver(awaitingSince, approval.timeoutSeconds, tolerance)
      ? 'no approval came'
      : null,
  ];
  const seconds = facts.phase === 'soak' ? plan.stages[facts.stage]?.soakSeconds : plan.hold?.seconds;
  const least = Math.min(seconds ?? 0, facts.promotedSeconds ?? Number.POSITIVE_INFINITY);
  const isSoaked = isOver(facts.since, least, -toleranceMs);
  return {
    mustRevert: limits(toleranceMs, facts.awaitingSince.certain).find((limit) => limit !== null) ?? null,
    mayRevert: limits(-toleranceMs, facts.awaitingSince.possible).some((limit) => limit !== null),
    mustWait:
      verdict !== 'pass'
        ? `the verdict is ${verdict}`
        : !isSoaked
          ? `the ${facts.phase} has lasted ${(now - facts.since) / 1_000} of ${least} s`
          : approval !== undefined && !facts.isApproved
            ? 'the stage is not approved'
            : facts.isPaused
              ? 'an operator has paused it'
              : null,
  };
}
