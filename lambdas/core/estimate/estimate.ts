import { comparableAfterSeconds } from '../health/comparison';
import type { Deploy } from '../plan/deploy';
import type { Plan } from '../plan/plan';
import { LEAD_CHECK_SECONDS } from '../record-preparation/lead';
import { recordsToPrepare } from '../record-preparation/preparation';
import { paceOf } from '../routers/route';
import { usdFor } from './prices';

/** An execution of Step Functions fails hard at 25,000 history events; a plan may use up to this many. */
export const MAX_HISTORY_EVENTS = 20_000;
/** A turn of Wait, Task and Choice: 2 + 5 + 2 events. */
const EVENTS_PER_TURN = 9;
const TRANSITIONS_PER_TURN = 3;
/** Turns after which the loop ends by itself, whatever stretched it: before 24,000 of the 25,000 events. */
export const MAX_ITERATIONS = Math.floor((24_000 - 1_000) / EVENTS_PER_TURN);
/** Events and transitions outside the loops: from validation to the smoke test, and from the proof to the end. */
const FIXED = { events: 48, transitions: 12, invocations: 6 };
const PER_SHIFT = { events: 5, transitions: 1, invocations: 1 };

/** Making the records ready, looking at everything again, and putting the TTL back: three tasks, with a choice for two of them. */
const PER_PREPARATION = { events: 21, transitions: 5, invocations: 3 };

/** A router is asked this often whether a change is in effect. */
export const PROPAGATION_POLL_SECONDS = 10;
/** An alarm of 3 of 3 minutes speaks of the time after a shift alone from here on. A soak lasts at least as long. */
const TYPICAL_LOOK_BACK_SECONDS = 300;
/** New tasks that start, pass the hook and take over in one go or by a short canary take minutes. */
const TYPICAL_DEPLOYMENT_SECONDS = 600;
/** From the decision until the router has accepted the revert. */
const REVERT_ACCEPT_SECONDS = 10;

/** A stage, the deployment before it, or the hold, as it will probably go. */
export interface PhaseEstimate {
  readonly phase: 'stage' | 'deployment' | 'hold';
  /** On the new path while it lasts. */
  readonly percent: number;
  readonly soakSeconds: number;
  /** With propagation, and with the time that alarms need. */
  readonly seconds: number;
  readonly everySeconds: number;
  readonly evaluations: number;
}

/** What a plan will take when all goes well. */
export interface Estimate {
  readonly phases: readonly PhaseEstimate[];
  /** Before the first stage, with the lead after a TTL was lowered; 0 when the plan asks for no preparation. */
  readonly preparationSeconds: number;
  readonly durationSeconds: number;
  /** Seconds from an alarm whose event arrives, as it nearly always does, until all traffic is back: write, propagation, and what clients hold. */
  readonly backSeconds: number;
  /** The same where the event is lost just after a look, so that the next look decides. */
  readonly worstBackSeconds: number;
  readonly transitions: number;
  readonly historyEvents: number;
  /** With every stage inconclusive, and every approval late, for as long as the plan allows. */
  readonly worstHistoryEvents: number;
  readonly estimatedUsd: number;
}

