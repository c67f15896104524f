import { comparableAfterSeconds } from './comparison';
import type { Plan } from './plan';
import { usdFor } from './prices';
import { paceOf } from './route';

/** An execution of Step Functions fails hard at 25,000 history events; a plan may use up to this many. */
export const MAX_HISTORY_EVENTS = 20_000;
/** A turn of Wait, Task and Choice: 2 + 5 + 2 events. */
const EVENTS_PER_TURN = 9;
const TRANSITIONS_PER_TURN = 3;
/** Turns after which the loop ends by itself, whatever stretched it: before 24,000 of the 25,000 events. */
export const MAX_TURNS = Math.floor((24_000 - 1_000) / EVENTS_PER_TURN);
/** Events and transitions outside the loops: from validation to the smoke test, and from the proof to the end. */
const FIXED = { events: 48, transitions: 12, invocations: 6 };
const PER_SHIFT = { events: 5, transitions: 1, invocations: 1 };

/** A router is asked this often whether a change is in effect. */
export const PROPAGATION_POLL_SECONDS = 10;
/** An alarm of 3 of 3 minutes speaks of the time after a shift alone from here on. A soak lasts at least as long. */
const TYPICAL_LOOK_BACK_SECONDS = 300;
/** From the decision until the router has accepted the revert. */
const REVERT_ACCEPT_SECONDS = 10;

/** A stage or the hold, as it will probably go. */
export interface PhaseEstimate {
  readonly phase: 'stage' | 'hold';
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
  readonly durationSeconds: number;
  /** Seconds from an alarm, raised just after a look, until all traffic is back: poll, write, propagation, and what clients hold. */
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
  const { settleSeconds, holdSeconds } = paceOf(plan.router);
  const turns = phases.reduce((sum, phase) => sum + phase.evaluations + checksOf(plan, phase), 0);
  const shifts = plan.stages.length;
  const invocations = FIXED.invocations + shifts * PER_SHIFT.invocations + turns;
  const transitions = FIXED.transitions + shifts * PER_SHIFT.transitions + turns * TRANSITIONS_PER_TURN;
  const longestInterval = Math.max(...phases.map((phase) => phase.everySeconds));
  return {
    phases,
    durationSeconds: phases.reduce((sum, phase) => sum + phase.seconds, 0),
    worstBackSeconds: longestInterval + REVERT_ACCEPT_SECONDS + settleSeconds + holdSeconds,
    transitions,
    historyEvents: FIXED.events + shifts * PER_SHIFT.events + turns * EVENTS_PER_TURN,
    worstHistoryEvents: worstEvents(plan, (phase) => phase.everySeconds),
    estimatedUsd: usdFor({ transitions, invocations }),
  };
}

/** An interval that is too short, and the smallest that would do, in whole seconds. */
export interface FittingInterval {
  readonly field: 'hold.everySeconds' | 'health.everySeconds';
  readonly everySeconds: number;
  readonly atLeast: number;
}

/**
 * The intervals to raise so that the plan keeps within its history; none when it already does. The hold is tried first, since it is
 * where long plans spend their events. Where that is not enough, no interval of the two may be shorter than what is told.
 */
export function fittingIntervals(plan: Plan): FittingInterval[] {
  const fits = (health: number, hold: number): boolean =>
    worstEvents(plan, (phase) => (phase.phase === 'hold' ? hold : health)) <= MAX_HISTORY_EVENTS;
  const health = plan.health.everySeconds;
  const hold = plan.hold?.everySeconds ?? Number.MAX_SAFE_INTEGER;
  if (fits(health, hold)) {
    return [];
  }
  if (fits(health, Number.MAX_SAFE_INTEGER)) {
    const atLeast = smallest((seconds) => fits(health, seconds));
    return [{ field: 'hold.everySeconds', everySeconds: hold, atLeast }];
  }
  const atLeast = smallest((seconds) => fits(seconds, Math.max(hold, seconds)));
  const both: FittingInterval[] = [
    { field: 'health.everySeconds', everySeconds: health, atLeast },
    { field: 'hold.everySeconds', everySeconds: hold, atLeast },
  ];
  return both.filter(({ everySeconds }) => everySeconds < atLeast);
}

function phasesOf(plan: Plan): PhaseEstimate[] {
  const { settleSeconds, holdSeconds } = paceOf(plan.router);
  const { compare } = plan.health;
  const comparable = compare === undefined ? 0 : comparableAfterSeconds(compare);
  const lookBack = Math.max(TYPICAL_LOOK_BACK_SECONDS, comparable);
  const stages = plan.stages.map(({ percent, soakSeconds }): PhaseEstimate => {
    const watched = holdSeconds + Math.max(soakSeconds, percent === 0 ? 0 : lookBack);
    const everySeconds = plan.health.everySeconds;
    return {
      phase: 'stage',
      percent,
      soakSeconds,
      seconds: settleSeconds + watched,
      everySeconds,
      evaluations: Math.ceil(watched / everySeconds),
    };
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

function checksOf({ router }: Plan, phase: PhaseEstimate): number {
  return phase.phase === 'hold' ? 0 : Math.ceil(paceOf(router).settleSeconds / PROPAGATION_POLL_SECONDS);
}

function worstEvents(plan: Plan, everyOf: (phase: PhaseEstimate) => number): number {
  return phasesOf(plan).reduce((sum, phase, i) => {
    const approval = plan.stages[i]?.approval?.timeoutSeconds ?? 0;
    const watched = phase.seconds + plan.health.inconclusiveLimitSeconds + approval;
    const turns = Math.ceil(watched / everyOf(phase)) + checksOf(plan, phase);
    return sum + PER_SHIFT.events + turns * EVENTS_PER_TURN;
  }, FIXED.events);
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
