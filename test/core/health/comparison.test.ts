import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { comparableAfterSeconds, judgeComparison } from '../../../lambdas/core/health/comparison';
import { compareSchema } from '../../../lambdas/core/plan/compare';
import type { PathMinute } from '../../../lambdas/core/shared/readings';

const compareOf = (over: object = {}) =>
  v.parse(compareSchema, { old: 'app/old/1', new: 'app/new/1', ...over });
/** Minutes alike, the first of them at `from`. */
const minutes = (count: number, each: Partial<PathMinute> = {}, from = 0): PathMinute[] =>
  Array.from({ length: count }, (_, i) => ({
    at: 60_000 * (from + i),
    requests: 1_000,
    errors: 0,
    latencyMs: 100,
    ...each,
  }));
const at = (percent: number) => ({ percent, secondsSinceEffective: 600 });
const judge = (over: object, old: PathMinute[], fresh: PathMinute[], percent = 50) =>
  judgeComparison(compareOf(over), { old, new: fresh }, at(percent));
const verdicts = (...args: Parameters<typeof judge>) => judge(...args).map(({ verdict }) => verdict);

test('paths alike pass, with their numbers', () => {
  expect(judge({}, minutes(10), minutes(10))).toEqual([
    {
      verdict: 'pass',
      reason: 'error rate 0.00 % of 10000 requests on the new path, 0.00 % of 10000 on the old one',
    },
    {
      verdict: 'pass',
      reason: 'p99 100 ms on the new path, 100 ms on the old one, over 1.5 times as much in 0 of 10 minutes',
    },
    { verdict: 'pass', reason: '50.0 % of 20000 requests on the new path at 50 %' },
  ]);
});

test('nothing on the new path is nothing to compare', () => {
  expect(verdicts({}, [], [], 0)).toEqual(['pass']);
});

describe('too little to compare is inconclusive', () => {
  test.each([
    ['no data at all', [], []],
    ['few requests on the new path', minutes(10), minutes(10, { requests: 9 })],
    ['few requests on the old path', minutes(10, { requests: 9 }), minutes(10)],
  ])('%s', (_, old, fresh) => {
    expect(judge({}, old, fresh)).toEqual([
      {
        verdict: 'inconclusive',
        reason: expect.stringMatching(/^only \d+ requests on the new path and .* of at least 100 each$/),
      },
    ]);
  });

  test.each([
    ['p99', 99, 'only 990 requests on a path, a p99 takes 1000'],
    ['p90', 9, 'only 90 requests on a path, a p90 takes 100'],
  ])('too few for a %s', (latencyStatistic, requests, reason) => {
    const few = minutes(10, { requests });
    const over = { measures: ['latency'], latencyStatistic, minRequests: 1 };
    expect(judge(over, few, few)).toEqual([{ verdict: 'inconclusive', reason }]);
  });

  test.each([
    ['few minutes of the new path', minutes(10), minutes(6)],
    ['minutes without a latency', minutes(10), minutes(10, { latencyMs: null })],
    ['no latency of the old path', minutes(10, { latencyMs: null }), minutes(10)],
  ])('%s', (_, old, fresh) => {
    expect(judge({ measures: ['latency'] }, old, fresh)).toEqual([
      { verdict: 'inconclusive', reason: expect.stringContaining('7 are needed') },
    ]);
  });
});

describe('errors', () => {
  const errors = { measures: ['errorRate'] };
  test.each([
    [0, 0, 'pass'],
    [5, 0, 'pass'],
    [10, 0, 'fail'],
    [20, 18, 'pass'],
    [40, 20, 'fail'],
  ])('%i against %i of 1,000 a minute: %s', (fresh, old, verdict) => {
    expect(verdicts(errors, minutes(10, { errors: old }), minutes(10, { errors: fresh }))).toEqual([verdict]);
  });

  test('above the limit and not yet sure: inconclusive, with the chance', () => {
    const fresh = minutes(1, { requests: 200, errors: 2 });
    expect(judge(errors, minutes(10), fresh)).toEqual([
      {
        verdict: 'inconclusive',
        reason: expect.stringMatching(
          /^error rate 1\.00 % of 200 .*; the limit is 0\.5 points above \(p = 0\.\d{4}, not yet 0\.010\)$/,
        ),
      },
    ]);
  });

  test('the limit is the plan’s', () => {
    const [old, fresh] = [minutes(10), minutes(10, { errors: 20 })];
    expect(verdicts({ ...errors, maxErrorRateAbovePercent: 3 }, old, fresh)).toEqual(['pass']);
  });
});