/** Estimates duration, transitions, history events and cost of a plan. Pure: no clock, no look at AWS. */
export function estimate(plan: Plan): Estimate {
  const phases = phasesOf(plan);
  const { propagationSeconds, cachedSeconds } = paceOf(plan.router);
  const prepared = preparationOf(plan);
  const looks = phases.reduce((sum, phase) => sum + phase.evaluations + checksOf(plan, phase), 0);
  const iterations = prepared.iterations + looks;
  // A start of a deployment takes as much as a shift.
  const shifts = phases.filter(({ phase }) => phase !== 'hold').length;
  const once = (what: 'events' | 'transitions' | 'invocations') => FIXED[what] + prepared.once[what];
  const invocations = once('invocations') + shifts * PER_SHIFT.invocations + iterations;
  const transitions =
    once('transitions') + shifts * PER_SHIFT.transitions + iterations * TRANSITIONS_PER_TURN;
  // Before the first stage there is nothing to take back.
  const watched = phases.filter(({ phase, percent }) => phase !== 'deployment' || percent > 0);
  const longestInterval = Math.max(...watched.map((phase) => phase.everySeconds));
  const backSeconds = REVERT_ACCEPT_SECONDS + propagationSeconds + cachedSeconds;
  return {
    phases,
    preparationSeconds: prepared.seconds,
    durationSeconds: phases.reduce((sum, phase) => sum + phase.seconds, prepared.seconds),
    backSeconds,
    worstBackSeconds: longestInterval + backSeconds,
    transitions,
    historyEvents: once('events') + shifts * PER_SHIFT.events + iterations * EVENTS_PER_TURN,
    worstHistoryEvents: worstEvents(plan, intervalsOf(plan)),
    estimatedUsd: usdFor({ transitions, invocations }),
  };
}

/** An interval that is too short, and the smallest that would do, in whole seconds. */
export interface FittingInterval {
  /** `hold.everySeconds`, `health.everySeconds` or `stages[1].deploy.everySeconds`. */
  readonly field: string;
  readonly everySeconds: number;
  readonly atLeast: number;
}

/**
 * The intervals to raise so that the plan keeps within its history; none when it already does. The hold is tried first, since it is
 * where long plans spend their events, and deployments last. Where one is not enough, none of them may be shorter than what is told.
 */
export function fittingIntervals(plan: Plan): FittingInterval[] {
  const forever = Number.MAX_SAFE_INTEGER;
  const { stage: health, hold } = intervalsOf(plan);
  const fits = (stage: number, hold: number, deployment: number): boolean =>
    worstEvents(plan, { stage, hold, deployment }) <= MAX_HISTORY_EVENTS;
  if (fits(health, hold, 0)) {
    return [];
  }
  const watching = [
    { field: 'health.everySeconds', everySeconds: health },
    { field: 'hold.everySeconds', everySeconds: hold },
  ];
  const deploying = plan.stages.flatMap(({ deploy }, i) =>
    deploy === undefined
      ? []
      : [{ field: `stages[${i}].deploy.everySeconds`, everySeconds: deploy.everySeconds }],
  );
  if (fits(health, forever, 0)) {
    return tooShort(watching.slice(1), (seconds) => fits(health, seconds, 0));
  }
  if (fits(forever, forever, 0)) {
    return tooShort(watching, (seconds) => fits(seconds, Math.max(hold, seconds), 0));
  }
  return tooShort([...watching, ...deploying], (seconds) =>
    fits(Math.max(health, seconds), Math.max(hold, seconds), seconds),
  );
}

/** Those of the intervals that are shorter than the smallest that would do for all. */
function tooShort(
  intervals: readonly Omit<FittingInterval, 'atLeast'>[],
  fits: (seconds: number) => boolean,
): FittingInterval[] {
  const atLeast = smallest(fits);
  return intervals
    .filter(({ everySeconds }) => everySeconds < atLeast)
    .map((interval) => ({ ...interval, atLeast }));
}

function phasesOf(plan: Plan): PhaseEstimate[] {
  const { propagationSeconds, cachedSeconds } = paceOf(plan.router);
  const { compare } = plan.health;
  const comparable = compare === undefined ? 0 : comparableAfterSeconds(compare);
  const longest = Math.max(TYPICAL_LOOK_BACK_SECONDS, comparable);
  const stages = plan.stages.flatMap(({ percent, soakSeconds, deploy }, i): PhaseEstimate[] => {
    const evaluationRange = percent === 0 ? 0 : longest;
    // After the deployment that follows, its alarms must speak of the time since then alone.
    const anew = plan.stages[i + 1]?.deploy === undefined ? 0 : evaluationRange;
    const watched = cachedSeconds + Math.max(soakSeconds, evaluationRange) + anew;
    const everySeconds = plan.health.everySeconds;
    const stage: PhaseEstimate = {
      phase: 'stage',
      percent,
      soakSeconds,
      seconds: propagationSeconds + watched,
      everySeconds,
      evaluations: Math.ceil(watched / everySeconds),
    };
    return deploy === undefined
      ? [stage]
      : [deploymentPhase(deploy, plan.stages[i - 1]?.percent ?? 0), stage];
  });
  if (plan.hold === undefined) {
    return stages;
  }
  const { seconds, everySeconds } = plan.hold;
  const evaluations = Math.ceil(seconds / everySeconds);
  return [
    ...stages,
    { phase: 'hold', percent: 100, soakSeconds: seconds, seconds, everySeconds, evaluations },
  ];
}

