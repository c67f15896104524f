import { type Plan, stageOf } from '../plan/plan';
import type { SoakState } from './soak-state';

/**
 * The longest interval between two evaluations that only wait for data, once the hold is over. It keeps the
 * history short: the plan may let such a wait last for days.
 */
const PATIENT_SECONDS = 3_600;

/** How long a soak, or the hold, lasts, how often it is evaluated, and how long it may be inconclusive. */
export interface PhasePace {
  readonly seconds: number;
  readonly everySeconds: number;
  readonly inconclusiveLimitSeconds: number;
}

/** The pace of the phase that a soak is in. */
export function paceOfPhase(plan: Plan, { phase, stage }: Pick<SoakState, 'phase' | 'stage'>): PhasePace {
  return phase === 'hold' && plan.hold !== undefined
    ? plan.hold
    : {
        seconds: stageOf(plan, stage).soakSeconds,
        everySeconds: plan.health.everySeconds,
        inconclusiveLimitSeconds: plan.health.inconclusiveLimitSeconds,
      };
}

/**
 * Seconds until the next evaluation when the hold is over and only data is missing: as long again as it has
 * been missing, between the interval of the hold and an hour.
 */
export function patientInterval(everySeconds: number, inconclusiveSeconds: number): number {
  return Math.max(everySeconds, Math.min(PATIENT_SECONDS, Math.floor(inconclusiveSeconds)));
}

/** The most evaluations of a hold that is over, until its data has been missing for `limitSeconds`. */
export function patientEvaluations(everySeconds: number, limitSeconds: number): number {
  let evaluations = 0;
  for (let waited = 0; waited < limitSeconds; waited += patientInterval(everySeconds, waited)) {
    evaluations += 1;
  }
  return evaluations;
}