describe('latency', () => {
  const latency = { measures: ['latency'] };
  test.each([
    [140, 'pass'],
    [151, 'fail'],
  ])('%i ms against 100 ms: %s', (latencyMs, verdict) => {
    expect(verdicts(latency, minutes(10), minutes(10, { latencyMs }))).toEqual([verdict]);
  });

  test('is held against the same minute of the old path', () => {
    const rising = (base: number) =>
      minutes(10).map((minute, i) => ({ ...minute, latencyMs: base * (i + 1) }));
    expect(verdicts(latency, rising(100), rising(140))).toEqual(['pass']);
    expect(verdicts(latency, rising(100), rising(160))).toEqual(['fail']);
  });

  test('is held against the median of the old path where that has no such minute', () => {
    const before = minutes(5, {}, -100).map((minute, i) => ({
      ...minute,
      latencyMs: [90, 95, 100, 105, 900][i] as number,
    }));
    expect(verdicts(latency, before, minutes(10, { latencyMs: 149 }), 100)).toEqual(['pass']);
    expect(verdicts(latency, before, minutes(10, { latencyMs: 151 }), 100)).toEqual(['fail']);
  });

  test('slow in most minutes, but not in enough of them to be sure: inconclusive', () => {
    const mixed = minutes(10).map((minute, i) => ({ ...minute, latencyMs: i < 6 ? 200 : 100 }));
    expect(verdicts(latency, minutes(10), mixed)).toEqual(['inconclusive']);
  });
});

describe('throughput', () => {
  const throughput = { measures: ['throughput'] };
  test.each([
    [10, 100, 'pass'],
    [10, 60, 'pass'],
    [10, 40, 'fail'],
    [50, 300, 'pass'],
    [50, 200, 'fail'],
  ])('at %i %%, %i a minute of 1,000: %s', (percent, requests, verdict) => {
    const old = minutes(10, { requests: 1_000 - requests });
    expect(verdicts(throughput, old, minutes(10, { requests }), percent)).toEqual([verdict]);
  });

  test('a little too low, and not yet sure: inconclusive', () => {
    const old = minutes(1, { requests: 2_900 });
    expect(verdicts(throughput, old, minutes(1, { requests: 140 }), 10)).toEqual(['inconclusive']);
  });

  test('with all traffic on the new path there is no share', () => {
    expect(judge(throughput, minutes(10), minutes(10), 100)).toEqual([
      { verdict: 'pass', reason: 'all requests are meant for the new path' },
    ]);
  });
});

test('a better new path never fails, whatever the numbers', () => {
  const number = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { minLength: 7, maxLength: 60 }),
      fc.integer({ min: 1, max: 100 }),
      (series, percent) => {
        const old = series.map(([errors, ms], i) => ({
          at: 60_000 * i,
          requests: 1_000,
          errors,
          latencyMs: ms + 1,
        }));
        const fresh = old.map((minute) => ({
          ...minute,
          requests: 1_000,
          errors: Math.floor(minute.errors / 2),
        }));
        const measures = { measures: ['errorRate', 'latency'] };
        expect(verdicts(measures, old, fresh, percent)).not.toContain('fail');
      },
    ),
  );
});

test.each([
  [{}, 540],
  [{ confidence: 0.9 }, 360],
  [{ measures: ['errorRate', 'throughput'] }, 180],
])('%j can be judged after %i s', (over, seconds) => {
  expect(comparableAfterSeconds(compareOf(over))).toBe(seconds);
});
