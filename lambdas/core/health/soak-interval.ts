import { shortestInterval } from '../gates/gate';
import type { Plan } from '../plan/plan';
import { stageOf } from '../plan/stage-of';
import { probeInterval, probePaceOf } from '../smoke-test/repeated-checks';
import type { SoakState } from './soak-state';

/**
 * The longest interval between two evaluations that only wait for data, once the time of the phase is over.
 * It keeps the history short: the plan may let such a wait last for days.
 */
const PATIENT_SECONDS = 3_600;

/**
 * The longest time for which one Task sends probes. A revert does not end it, so that probes may go on for as
 * long after a revert has begun.
 */
export const PROBE_WINDOW_SECONDS = 600;

/** How long a soak, or the hold, lasts, how often it is evaluated, and how long it may be inconclusive. */
export interface PhasePace {
  readonly seconds: number;
  /** Seconds between two evaluations. Less than the plan's where probes or gates need one more often. */
  readonly everySeconds: number;
  readonly inconclusiveLimitSeconds: number;
}

/** What of a plan asks for evaluations more often than the plan's own interval. */
type Watched = Pick<Plan, 'smokeTest' | 'gates'>;

/** The pace of the phase that a soak is in. */
export function paceOfPhase(plan: Plan, { phase, stage }: Pick<SoakState, 'phase' | 'stage'>): PhasePace {
  const { hold, health } = plan;
  return phase === 'hold' && hold !== undefined
    ? { ...hold, everySeconds: evaluationInterval(plan, 'hold', hold.everySeconds) }
    : {
        seconds: stageOf(plan, stage).soakSeconds,
        everySeconds: evaluationInterval(plan, 'soak', health.everySeconds),
        inconclusiveLimitSeconds: health.inconclusiveLimitSeconds,
      };
}

/**
 * Seconds between two evaluations in a phase: a Task that sends probes ends with an evaluation, and gates are
 * asked before one.
 * @param everySeconds the plan's interval
 */
export function evaluationInterval(plan: Watched, phase: 'soak' | 'hold', everySeconds: number): number {
  return Math.min(everySeconds, longestWait(plan, phase));
}

/** How often a phase is evaluated, and for how long its data has been missing. */
interface Missing {
  readonly everySeconds: number;
  readonly inconclusiveSeconds: number;
}

/**
 * Seconds until the next evaluation when the time of a phase is over and only data is missing: as long again
 * as it has been missing, between the interval of the phase and an hour.
 */
export function patientInterval(
  plan: Watched,
  phase: 'soak' | 'hold',
  { everySeconds, inconclusiveSeconds }: Missing,
): number {
  const longest = Math.min(PATIENT_SECONDS, longestWait(plan, phase));
  return Math.max(everySeconds, Math.min(longest, Math.floor(inconclusiveSeconds)));
}

/** The most evaluations of a phase whose time is over, until data has been missing for `limitSeconds`. */
export function patientEvaluations(
  plan: Watched,
  phase: 'soak' | 'hold',
  { everySeconds, limitSeconds }: { readonly everySeconds: number; readonly limitSeconds: number },
): number {
  let evaluations = 0;
  let waited = 0;
  while (waited < limitSeconds) {
    evaluations += 1;
    waited += patientInterval(plan, phase, { everySeconds, inconclusiveSeconds: waited });
  }
  return evaluations;
}

/**
 * Seconds that one Task of probes covers, the wait for the next one included, or until a gate is due again;
 * without either no limit.
 */
function longestWait(plan: Watched, phase: 'soak' | 'hold'): number {
  const pace = probePaceOf(plan.smokeTest);
  const probing =
    pace === null ? Number.POSITIVE_INFINITY : Math.max(PROBE_WINDOW_SECONDS, probeInterval(pace, phase));
  return Math.min(probing, shortestInterval(plan, phase));
}
