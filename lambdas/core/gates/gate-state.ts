import { type Gate, gateKey } from './gate';
import type { GateAnswer, GateVerdict } from './gate-answer';

/** What a gate has last answered. Travels through the state machine as JSON. */
export interface GateState {
  /** See `gateKey`. */
  readonly gate: string;
  /** Number of the question, from 1. */
  readonly attempt: number;
  /** ISO 8601: when the question was asked first. */
  readonly since: string;
  /** ISO 8601: when it was asked last. */
  readonly askedAt: string;
  readonly verdict: GateVerdict;
  readonly reason: string;
  /** Set when no answer came, so that what the gate does is not known. */
  readonly silent?: true;
  /** Answers of `error`, and missing ones, since it said anything else but `running`; absent for none. */
  readonly errors?: number | undefined;
  /** ISO 8601: since when it has been `inconclusive`, without a `pass` or `fail` since; absent for not. */
  readonly inconclusiveSince?: string | undefined;
}

/** The question that is asked next. */
export interface NextQuestion {
  readonly attempt: number;
  /** ISO 8601. */
  readonly since: string;
}

/** The state of a gate; undefined before its first question. */
export function gateStateOf(states: readonly GateState[], gate: Gate): GateState | undefined {
  return states.find((state) => state.gate === gateKey(gate));
}

/**
 * The question to ask next. A gate that is running, and one that has not answered, is asked the same question
 * again, so that its function can tell by the id that the suite has begun.
 * @param now ISO 8601
 */
export function nextQuestion(state: GateState | undefined, now: string): NextQuestion {
  if (state === undefined) {
    return { attempt: 1, since: now };
  }
  const { attempt, since, verdict, silent } = state;
  return verdict === 'running' || silent === true ? { attempt, since } : { attempt: attempt + 1, since: now };
}

/**
 * The states after a gate has answered.
 * @param answeredAt ISO 8601
 */
export function afterAnswer(
  states: readonly GateState[],
  gate: Gate,
  { answeredAt, ...question }: NextQuestion & { readonly askedAt: string; readonly answeredAt: string },
  answer: GateAnswer,
): readonly GateState[] {
  const key = gateKey(gate);
  const lasting = stillOpen(gateStateOf(states, gate), answer, answeredAt);
  return [...states.filter((state) => state.gate !== key), { gate: key, ...question, ...answer, ...lasting }];
}

/**
 * For how long a gate has not been known. A suite that runs again after an answer that says nothing must not
 * restart the limits: they would never be reached.
 */
function stillOpen(
  before: GateState | undefined,
  { verdict }: GateAnswer,
  now: string,
): Pick<GateState, 'errors' | 'inconclusiveSince'> {
  const { errors, inconclusiveSince } = before ?? {};
  switch (verdict) {
    case 'pass':
    case 'fail':
      return {};
    case 'inconclusive':
      return { inconclusiveSince: inconclusiveSince ?? now };
    case 'error':
      return { errors: (errors ?? 0) + 1, inconclusiveSince };
    case 'running':
      return { errors, inconclusiveSince };
  }
}
