import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anytimeZ, shareInterval } from '../../../lambdas/core/comparison/boundary';

const alphas = fc.double({ min: 1e-5, max: 0.2, noNaN: true });

describe('the bound of an estimate', () => {
  /**
   * The half-normal mixture of Howard and others, whose chance of ever reaching 1 / alpha is at most alpha.
   * The normal distribution in it is at least this, and at most 1 (Mills' ratio).
   */
  const mixture = (z: number, information: number, tuned: number) => {
    const shrink = information / (information + tuned);
    const center = z * Math.sqrt(shrink);
    const normal = 1 - Math.exp(-(center ** 2) / 2) / (center * Math.sqrt(2 * Math.PI));
    return 2 * Math.sqrt(tuned / (information + tuned)) * Math.exp(center ** 2 / 2) * normal;
  };

  test('is where the mixture has the evidence that alpha demands, or a little beyond', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        alphas,
        (information, difference, alpha) => {
          const tuned = 0.9 / difference ** 2;
          const evidence = mixture(anytimeZ(information, difference, alpha), information, tuned) * alpha;
          expect(evidence).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(evidence).toBeLessThan(1 + 4 * alpha);
        },
      ),
    );
  });

  test('is wider than that of a single look, and not much wider where it is tuned', () => {
    expect(anytimeZ(360_000, 0.005, 0.005)).toBeCloseTo(3.57, 2);
    expect(anytimeZ(3_600, 0.005, 0.005)).toBeGreaterThan(10);
  });

  test('holds for a difference of 0, tuned for a small one', () => {
    expect(anytimeZ(1_000_000, 0, 0.01)).toBe(anytimeZ(1_000_000, 0.001, 0.01));
  });
});

describe('the interval of a share', () => {
  /** The exact chance that the interval excludes the true share at any of the first trials. */
  const everWrong = (truth: number, trials: number, alpha: number, side: 'low' | 'high') => {
    let chances = [1];
    let wrong = 0;
    for (let trial = 1; trial <= trials; trial += 1) {
      const next = new Array<number>(trial + 1).fill(0);
      for (const [hits, chance] of chances.entries()) {
        next[hits] = (next[hits] ?? 0) + chance * (1 - truth);
        next[hits + 1] = (next[hits + 1] ?? 0) + chance * truth;
      }
      chances = next.map((chance, hits) => {
        const { low, high } = shareInterval(hits, trial, alpha);
        const isWrong = side === 'low' ? low > truth : high < truth;
        wrong += isWrong ? chance : 0;
        return isWrong ? 0 : chance;
      });
    }
    return wrong;
  };

  test.each([
    [0.5, 'low'],
    [0.5, 'high'],
    [0.1, 'low'],
    [0.9, 'high'],
  ] as const)('around %p has a wrong end (%s) with a chance of at most alpha, at any look', (truth, side) => {
    const chance = everWrong(truth, 120, 0.05, side);
    expect(chance).toBeLessThanOrEqual(0.05);
    expect(chance).toBeGreaterThan(0.005);
  });

  test.each([
    [0, 0, 0, 1],
    [0, 12, 0, 0.48],
    [12, 12, 0.52, 1],
  ])('of %i in %i lies within the two ends', (hits, trials, low, high) => {
    const found = shareInterval(hits, trials, 0.002);
    expect(found.low).toBeCloseTo(low, 1);
    expect(found.high).toBeCloseTo(high, 1);
  });

  test('contains what was seen, and is narrower with more trials', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), alphas, (hits, misses, alpha) => {
        const trials = hits + misses;
        const { low, high } = shareInterval(hits, trials, alpha);
        const share = trials === 0 ? 0.5 : hits / trials;
        expect(low).toBeLessThanOrEqual(share);
        expect(high).toBeGreaterThanOrEqual(share);
        const more = shareInterval(10 * hits, 10 * trials, alpha);
        expect(more.high - more.low).toBeLessThanOrEqual(high - low + 1e-9);
      }),
    );
  });
});
