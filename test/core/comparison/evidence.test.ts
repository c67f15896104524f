import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { errorDifference, NO_ERROR_EVIDENCE } from '../../../lambdas/core/comparison/error-evidence';
import {
  addAlone,
  addPaths,
  beginEvidence,
  completeUntil,
  type Evidence,
  errorsSoFar,
} from '../../../lambdas/core/comparison/evidence';
import { hourReferences } from '../../../lambdas/core/comparison/reference';
import { NO_SHARE_EVIDENCE } from '../../../lambdas/core/comparison/share-evidence';
import { compareSchema } from '../../../lambdas/core/plan/compare';
import type { PathMinute } from '../../../lambdas/core/shared/readings';

const MINUTE = 60_000;
const compare = v.parse(compareSchema, {});
const alphas = { fail: 0.0025, pass: 0.005 };
const QUIET = { errorRate: 0, latencyMs: 0 };

const minute = (i: number, over: Partial<PathMinute> = {}): PathMinute => ({
  at: i * MINUTE,
  requests: 1_000,
  errors: 10,
  latencyMs: 100,
  ...over,
});
const minutes = (count: number, over: Partial<PathMinute> = {}): PathMinute[] =>
  Array.from({ length: count }, (_, i) => minute(i, over));

const arbitraryMinutes = fc
  .array(
    fc.option(
      fc.record({
        requests: fc.integer({ min: 1, max: 5_000 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        latencyMs: fc.option(fc.integer({ min: 1, max: 2_000 })),
      }),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((drawn) =>
    drawn.flatMap((one, i) =>
      one === null
        ? []
        : [
            {
              at: i * MINUTE,
              requests: one.requests,
              errors: Math.floor(one.share * one.requests),
              latencyMs: one.latencyMs,
            },
          ],
    ),
  );

/** Every number of the evidence, rounded: sums in another order differ in the last digits. */
function rounded(evidence: Evidence): unknown {
  return JSON.parse(JSON.stringify(evidence), (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  );
}

describe('minutes of both paths', () => {
  test('are the same evidence in any batches', () => {
    fc.assert(
      fc.property(arbitraryMinutes, arbitraryMinutes, fc.array(fc.nat(30)), (old, fresh, cuts) => {
        const all = { old, new: fresh };
        const end = 31 * MINUTE;
        const batches = [...cuts.sort((a, b) => a - b).map((cut) => cut * MINUTE), end];
        const inBatches = batches.reduce(
          (sums, until) => addPaths(sums, compare, all, until),
          beginEvidence(0),
        );
        expect(rounded(inBatches)).toEqual(rounded(addPaths(beginEvidence(0), compare, all, end)));
      }),
    );
  });

  test('before the beginning, and those that are not complete, are left out', () => {
    const all = { old: minutes(10), new: minutes(10) };
    const evidence = addPaths(beginEvidence(2.5 * MINUTE), compare, all, 7 * MINUTE);
    expect(evidence).toMatchObject({ upTo: 7 * MINUTE, errors: { minutes: 4 }, share: { minutes: 4 } });
  });

  test('are complete two minutes after their end', () => {
    expect(completeUntil(10 * MINUTE - 1)).toBe(7 * MINUTE);
    expect(completeUntil(10 * MINUTE)).toBe(8 * MINUTE);
  });

  test('never go back', () => {
    const evidence = beginEvidence(5 * MINUTE);
    expect(addPaths(evidence, compare, { old: [], new: [] }, 0)).toEqual(evidence);
    const alone = addAlone(evidence, compare, { new: [], references: new Map(), recent: QUIET }, 0);
    expect(alone).toEqual({ ...evidence, hour: null });
  });

  test('without a request on the new path say nothing of its errors, and much of its share', () => {
    const evidence = addPaths(beginEvidence(0), compare, { old: minutes(3), new: [] }, 3 * MINUTE);
    expect(evidence.errors).toEqual(NO_ERROR_EVIDENCE);
    expect(evidence.share).toMatchObject({ minutes: 3, n: 0, t: 3_000 });
  });

  test('without a request on either path say nothing', () => {
    const none = { old: minutes(3, { requests: 0, errors: 0 }), new: minutes(3, { requests: 0, errors: 0 }) };
    const { errors, share } = addPaths(beginEvidence(0), compare, none, 3 * MINUTE);
    expect([errors, share]).toEqual([NO_ERROR_EVIDENCE, NO_SHARE_EVIDENCE]);
  });

  test.each([
    ['p99', 100, 3],
    ['p99', 99, 0],
    ['p50', 2, 3],
    ['p50', 1, 0],
  ])('have a %s with %i requests: %i', (latencyStatistic, requests, timed) => {
    const few = { old: minutes(3), new: minutes(3, { requests }) };
    const of = v.parse(compareSchema, { latencyStatistic });
    expect(addPaths(beginEvidence(0), of, few, 3 * MINUTE).latency.minutes).toBe(timed);
  });

  test.each([
    ['old', { old: minutes(3, { latencyMs: null }), new: minutes(3) }],
    ['new', { old: minutes(3), new: minutes(3, { latencyMs: null }) }],
  ])('without a latency of the %s path are not timed', (_, all) => {
    expect(addPaths(beginEvidence(0), compare, all, 3 * MINUTE).latency.minutes).toBe(0);
  });

  test('count as slow beyond the ratio of the plan', () => {
    const slow = {
      old: minutes(4),
      new: [...minutes(2, { latencyMs: 150 }), ...minutes(4, { latencyMs: 151 })],
    };
    const { latency } = addPaths(beginEvidence(0), compare, slow, 4 * MINUTE);
    expect(latency).toMatchObject({ minutes: 4, slow: 4 });
    expect(latency.logRatios).toBeCloseTo(4 * Math.log(1.51), 9);
    const fast = { old: minutes(4), new: minutes(4, { latencyMs: 150 }) };
    expect(addPaths(beginEvidence(0), compare, fast, 4 * MINUTE).latency.slow).toBe(0);
  });
});

describe('minutes of the new path alone', () => {
  const HOUR = 60 * MINUTE;
  /** The same two hours of each day. */
  const days = (count: number, over: (day: number) => Partial<PathMinute> = () => ({})): PathMinute[] =>
    Array.from({ length: count }, (_, day) =>
      [0, 1].map((hour) => ({
        ...{ at: (24 * day + hour) * HOUR, requests: 60_000, errors: 600, latencyMs: 100 },
        ...over(day),
      })),
    ).flat();
  const first = 20 * 24 * 60;
  const news = (count: number, over: Partial<PathMinute> = {}) =>
    Array.from({ length: count }, (_, i) => minute(first + i, over));
  const add = (old: PathMinute[], fresh: PathMinute[], recent = QUIET) =>
    addAlone(
      beginEvidence(first * MINUTE),
      compare,
      { new: fresh, references: hourReferences(old), recent },
      (first + 300) * MINUTE,
    );
  const alike = days(7);

  test('are compared with the same hours of the days before, hour by hour', () => {
    const evidence = add(alike, news(100, { errors: 30, latencyMs: 160 }));
    const errors = errorsSoFar(evidence);
    expect(evidence.errors).toMatchObject({ minutes: 1, newRequests: 60_000, newErrors: 1_800, perOld: 0 });
    expect(errors).toMatchObject({ minutes: 2, newRequests: 100_000, newErrors: 3_000 });
    expect(errors.oldErrors).toBeCloseTo(1_000, 9);
    expect(evidence.latency).toMatchObject({ minutes: 100, slow: 100 });
    expect(errorDifference(errors, 0.005, alphas)?.estimate).toBeCloseTo(0.02, 9);
  });

  test.each([
    [19, 0],
    [20, 1],
  ])('%i of an hour are compared: %i', (count, compared) => {
    expect(errorsSoFar(add(alike, news(count))).minutes).toBe(compared);
  });

  test('are the same evidence in any batches', () => {
    const references = hourReferences(alike);
    const all = news(120, { errors: 25 });
    const cuts = fc.array(fc.nat(120), { maxLength: 5 });
    fc.assert(
      fc.property(cuts, (at) => {
        const ends = [...at.sort((a, b) => a - b), 120].map((cut) => (first + cut) * MINUTE);
        const begin = beginEvidence(first * MINUTE);
        const inBatches = ends.reduce(
          (sums, until) => addAlone(sums, compare, { new: all, references, recent: QUIET }, until),
          begin,
        );
        const last = ends.at(-1) as number;
        expect(rounded(inBatches)).toEqual(
          rounded(addAlone(begin, compare, { new: all, references, recent: QUIET }, last)),
        );
      }),
    );
  });

  test('are compared with nothing where fewer than three days have the hour', () => {
    const evidence = add(days(2), news(100));
    expect(evidence).toMatchObject({ latency: { minutes: 0 }, hour: null });
    expect(errorsSoFar(evidence)).toEqual(NO_ERROR_EVIDENCE);
    const half = add(
      alike.filter(({ at }) => at % (24 * HOUR) === 0),
      news(100),
    );
    expect(errorsSoFar(half).newRequests).toBe(60_000);
    expect(half.hour).toBeNull();
  });

  test('are compared with what the old path did just before, where that was worse', () => {
    const evidence = add(alike, news(60, { errors: 60, latencyMs: 400 }), {
      errorRate: 0.05,
      latencyMs: 300,
    });
    const { oldErrors, oldRequests } = errorsSoFar(evidence);
    expect(oldErrors / oldRequests).toBeCloseTo(0.05, 9);
    expect(evidence.latency).toMatchObject({ minutes: 60, slow: 0 });
  });

  test('are not timed where the days before have no latency', () => {
    const evidence = add(
      days(7, () => ({ latencyMs: null })),
      news(60),
    );
    expect([errorsSoFar(evidence).minutes, evidence.latency.minutes]).toEqual([1, 0]);
  });

  test('must exceed what days differ by, and more in a part of an hour', () => {
    const old = days(7, (day) => ({ errors: day % 2 === 0 ? 300 : 1_200 }));
    const rate = (count: number) => {
      const { oldErrors, oldRequests } = errorsSoFar(add(old, news(count)));
      return oldErrors / oldRequests;
    };
    expect(rate(60)).toBeGreaterThan(0.03);
    expect(rate(20)).toBeGreaterThan(1.4 * rate(60));
  });

  test('differ as much as the hours do together, where the few days of one are alike by chance', () => {
    const old = days(7, (day) => ({ errors: day % 2 === 0 ? 300 : 900 })).map((one) =>
      one.at % (24 * HOUR) === 0 ? { ...one, errors: 600 } : one,
    );
    const spread = (of: number) => hourReferences(old).get(of)?.errorRate.spread ?? 0;
    expect(spread(0)).toBeGreaterThan(0.01);
    expect(spread(1)).toBeGreaterThan(spread(0));
  });

  test('have a reference of at most 100 %', () => {
    const errors = errorsSoFar(
      add(
        days(3, (day) => ({ errors: day * 29_000 })),
        news(60),
      ),
    );
    expect(errors.oldErrors).toBe(errors.oldRequests);
  });

  test('without a request say nothing', () => {
    expect(add(alike, news(60, { requests: 0, errors: 0 })).hour).toBeNull();
    const evidence = add(
      days(7, () => ({ requests: 0 })),
      news(60),
    );
    expect(errorsSoFar(evidence)).toEqual(NO_ERROR_EVIDENCE);
  });
});