/** What comes before the first stage, and what of it comes after the last. */
function preparationOf(plan: Plan) {
  if (recordsToPrepare(plan) === null) {
    return { seconds: 0, iterations: 0, once: { events: 0, transitions: 0, invocations: 0 } };
  }
  const leadSeconds = plan.ttl?.leadSeconds ?? 0;
  const { propagationSeconds } = paceOf(plan.router);
  return {
    seconds: propagationSeconds + leadSeconds,
    iterations:
      Math.ceil(propagationSeconds / PROPAGATION_POLL_SECONDS) + Math.ceil(leadSeconds / LEAD_CHECK_SECONDS),
    once: PER_PREPARATION,
  };
}

function deploymentPhase({ timeoutSeconds, everySeconds }: Deploy, percent: number): PhaseEstimate {
  const seconds = Math.min(TYPICAL_DEPLOYMENT_SECONDS, timeoutSeconds);
  const evaluations = Math.ceil(seconds / everySeconds);
  return { phase: 'deployment', percent, soakSeconds: 0, seconds, everySeconds, evaluations };
}

function checksOf({ router }: Plan, { phase }: PhaseEstimate): number {
  return phase === 'stage' ? Math.ceil(paceOf(router).propagationSeconds / PROPAGATION_POLL_SECONDS) : 0;
}

/** Seconds between two looks. */
interface Intervals {
  readonly stage: number;
  readonly hold: number;
  /** At the least; a stage may have longer ones. */
  readonly deployment: number;
}

function intervalsOf({ health, hold }: Plan): Intervals {
  return { stage: health.everySeconds, hold: hold?.everySeconds ?? Number.MAX_SAFE_INTEGER, deployment: 0 };
}

function worstEvents(plan: Plan, every: Intervals): number {
  const watched = phasesOf(plan).flatMap((phase) => (phase.phase === 'deployment' ? [] : [phase]));
  const looks = watched.map((phase, i) => {
    const approval = plan.stages[i]?.approval?.timeoutSeconds ?? 0;
    // Doubt may begin anew after the deployment that follows.
    const doubts = plan.stages[i + 1]?.deploy === undefined ? 1 : 2;
    const seconds = phase.seconds + doubts * plan.health.inconclusiveLimitSeconds + approval;
    return Math.ceil(seconds / (phase.phase === 'hold' ? every.hold : every.stage)) + checksOf(plan, phase);
  });
  const deployments = plan.stages.flatMap(({ deploy }) =>
    deploy === undefined
      ? []
      : [Math.ceil(deploy.timeoutSeconds / Math.max(deploy.everySeconds, every.deployment))],
  );
  const ahead = preparationOf(plan);
  return [...looks, ...deployments].reduce(
    (sum, iterations) => sum + PER_SHIFT.events + iterations * EVENTS_PER_TURN,
    FIXED.events + ahead.once.events + ahead.iterations * EVENTS_PER_TURN,
  );
}

/** The smallest whole number of seconds for which `fits` holds; `fits` must hold from there on. */
function smallest(fits: (seconds: number) => boolean): number {
  let low = 1;
  let high = 2;
  while (!fits(high)) {
    high *= 2;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
