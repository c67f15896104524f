import { gammaln } from 'simple-statistics';

/**
 * Bounds that may be evaluated at any time: the chance that one of them is ever wrong, at any evaluation, is
 * at most `alpha`. So an evaluation may decide as soon as it knows, and no number of evaluations makes a
 * false decision more likely than the plan says.
 */

/** The bound is tightest at this share of the information that a test of fixed size needs. */
const TIGHTEST_AT = 1 / 10;

/** Information (1 / variance), times the square of the difference, that a test of fixed size needs. */
const FIXED_SIZE_INFORMATION = 9;

/**
 * The least difference for which the bound is tuned: 0.1 percentage points. With a smaller one it holds as
 * well, and takes longer than it could.
 */
const LEAST_DIFFERENCE = 0.001;

/**
 * How many standard errors wide the bound of an estimate is. One-sided normal mixture, in its closed form.
 * Source: Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence
 * sequences", Annals of Statistics 49 (2021), proposition 6; for estimates that are only nearly normal,
 * Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic
 * confidence sequences", Annals of Statistics 52 (2024).
 * @param information of the estimate, which is 1 / variance; above 0
 * @param difference that the test is for, as a share. The bound is tuned for it, and holds for any. It must
 * not depend on what was measured
 * @param alpha the chance of a wrong bound, above 0 and below 1
 */
export function anytimeZ(information: number, difference: number, alpha: number): number {
  const tuned = (TIGHTEST_AT * FIXED_SIZE_INFORMATION) / Math.max(difference, LEAST_DIFFERENCE) ** 2;
  const ratio = (information + tuned) / tuned;
  return Math.sqrt(2 * (1 + tuned / information) * Math.log1p(Math.sqrt(ratio) / (2 * alpha)));
}

/** Between what a value lies. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const BISECTIONS = 50;

/**
 * Between what the chance of a hit lies, after `hits` of `trials`; each end is wrong with a chance of at most
 * `alpha`, however often one looks. Beta-binomial mixture. Source: Robbins, "Statistical methods related to
 * the law of the iterated logarithm", Annals of Mathematical Statistics 41 (1970).
 */
export function shareInterval(hits: number, trials: number, alpha: number): Interval {
  const misses = trials - hits;
  const mixture = gammaln(hits + 0.5) + gammaln(misses + 0.5) - gammaln(trials + 1) - Math.log(Math.PI);
  const log = (count: number, chance: number) => (count === 0 ? 0 : count * Math.log(chance));
  const isRejected = (chance: number) =>
    mixture - log(hits, chance) - log(misses, 1 - chance) >= -Math.log(alpha);
  const estimate = trials === 0 ? 0.5 : hits / trials;
  return { low: edge(0, estimate, isRejected), high: edge(1, estimate, isRejected) };
}

/** The value nearest to `outside` that is not rejected. */
function edge(outside: number, inside: number, isRejected: (chance: number) => boolean): number {
  let [rejected, accepted] = [outside, inside];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (rejected + accepted) / 2;
    if (isRejected(middle)) {
      rejected = middle;
    } else {
      accepted = middle;
    }
  }
  return accepted;
}
