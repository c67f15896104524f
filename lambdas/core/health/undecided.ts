import { COMPLETE_AFTER_SECONDS } from '../comparison/evidence';
import { paceOfPhase } from './soak-interval';
import type { SoakInput, SoakState } from './soak-state';
import { secondsBetween, soakLength } from './soak-time';
import { type Judgement, shorten } from './verdict';

/**
 * Seconds after a shift is effective before which nothing can be compared: the minute that had begun before,
 * a whole one, and as long as its data takes.
 */
export const COMPARABLE_AFTER_SECONDS = COMPLETE_AFTER_SECONDS + 120;

/**
 * Seconds until a comparison that is not known becomes a doubt: as long as the soak, or the hold, takes.
 * After a deployment the comparison has begun again, and has as long again.
 */
export function undecidedLeft(input: SoakInput): number {
  const { since, effectiveAt } = input.soakState;
  const soaked = Math.min(secondsBetween(since, input.now), secondsBetween(effectiveAt, input.now));
  const comparable = COMPARABLE_AFTER_SECONDS - secondsBetween(effectiveAt, input.now);
  return Math.max(soakLength(input) - soaked, comparable);
}

/** A comparison that is not known after the soak counts as a pass where the plan accepts that. */
export function acceptedIfLate(input: SoakInput): Judgement {
  const { judgement } = input;
  return judgement.undecided?.whenUnknown === 'accept' && undecidedLeft(input) <= 0
    ? { verdict: 'pass', reason: shorten(`accepted although it is not known: ${judgement.reason}`) }
    : judgement;
}

/** Since when only the comparison is missing. Another doubt, or an error, does not show that it is known. */
export function undecidedAfter(input: SoakInput): Pick<SoakState, 'undecidedSince'> {
  const { judgement, soakState, now } = input;
  const { undecidedSince } = soakState;
  const isOpen = judgement.undecided !== undefined && undecidedLeft(input) <= 0;
  const stays = judgement.verdict === 'error' || judgement.verdict === 'inconclusive';
  const since = undecidedSince ?? (isOpen ? new Date(now).toISOString() : undefined);
  return stays && since !== undefined ? { undecidedSince: since } : {};
}

/** Seconds until a comparison that is not known reverts; null while it is no doubt. */
export function untilUndecidedLimit(
  { judgement, plan, now }: SoakInput,
  soakState: SoakState,
): number | null {
  const { undecided } = judgement;
  const { undecidedSince } = soakState;
  if (undecided === undefined || undecidedSince === undefined) {
    return null;
  }
  const limit = undecided.limitSeconds ?? paceOfPhase(plan, soakState).inconclusiveLimitSeconds;
  return limit - secondsBetween(undecidedSince, now);
}
