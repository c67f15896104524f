import type { AnswerHold, Split } from '../routers/split';

const GROUPS_PER_KIND = 60;

/** Clients that ask at the same times, and the same servers. */
export interface Group {
  readonly index: number;
  /** How late their server learns of a change, 0 to 1. Neighbours in time have unlike luck, so that neither of the two decides alone. */
  readonly serverDelay: number;
}

const GROUPS: readonly Group[] = Array.from({ length: GROUPS_PER_KIND }, (_, index) => ({
  index,
  serverDelay: ((index * 37) % GROUPS_PER_KIND) / GROUPS_PER_KIND,
}));

/** Many clients with the same habit: each holds on to the path that it got for as long, but they ask at different times. */
export interface ClientKind {
  /** Of all clients, 0 to 1. */
  readonly share: number;
  /** How long an answer is kept that may be kept for so long, in milliseconds. 0: every request is split anew. */
  readonly holdMs: (seconds: number) => number;
  readonly groups: readonly Group[];
}

/** How clients get to a path. */
export interface Clients {
  /** The first is that of most. */
  readonly clientKinds: readonly ClientKind[];
  /** Whether it is the user that decides, and not chance: then nobody changes sides unless the percent does. */
  readonly byUser: boolean;
}

/** Clients that hold an answer for so long. @param share of all clients, 0 to 1 */
export function clientKind(share: number, holdMs: ClientKind['holdMs']): ClientKind {
  return { share, holdMs, groups: GROUPS };
}

/** Share on the new path among clients of one habit: each goes by what it learned when it last asked. */
export function shareOf(clientKind: ClientKind, split: Split, at: number): number {
  const holds = split.answerHolds();
  let sum = 0;
  for (const group of clientKind.groups) {
    sum += split.answeredShare(lastAsked(clientKind, group, holds, at), group.serverDelay);
  }
  return sum / clientKind.groups.length;
}

/** Whether any client of a habit is on the new path. */
export function anyOnNew(clientKind: ClientKind, split: Split, at: number): boolean {
  const holds = split.answerHolds();
  return clientKind.groups.some(
    (group) => split.answeredShare(lastAsked(clientKind, group, holds, at), group.serverDelay) > 0,
  );
}

/**
 * When a group of a habit last asked, at `at` at the latest. It asks whenever its answer has run out, and an answer runs out after the
 * time that came with it, whatever has become of the route meanwhile.
 */
export function lastAsked(
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
    // A change that is stuck is learned of at no known time.
    if (!(next <= at)) {
      break;
    }
    first = Math.max(first, next);
    hold = holdMs(change.seconds);
  }
  return hold === 0 ? at : Math.floor((at - first) / hold) * hold + first;
}
