import { paceOfPhase, patientInterval } from './soak-interval';
import type { ClosedCalendars, SoakInput, SoakState } from './soak-state';
import { secondsBetween, soakLeft } from './soak-time';
import { undecidedLeft, untilUndecidedLimit } from './undecided';

/** A failed measurement is repeated after this time, even when the plan's interval is longer. */
const ERROR_RETRY_SECONDS = 60;

/** The plan's interval; less when the soak ends earlier, when the alarms can be judged, or after an error. */
export function secondsToNextEvaluation(input: SoakInput, soakState: SoakState): number {
  const { evaluationRangeSeconds, judgement, now, plan } = input;
  const { everySeconds } = paceOfPhase(plan, input.soakState);
  const { phase, errors, inconclusiveSince, undecidedSince } = soakState;
  const interval = errors > 0 ? Math.min(everySeconds, ERROR_RETRY_SECONDS) : everySeconds;
  const judgeable = evaluationRangeSeconds - secondsBetween(soakState.effectiveAt, now);
  const undecided = judgement.undecided === undefined ? judgeable : undecidedLeft(input);
  const left = Math.ceil(Math.max(soakLeft(input), judgeable, undecided));
  if (left > 0) {
    return Math.min(interval, left);
  }
  const doubtSince = inconclusiveSince ?? undecidedSince ?? null;
  const isPatient = phase === 'hold' || judgement.undecided?.whenUnknown === 'wait';
  const next =
    isPatient && errors === 0 && doubtSince !== null
      ? patientInterval(plan, phase, { everySeconds, inconclusiveSeconds: secondsBetween(doubtSince, now) })
      : interval;
  return Math.min(next, Math.ceil(untilUndecidedLimit(input, soakState) ?? next));
}

/**
 * Seconds until the next evaluation while only a change calendar holds back the next stage: as for missing
 * data, so that a freeze of weeks does not fill the history. It is evaluated when the calendar opens.
 * @param closedSeconds for how long it has been closed
 */
export function secondsWhileClosed(
  { plan, soakState, now }: SoakInput,
  { opensAt }: ClosedCalendars,
  closedSeconds: number,
): number {
  const { everySeconds } = paceOfPhase(plan, soakState);
  const patient = patientInterval(plan, 'soak', { everySeconds, inconclusiveSeconds: closedSeconds });
  const opensIn = opensAt === null ? patient : Math.ceil((opensAt - now) / 1_000);
  return Math.max(1, Math.min(patient, opensIn > 0 ? opensIn : everySeconds));
}
