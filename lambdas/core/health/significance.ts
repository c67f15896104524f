import { binomialDistribution, cumulativeStdNormalProbability } from 'simple-statistics';

/**
 * The sign test, exact: how likely `hits` or more out of `trials` are if both outcomes are equally likely.
 * @param trials at most 100; the library's terms vanish for many more
 */
export function signTest(hits: number, trials: number): number {
  const terms = binomialDistribution(trials, 0.5) as number[];
  return Math.max(0, 1 - terms.slice(0, hits).reduce((sum, term) => sum + term, 0));
}

/** The fewest pairs with which the sign test can reach this confidence at all. */
export function fewestPairs(confidence: number): number {
  return Math.ceil(Math.log2(1 / (1 - confidence)));
}

/** `hits` out of `of`. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/**
 * How likely the difference of two shares, or a larger one, is if `a` exceeds `b` by no more than `margin`. A
 * success and a failure are added to each side, which keeps the normal approximation honest for few hits
 * (Agresti and Caffo, 2000).
 */
export function aboveByMoreThan(a: Share, b: Share, margin: number): number {
  const [p, q] = [(a.hits + 1) / (a.of + 2), (b.hits + 1) / (b.of + 2)];
  const error = Math.sqrt((p * (1 - p)) / (a.of + 2) + (q * (1 - q)) / (b.of + 2));
  return 1 - cumulativeStdNormalProbability((p - q - margin) / error);
}

/** How likely a share, or a smaller one, is if the true share is `expected` or more. */
export function belowShare({ hits, of }: Share, expected: number): number {
  const error = Math.sqrt((expected * (1 - expected)) / of);
  return error === 0
    ? Number(hits / of >= expected)
    : cumulativeStdNormalProbability((hits / of - expected) / error);
}
