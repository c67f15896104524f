import type { AnswerHold, Split } from '../routers/split';

const GROUPS_PER_KIND = 60;
/** Below any difference of two shares that weights can make. */
const ROUNDING = 1e-9;

/** Clients that resolve at the same times, from the same server. */
export interface Group {
  readonly index: number;
  /**
   * How late their server has a change, as a share of the time to INSYNC, 0 to 1. Groups that resolve one
   * after the other have different delays, so that the two do not correlate.
   */
  readonly serverDelay: number;
}

const GROUPS: readonly Group[] = Array.from({ length: GROUPS_PER_KIND }, (_, index) => ({
  index,
  serverDelay: ((index * 37) % GROUPS_PER_KIND) / GROUPS_PER_KIND,
}));

/** Clients that keep an answer for the same time, but resolve at different times. */
export interface ClientKind {
  /** Of all clients, 0 to 1. */
  readonly share: number;
  /**
   * How long an answer with a TTL, in seconds, is kept, in milliseconds. 0: every request is split by itself.
   */
  readonly holdMs: (seconds: number) => number;
  readonly groups: readonly Group[];
}

/** How clients reach a path. */
export interface Clients {
  /** The most frequent kind comes first. */
  readonly clientKinds: readonly ClientKind[];
  /**
   * Whether the path depends on the user, not on chance: then a user changes paths only when the percent
   * does.
   */
  readonly byUser: boolean;
}

/** Clients that hold an answer for so long. @param share of all clients, 0 to 1 */
export function clientKind(share: number, holdMs: ClientKind['holdMs']): ClientKind {
  return { share, holdMs, groups: GROUPS };
}

/** Share on the new path among clients of one kind: each uses the answer of its last query. */
export function shareOf(clientKind: ClientKind, split: Split, at: number): number {
  const holds = split.answerHolds();
  let sum = 0;
  for (const group of clientKind.groups) {
    sum += split.answeredShare(lastResolved(clientKind, group, holds, at), group.serverDelay);
  }
  return sum / clientKind.groups.length;
}

/** Whether every client of a kind uses an answer with this share on the new path, 0 to 1. */
export function allAtShare(clientKind: ClientKind, split: Split, at: number, share: number): boolean {
  const holds = split.answerHolds();
  return clientKind.groups.every((group) => {
    const answered = split.answeredShare(lastResolved(clientKind, group, holds, at), group.serverDelay);
    return Math.abs(answered - share) < ROUNDING;
  });
}

/**
 * When a group last resolved, at `at` at the latest. It resolves again when its answer expires, which is
 * after the TTL that came with it, even if the route has changed since.
 */
export function lastResolved(
  { holdMs, groups }: ClientKind,
  { index, serverDelay }: Group,
  holds: readonly AnswerHold[],
  at: number,
): number {
  let hold = holdMs(holds[0]?.seconds ?? 0);
  let first = (hold * index) / groups.length;
  for (let i = 1; i < holds.length; i += 1) {
    const change = holds[i] as AnswerHold;
    const learnedAt = change.at + (change.insyncAt - change.at) * serverDelay;
    const next = hold === 0 ? learnedAt : first + Math.ceil((learnedAt - first) / hold) * hold;
    // A change that stays PENDING has no time yet.
    if (!(next <= at)) {
      break;
    }
    first = Math.max(first, next);
    hold = holdMs(change.seconds);
  }
  return hold === 0 ? at : Math.floor((at - first) / hold) * hold + first;
}
