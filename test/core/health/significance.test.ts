import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  aboveByMoreThan,
  belowShare,
  fewestPairs,
  signTest,
} from '../../../lambdas/core/health/significance';

describe('the sign test', () => {
  // Exact values of the binomial distribution with p = 1/2.
  test.each([
    [0, 7, 1],
    [7, 7, 1 / 128],
    [6, 7, 8 / 128],
    [15, 20, 0.020695],
    [16, 20, 0.005909],
    [10, 20, 0.588099],
  ])('the chance of %i or more of %i matches the binomial distribution', (hits, trials, chance) => {
    expect(signTest(hits, trials)).toBeCloseTo(chance, 3);
  });

  test('more hits are never more likely than fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(59), (trials, hits) => {
        fc.pre(hits < trials);
        expect(signTest(hits + 1, trials)).toBeLessThanOrEqual(signTest(hits, trials));
      }),
    );
  });

  test.each([
    [0.99, 7],
    [0.95, 5],
    [0.8, 3],
    [0.999, 10],
  ])('reaches a confidence of %d from %i pairs on', (confidence, pairs) => {
    expect(fewestPairs(confidence)).toBe(pairs);
    expect(signTest(pairs, pairs)).toBeLessThanOrEqual(1 - confidence + 1e-4);
    expect(signTest(pairs - 1, pairs - 1)).toBeGreaterThan(1 - confidence);
  });
});

describe('a share above another', () => {
  test.each([
    ['nothing fails anywhere', { hits: 0, of: 1_000 }, { hits: 0, of: 1_000 }, 0.4, 0.6],
    ['both shares are equal', { hits: 50, of: 1_000 }, { hits: 50, of: 1_000 }, 0.4, 0.6],
    ['the share is twice as large', { hits: 100, of: 1_000 }, { hits: 50, of: 1_000 }, 0, 0.002],
    ['there is one more hit in a hundred', { hits: 2, of: 100 }, { hits: 1, of: 100 }, 0.2, 0.5],
  ])('gives the chance when %s', (_, a, b, from, to) => {
    const chance = aboveByMoreThan(a, b, 0);
    expect(chance).toBeGreaterThanOrEqual(from);
    expect(chance).toBeLessThanOrEqual(to);
  });

  test('a larger margin makes the difference less significant', () => {
    const [a, b] = [
      { hits: 100, of: 1_000 },
      { hits: 50, of: 1_000 },
    ];
    expect(aboveByMoreThan(a, b, 0.06)).toBeGreaterThan(0.5);
    expect(aboveByMoreThan(a, b, 0.01)).toBeLessThan(0.01);
  });
});

describe('a share below what is expected', () => {
  test.each([
    [{ hits: 100, of: 1_000 }, 0.1, 0.5],
    [{ hits: 50, of: 1_000 }, 0.1, 0],
    [{ hits: 150, of: 1_000 }, 0.1, 1],
  ])('gives the chance of %j when %d is expected', (share, expected, chance) => {
    expect(belowShare(share, expected)).toBeCloseTo(chance, 2);
  });

  test('leaves no room for chance when nothing, or everything, is expected', () => {
    expect(belowShare({ hits: 0, of: 10 }, 0)).toBe(1);
    expect(belowShare({ hits: 9, of: 10 }, 1)).toBe(0);
  });
});

/** The library looks the normal distribution up in a table with steps of 0.01. */
const TABLE = 0.002;

// Computed apart from the code, from the formulas in the comments and the error function.
describe('the chances match exact values', () => {
  test.each([
    [{ hits: 30, of: 1_000 }, { hits: 20, of: 1_000 }, 0, 0.0799],
    [{ hits: 30, of: 1_000 }, { hits: 20, of: 500 }, 0.01, 0.9769],
    [{ hits: 5, of: 200 }, { hits: 1, of: 1_000 }, 0.005, 0.0295],
    [{ hits: 7, of: 50 }, { hits: 2, of: 40 }, 0, 0.0985],
  ])('that %j exceeds %j by more than %d', (a, b, margin, chance) => {
    expect(Math.abs(aboveByMoreThan(a, b, margin) - chance)).toBeLessThan(TABLE);
  });

  test.each([
    [{ hits: 45, of: 500 }, 0.1, 0.228],
    [{ hits: 230, of: 500 }, 0.5, 0.0368],
    [{ hits: 92, of: 1_000 }, 0.1, 0.1995],
  ])('that %j is below %d', (share, expected, chance) => {
    expect(Math.abs(belowShare(share, expected) - chance)).toBeLessThan(TABLE);
  });
});
