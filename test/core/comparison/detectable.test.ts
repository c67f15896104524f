import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectable } from '../../../lambdas/core/comparison/detectable';

const stage = { percent: 10, soakSeconds: 28_800, limit: 0.005, alphas: { fail: 0.005 / 3, pass: 0.005 } };
const traffic = { requestsPerMinute: 300, errorRate: 0.01 };

describe('what a stage can tell', () => {
  test('is what the bench measures: nearly twice the limit after eight hours', () => {
    const { finds, passesAfterMinutes, enoughPercent } = detectable(stage, traffic);
    expect(finds[80]).toBeCloseTo(0.0108, 4);
    expect(finds[95]).toBeCloseTo(0.0119, 4);
    expect(passesAfterMinutes).toEqual({ 80: 403, 95: 567 });
    expect(enoughPercent).toBe(9);
  });

  test('is nothing in a soak of no time, and at a limit of 0', () => {
    expect(detectable({ ...stage, soakSeconds: 0 }, traffic)).toMatchObject({
      finds: { 80: null, 95: null },
      enoughPercent: null,
    });
    expect(detectable({ ...stage, limit: 0 }, traffic).passesAfterMinutes).toEqual({ 80: null, 95: null });
  });

  test('is nothing with hardly any request', () => {
    const few = detectable({ ...stage, soakSeconds: 600 }, { ...traffic, requestsPerMinute: 1 });
    expect(few).toEqual({
      finds: { 80: null, 95: null },
      passesAfterMinutes: { 80: null, 95: null },
      enoughPercent: null,
    });
  });

  test('is everything from the first minute with very many requests', () => {
    const many = detectable(stage, { requestsPerMinute: 1e9, errorRate: 0.01 });
    expect(many).toMatchObject({ passesAfterMinutes: { 80: 1, 95: 1 }, enoughPercent: 1 });
  });

  test('is more with more requests, and with a longer soak', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 10_000 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 60, max: 86_400 }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (requestsPerMinute, percent, soakSeconds, errorRate) => {
          const asked = { ...stage, percent, soakSeconds };
          const found = (over: object, of: object) =>
            detectable({ ...asked, ...over }, { requestsPerMinute, errorRate, ...of });
          const smallest = (one: ReturnType<typeof detectable>) => one.finds[80] ?? 1;
          const longest = (one: ReturnType<typeof detectable>) => one.passesAfterMinutes[95] ?? Infinity;
          const usual = found({}, {});
          const busier = found({}, { requestsPerMinute: 2 * requestsPerMinute });
          const longer = found({ soakSeconds: 2 * soakSeconds }, {});
          expect(smallest(busier)).toBeLessThanOrEqual(smallest(usual));
          expect(longest(busier)).toBeLessThanOrEqual(longest(usual));
          expect(smallest(longer)).toBeLessThanOrEqual(smallest(usual));
          expect(usual.finds[95] ?? 1).toBeGreaterThanOrEqual(smallest(usual));
        },
      ),
      { numRuns: 30 },
    );
  });
});
