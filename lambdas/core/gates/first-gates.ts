import { secondsBetween } from '../health/soak-time';
import { inconclusiveSince, type Judgement, shorten, worst } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { plural } from '../shared/plural';
import { firstGates, gateTimeout } from './gate';
import { type GateState, gateStateOf } from './gate-state';
import { judgeGate } from './judge-gates';

/** How far the gates before traffic are. Travels through the state machine as JSON. */
export interface FirstGates {
  readonly states: readonly GateState[];
  /** Rounds in a row in which a gate did not answer, answered `error`, or ran for too long. */
  readonly errors: number;
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
export const NOTHING_ASKED: FirstGates = { states: [], errors: 0 };

/** After an error a gate is asked again once in a while: its function may be in a deployment. */
const ERROR_RETRY_SECONDS = 60;
/** The shortest and the longest wait for a gate that is not known yet. */
const POLL_SECONDS = { least: 10, most: 300 };

/**
 * Decides after a round of questions. All gates must pass. A `fail` rejects at once; errors and inconclusive
 * answers reject after the limits that the plan has for a soak.
 */
export function decideFirstGates(input: FirstGatesInput): FirstGatesDecision {
  const { plan, before, states, now } = input;
  const { errorLimit, inconclusiveLimitSeconds } = plan.health;
  const judgements = answered(plan, states).map(({ gate, state }) => judgeGate(gate, state, now));
  const { verdict, reason, errors: sameGate = 0 } = worst(judgements);
  const errors = verdict === 'error' ? Math.max(before.errors + 1, sameGate) : 0;
  const since = inconclusiveSince(judgements);
  const gates: FirstGates = { states, errors };
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
  const doubt = since === undefined ? null : secondsBetween(since, now);
  if (doubt !== null && doubt >= inconclusiveLimitSeconds) {
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
function secondsToNextRound(plan: Plan, { states, errors }: FirstGates, now: number): number {
  if (errors > 0) {
    return ERROR_RETRY_SECONDS;
  }
  const waits = answered(plan, states)
    .filter(({ state }) => state.verdict !== 'pass')
    .map(({ gate, state: { verdict, since, inconclusiveSince } }) => {
      const ran = secondsBetween(since, now);
      const open = inconclusiveSince === undefined ? ran : secondsBetween(inconclusiveSince, now);
      const left =
        verdict === 'running' ? gateTimeout(gate) - ran : plan.health.inconclusiveLimitSeconds - open;
      return Math.min(patientPoll(open), untilPast(left));
    });
  return Math.min(...waits);
}

/** Seconds until a gate is asked again that has not been known for `seconds`: a quarter, within limits. */
function patientPoll(seconds: number): number {
  const { least, most } = POLL_SECONDS;
  return Math.max(least, Math.min(most, Math.floor(seconds / 4)));
}

/** Seconds until a limit has passed that is `left` seconds ahead. */
function untilPast(left: number): number {
  return Math.max(1, Math.ceil(left) + 1);
}

/** The most rounds for a gate that is not known for `seconds`, with the one that comes as they are over. */
function patientPolls(seconds: number): number {
  let rounds = 1;
  let waited = 0;
  while (waited <= seconds) {
    rounds += 1;
    waited += patientPoll(waited);
  }
  return rounds;
}

/**
 * The most rounds before any traffic moves; 0 without a gate. A gate may run as long as it may, then be
 * inconclusive and run again until the limit of doubt and the end of its last run, and then be in error as
 * often as the plan allows.
 */
export function mostFirstRounds(plan: Pick<Plan, 'gates' | 'health'>): number {
  const timeouts = firstGates(plan).map(gateTimeout);
  if (timeouts.length === 0) {
    return 0;
  }
  const longest = Math.max(...timeouts);
  const { inconclusiveLimitSeconds, errorLimit } = plan.health;
  return patientPolls(longest) + patientPolls(inconclusiveLimitSeconds + longest) + errorLimit + 1;
}
