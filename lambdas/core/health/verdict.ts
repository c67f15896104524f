import type { WhenUnknown } from '../plan/compare';

/**
 * The outcome of a measurement. `inconclusive`: measured, but there is too little data to judge. `error`:
 * could not be measured. The two are kept apart because the first passes with time and the second does not.
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error';

/** A verdict with its reason, numbers included. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  /** For an `inconclusive` comparison of both paths: there may not be enough data before the soak is over. */
  readonly undecided?: Undecided;
  /**
   * For an `inconclusive` gate: its answer is waited for, and a limit of its own ends that. It does not count
   * towards `inconclusiveLimitSeconds`.
   */
  readonly pending?: true;
  /** For an `error` that began before this measurement: how many there were in a row, this one included. */
  readonly errors?: number | undefined;
  /** ISO 8601: since when a measure that is not known has been inconclusive, where that began earlier. */
  readonly inconclusiveSince?: string | undefined;
}

/** What happens when a comparison is still not known at the end of the soak. */
export interface Undecided {
  readonly whenUnknown: WhenUnknown;
  /** Seconds after the soak until the revert; null: `inconclusiveLimitSeconds` of the soak or the hold. */
  readonly limitSeconds: number | null;
}

/** From the worst to the best: one failure outweighs any number of passes. */
const SEVERITY: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/**
 * The worst verdict of several, with the reasons of all that share it. It is `undecided` when all those are,
 * and `pending` when all those are one of the two. It has lasted for as long as the one that lasts longest.
 * @throws RangeError for an empty list: no measurement is not health
 */
export function worst(judgements: readonly Judgement[]): Judgement {
  const verdict = SEVERITY.find((one) => judgements.some((judgement) => judgement.verdict === one));
  if (verdict === undefined) {
    throw new RangeError('there are no judgements to take the worst of');
  }
  const same = judgements.filter((judgement) => judgement.verdict === verdict);
  const reason = shorten(same.map((one) => one.reason).join('; '));
  const [first] = same.map(({ undecided }) => undecided);
  if (first !== undefined && same.every(({ undecided }) => undecided !== undefined)) {
    return { verdict, reason, undecided: first };
  }
  const isPending = same.every(({ undecided, pending }) => undecided !== undefined || pending === true);
  return isPending ? { verdict, reason, pending: true } : { verdict, reason, ...longest(same) };
}

function longest(same: readonly Judgement[]): Pick<Judgement, 'errors' | 'inconclusiveSince'> {
  const errors = Math.max(0, ...same.map((one) => one.errors ?? 0));
  return { ...(errors === 0 ? {} : { errors }), inconclusiveSince: inconclusiveSince(same) };
}

/** Since when the first of these has been inconclusive, ISO 8601; undefined where none says so. */
export function inconclusiveSince(judgements: readonly Judgement[]): string | undefined {
  return judgements.map((one) => one.inconclusiveSince).sort()[0];
}

/** Cuts a reason, so that it stays far below the payload limit of Step Functions (262,144 bytes). */
export function shorten(reason: string, maxLength = 1_000): string {
  return reason.length <= maxLength ? reason : `${reason.slice(0, maxLength - 1)}…`;
}
