import { randomBinomial, randomLogNormal, randomPoisson } from 'd3-random';
import { mersenne } from 'pure-rand/generator/mersenne';

/** A seeded source of chance. The same seed gives the same draws in the same order. */
export interface Random {
  /** From 0 up to, and without, 1. */
  uniform(): number;
  between(low: number, high: number): number;
  /** How many of `trials` happen, each with probability `share`. */
  binomial(trials: number, share: number): number;
  poisson(mean: number): number;
  /** With this median and spread (standard deviation of the logarithm). */
  logNormal(median: number, spread: number): number;
}

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
