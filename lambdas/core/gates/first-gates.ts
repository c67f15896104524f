import { secondsBetween } from '../health/soak-time';
import { type Judgement, shorten, worst } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { plural } from '../shared/plural';
import { firstGates, gateTimeout } from './gate';
import { type GateState, gateStateOf } from './gate-state';
import { judgeGate } from './judge-gates';

/** How far the gates before traffic are. Travels through the state machine as JSON. */
export interface FirstGates {
  readonly states: readonly GateState[];
  /** Rounds in a row in which a gate did not answer, or answered `error`. */
  readonly errors: number;
  /** ISO 8601: since when a gate has been inconclusive without a break; null while none is. */
  readonly inconclusiveSince: string | null;
}

/** What is decided after a round: shift, ask again, or reject the cutover. */
export interface FirstGatesDecision extends Judgement {
  readonly move: 'shift' | 'ask' | 'reject';
  /** Until the gates are asked again; otherwise 0. */
  readonly waitSeconds: number;
  readonly gates: FirstGates;
}

/** What a decision rests on. */
export interface FirstGatesInput {
  readonly plan: Plan;
  /** As they were before this round. */
  readonly before: FirstGates;
  /** The answers after it. */
  readonly states: readonly GateState[];
  /** Whether the history has no room for another round. */
  readonly isHistoryFull: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Before the first question. */
export const NOTHING_ASKED: FirstGates = { states: [], errors: 0, inconclusiveSince: null };

/** After an error a gate is asked again once in a while: its function may be in a deployment. */
const ERROR_RETRY_SECONDS = 60;
/** The shortest and the longest wait for a gate that is running. */
const POLL_SECONDS = { least: 10, most: 300 };

/**
 * Decides after a round of questions. All gates must pass. A `fail` rejects at once; errors and inconclusive
 * answers reject after the limits that the plan has for a soak.
 */
export function decideFirstGates(input: FirstGatesInput): FirstGatesDecision {
  const { plan, before, states, now } = input;
  const { errorLimit, inconclusiveLimitSeconds } = plan.health;
  const judgements = answered(plan, states).map(({ gate, state }) => judgeGate(gate, state, now));
  const { verdict, reason } = worst(judgements);
  const has = (wanted: (one: Judgement) => boolean) => judgements.some(wanted);
  const errors = has((one) => one.verdict === 'error') ? before.errors + 1 : 0;
  const isDoubt = has((one) => one.verdict === 'inconclusive' && one.pending !== true);
  const inconclusiveSince = isDoubt ? (before.inconclusiveSince ?? new Date(now).toISOString()) : null;
  const gates: FirstGates = { states, errors, inconclusiveSince };
  const decided = (move: FirstGatesDecision['move'], why: string, waitSeconds = 0): FirstGatesDecision => ({
    ...{ move, verdict, reason: shorten(why), waitSeconds, gates },
  });
  if (verdict === 'pass') {
    return decided('shift', reason);
  }
  if (verdict === 'fail') {
    return decided('reject', reason);
  }
  if (errors > errorLimit) {
    const times = `${plural(errors, 'time')} in a row (limit ${errorLimit})`;
    return decided('reject', `a gate could not be judged ${times}: ${reason}`);
  }
  const doubt = inconclusiveSince === null ? 0 : secondsBetween(inconclusiveSince, now);
  if (isDoubt && doubt >= inconclusiveLimitSeconds) {
    const limit = `limit ${inconclusiveLimitSeconds} s`;
    return decided('reject', `a gate has been inconclusive for ${Math.floor(doubt)} s (${limit}): ${reason}`);
  }
  if (input.isHistoryFull) {
    return decided('reject', `the execution history is nearly full: ${reason}`);
  }
  return decided('ask', reason, secondsToNextRound(plan, gates, now));
}

/** Each gate with its answer: the first round asks all of them. */
function answered(plan: Plan, states: readonly GateState[]) {
  return firstGates(plan).map((gate) => ({ gate, state: gateStateOf(states, gate) as GateState }));
}

/** Until the next round: soon after the first one, and the longer it takes, the less often. */
function secondsToNextRound(plan: Plan, { states, errors, inconclusiveSince }: FirstGates, now: number) {
  if (errors > 0) {
    return ERROR_RETRY_SECONDS;
  }
  const waits = answered(plan, states)
    .filter(({ state }) => state.verdict === 'running')
    .map(({ gate, state }) => patientPoll(secondsBetween(state.since, now), gateTimeout(gate)));
  const doubt =
    inconclusiveSince === null
      ? []
      : [patientPoll(secondsBetween(inconclusiveSince, now), plan.health.inconclusiveLimitSeconds)];
  return Math.min(...waits, ...doubt);
}

/**
 * Seconds until a gate is asked again that has been running for `seconds`: a quarter of that, from 10 s to 5
 * min, and no longer than until its limit has passed.
 */
function patientPoll(seconds: number, limitSeconds: number): number {
  const { least, most } = POLL_SECONDS;
  const poll = Math.max(least, Math.min(most, Math.floor(seconds / 4)));
  return Math.min(poll, Math.max(1, Math.ceil(limitSeconds - seconds) + 1));
}

/** The most rounds for a gate that is running, or inconclusive, for `limitSeconds`. */
function patientPolls(limitSeconds: number): number {
  let rounds = 1;
  let waited = 0;
  while (waited <= limitSeconds) {
    rounds += 1;
    waited += patientPoll(waited, limitSeconds);
  }
  return rounds;
}

/**
 * The most rounds before any traffic moves, if each gate runs as long as it may, and after that stays
 * inconclusive, and then in error, as long as the plan allows; 0 without a gate.
 */
export function mostFirstRounds(plan: Pick<Plan, 'gates' | 'health'>): number {
  const timeouts = firstGates(plan).map(gateTimeout);
  return timeouts.length === 0
    ? 0
    : patientPolls(Math.max(...timeouts)) +
        patientPolls(plan.health.inconclusiveLimitSeconds) +
        plan.health.errorLimit +
        1;
}
