/**
 * The outcome of a measurement. `inconclusive`: measured, but there is too little data to judge. `error`:
 * could not be measured. The two are kept apart because the first passes with time and the second does not.
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error';

/** A verdict with its reason, numbers included. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** From the worst to the best: one failure outweighs any number of passes. */
const SEVERITY: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/**
 * The worst verdict of several, with the reasons of all that share it.
 * @throws RangeError for an empty list: no measurement is not health
 */
export function worst(judgements: readonly Judgement[]): Judgement {
  const verdict = SEVERITY.find((one) => judgements.some((judgement) => judgement.verdict === one));
  if (verdict === undefined) {
    throw new RangeError('there are no judgements to take the worst of');
  }
  const reasons = judgements.filter((judgement) => judgement.verdict === verdict).map((one) => one.reason);
  return { verdict, reason: shorten(reasons.join('; ')) };
}

/** Cuts a reason, so that it stays far below the payload limit of Step Functions (262,144 bytes). */
export function shorten(reason: string, maxLength = 1_000): string {
  return reason.length <= maxLength ? reason : `${reason.slice(0, maxLength - 1)}…`;
}
