import { plural } from '../shared/plural';
import type { ProbePace } from '../smoke-test/repeated-checks';
import { type Judgement, shorten } from './verdict';

/** A check that failed in its last probe. */
export interface FailingCheck {
  /** The same in every round for the same check at the same place. */
  readonly id: string;
  /** The check, and where it was sent, for messages. */
  readonly check: string;
  /** How many times in a row it has failed. */
  readonly times: number;
  /** Why, the last time. */
  readonly reason: string;
}

/** Our own requests in a minute, which are taken off what is measured. */
export interface ProbedMinute {
  /** The beginning of the minute, in epoch milliseconds. */
  readonly at: number;
  readonly requests: number;
  /** Of those, requests that were sent in an earlier minute, which has them as well; absent: none. */
  readonly sentBefore?: number;
  /** Of `requests`, answers with a status of 500 or above. */
  readonly errors: number;
}

/** Our own requests in an hour, for what is measured over more than an hour. */
export interface ProbedHour {
  /** The beginning of the hour, in epoch milliseconds. */
  readonly at: number;
  readonly requests: number;
}

/** What the probes of a stage have found so far. Travels through the state machine as JSON. */
export interface ProbeState {
  /** ISO 8601: when the last round began. */
  readonly lastAt: string;
  readonly rounds: number;
  /** The checks that fail, worst first; at most `MAX_FAILING`. */
  readonly failing: readonly FailingCheck[];
  /** Why checks of the last round could not be sent; null when all were. */
  readonly unsent: string | null;
  /** Oldest first; at most `MAX_MINUTES`. */
  readonly minutes: readonly ProbedMinute[];
  /** Before the first of those minutes, oldest first; at most `MAX_HOURS`. */
  readonly hours: readonly ProbedHour[];
  /** Requests before the first of those hours. */
  readonly earlierRequests: number;
}

/** What one round of probes has found. */
export interface ProbeRound {
  /** ISO 8601: when it began. */
  readonly at: string;
  readonly failed: readonly Omit<FailingCheck, 'times'>[];
  /** The `id` of each check that could not be sent. */
  readonly unknown: readonly string[];
  /** Why one of those counts as an error; null when none does. */
  readonly unsent: string | null;
  readonly minutes: readonly ProbedMinute[];
}

/** The state goes into every event of the history. */
const MAX_FAILING = 10;
/** A comparison reads the minutes since the evaluation before. Earlier ones it leaves out. */
const MAX_MINUTES = 65;
/** An alarm may look back for more than a day. */
const MAX_HOURS = 48;
/** In milliseconds. */
export const PROBED_HOUR_MS = 3_600_000;
const REASON_LENGTH = 200;

/** The state after a round. A check that could not be sent goes on failing: it has not passed. */
export function afterRound(state: ProbeState | undefined, round: ProbeRound): ProbeState {
  const timesBefore = new Map(state?.failing.map(({ id, times }) => [id, times]));
  const failed = round.failed.map(({ id, check, reason }) => ({
    id,
    check: shorten(check, REASON_LENGTH),
    times: (timesBefore.get(id) ?? 0) + 1,
    reason: shorten(reason, REASON_LENGTH),
  }));
  const still = (state?.failing ?? []).filter(({ id }) => round.unknown.includes(id));
  const failing = [...failed, ...still].sort((a, b) => b.times - a.times);
  const [old, minutes] = splitAt(MAX_MINUTES, joined([...(state?.minutes ?? []), ...round.minutes]));
  const [before, hours] = splitAt(MAX_HOURS, joinedHours([...(state?.hours ?? []), ...old]));
  return {
    lastAt: round.at,
    rounds: (state?.rounds ?? 0) + 1,
    failing: failing.slice(0, MAX_FAILING),
    unsent: round.unsent === null ? null : shorten(round.unsent, REASON_LENGTH),
    minutes,
    hours,
    earlierRequests: before.reduce((sum, { requests }) => sum + requests, state?.earlierRequests ?? 0),
  };
}

/** One entry for each minute, oldest first. */
function joined(minutes: readonly ProbedMinute[]): ProbedMinute[] {
  const byMinute = new Map<number, ProbedMinute>();
  for (const { at, requests, errors, sentBefore = 0 } of minutes) {
    const before: Omit<ProbedMinute, 'at'> = byMinute.get(at) ?? { requests: 0, errors: 0 };
    const again = (before.sentBefore ?? 0) + sentBefore;
    byMinute.set(at, {
      at,
      requests: before.requests + requests,
      errors: before.errors + errors,
      ...(again === 0 ? {} : { sentBefore: again }),
    });
  }
  return [...byMinute.values()].sort((a, b) => a.at - b.at);
}

/** One entry for each hour, oldest first. It has each request once. */
function joinedHours(parts: readonly (ProbedHour & Pick<ProbedMinute, 'sentBefore'>)[]): ProbedHour[] {
  const byHour = new Map<number, number>();
  for (const { at, requests, sentBefore = 0 } of parts) {
    const hour = Math.floor(at / PROBED_HOUR_MS) * PROBED_HOUR_MS;
    byHour.set(hour, (byHour.get(hour) ?? 0) + requests - sentBefore);
  }
  return [...byHour].map(([at, requests]) => ({ at, requests })).sort((a, b) => a.at - b.at);
}

/** Splits off the newest entries. */
function splitAt<T>(newest: number, list: readonly T[]): readonly [readonly T[], readonly T[]] {
  const at = Math.max(0, list.length - newest);
  return [list.slice(0, at), list.slice(at)];
}

/** Judges the probes. One that fails is not a `fail`; a few in a row are. */
export function judgeProbes(
  { failuresInARow }: Pick<ProbePace, 'failuresInARow'>,
  state: ProbeState | undefined,
  effectiveAt: string,
): Judgement {
  const [worst, ...others] = state?.failing ?? [];
  if (worst !== undefined) {
    const { check, times, reason } = worst;
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    return {
      verdict: times >= failuresInARow ? 'fail' : 'inconclusive',
      reason:
        `probe ${check}${more} failed ${plural(times, 'time')} in a row (limit ${failuresInARow}):` +
        ` ${reason}`,
    };
  }
  if (typeof state?.unsent === 'string') {
    return { verdict: 'error', reason: `probes could not be sent: ${state.unsent}` };
  }
  return state === undefined || Date.parse(state.lastAt) < Date.parse(effectiveAt)
    ? { verdict: 'inconclusive', reason: 'no probe has been sent since the shift became effective' }
    : { verdict: 'pass', reason: `all checks passed in the last of ${plural(state.rounds, 'probe')}` };
}
