import { randomBinomial, randomLogNormal, randomPoisson } from 'd3-random';
import { mersenne } from 'pure-rand/generator/mersenne';

/** A seeded random source. The same seed gives the same draws in the same order. */
export interface Random {
  /** From 0 to below 1. */
  uniform(): number;
  /** From `low` to below `high`. */
  between(low: number, high: number): number;
  /** How many of `trials` happen, each with probability `share`. */
  binomial(trials: number, share: number): number;
  /** A number of events with this mean. */
  poisson(mean: number): number;
  /** A value with this median and spread (standard deviation of the logarithm). */
  logNormal(median: number, spread: number): number;
}

/** A random source. @param seed a whole number of 32 bits */
export function seededRandom(seed: number): Random {
  const generator = mersenne(seed);
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  const binomial = randomBinomial.source(uniform);
  const poisson = randomPoisson.source(uniform);
  const logNormal = randomLogNormal.source(uniform);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    binomial: (trials, share) =>
      trials <= 0 || share <= 0 ? 0 : share >= 1 ? trials : binomial(trials, share)(),
    poisson: (mean) => (mean <= 0 ? 0 : poisson(mean)()),
    logNormal: (median, spread) => logNormal(Math.log(median), spread)(),
  };
}
