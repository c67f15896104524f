import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { comparableAfterSeconds, judgeComparison } from '../../../lambdas/core/health/comparison';
import { signTest } from '../../../lambdas/core/health/significance';
import { compareSchema } from '../../../lambdas/core/plan/compare';
import type { PathMinute } from '../../../lambdas/core/shared/readings';

const compareOf = (over: object = {}) =>
  v.parse(compareSchema, { old: 'app/old/1', new: 'app/new/1', ...over });
/** Equal minutes, the first of them at `from`. */
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

test('equal paths pass, with the numbers of both', () => {
  expect(judge({}, minutes(10), minutes(10))).toEqual([
    {
      verdict: 'pass',
      reason: 'error rate: 0.00 % of 10000 requests on the new path, 0.00 % of 10000 requests on the old one',
    },
    {
      verdict: 'pass',
      reason:
        'p99 latency: 100 ms on the new path, 100 ms on the old one; above 1.5 times the ' +
        'old path in 0 of 10 minutes',
    },
    { verdict: 'pass', reason: 'throughput: 50.0 % of 20000 requests on the new path at 50 %' },
  ]);
});

test('passes at 0 %, where there is nothing to compare', () => {
  expect(verdicts({}, [], [], 0)).toEqual(['pass']);
});

describe('too little data', () => {
  test.each([
    ['no data at all', [], []],
    ['few requests on the new path', minutes(10), minutes(10, { requests: 9 })],
    ['few requests on the old path', minutes(10, { requests: 9 }), minutes(10)],
  ])('is inconclusive with %s', (_, old, fresh) => {
    expect(judge({}, old, fresh)).toEqual([
      {
        verdict: 'inconclusive',
        reason: expect.stringMatching(
          /^too few requests to compare: \d+ on the new path and .* \(minimum 100 each\)$/,
        ),
      },
    ]);
  });

  test.each([
    ['p99', 99, 'too few requests for a p99: 990 on one path (minimum 1000)'],
    ['p90', 9, 'too few requests for a p90: 90 on one path (minimum 100)'],
  ])('is inconclusive with too few requests for a %s', (latencyStatistic, requests, reason) => {
    const few = minutes(10, { requests });
    const over = { measures: ['latency'], latencyStatistic, minRequests: 1 };
    expect(judge(over, few, few)).toEqual([{ verdict: 'inconclusive', reason }]);
  });

  test.each([
    [
      'few minutes of the new path',
      minutes(10),
      minutes(6),
      '6 on the new path (minimum 7) and 10 on the old one (minimum 1)',
    ],
    [
      'minutes without a latency',
      minutes(10),
      minutes(10, { latencyMs: null }),
      '0 on the new path (minimum 7) and 10 on the old one (minimum 1)',
    ],
    [
      'no latency of the old path',
      minutes(10, { latencyMs: null }),
      minutes(10),
      '10 on the new path (minimum 7) and 0 on the old one (minimum 1)',
    ],
  ])('is inconclusive with %s', (_, old, fresh, reason) => {
    expect(judge({ measures: ['latency'] }, old, fresh)).toEqual([
      { verdict: 'inconclusive', reason: `too few minutes with a p99: ${reason}` },
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
  ])('judges %i errors a minute against %i, of 1,000 requests: %s', (fresh, old, verdict) => {
    expect(verdicts(errors, minutes(10, { errors: old }), minutes(10, { errors: fresh }))).toEqual([verdict]);
  });

  test('is inconclusive above the limit while not significant, with the chance', () => {
    const fresh = minutes(1, { requests: 200, errors: 2 });
    const [{ verdict, reason } = { verdict: 'none', reason: '' }] = judge(errors, minutes(10), fresh);
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/^error rate: 1\.00 % of 200 requests on the new path, /);
    expect(reason).toMatch(/; the limit is 0\.5 percentage points above the old path \(p = 0\.\d{4}, /);
    expect(reason).toMatch(/, not significant: above 0\.010\)$/);
  });

  test('uses the limit of the plan', () => {
    const [old, fresh] = [minutes(10), minutes(10, { errors: 20 })];
    expect(verdicts({ ...errors, maxErrorRateAbovePercent: 3 }, old, fresh)).toEqual(['pass']);
  });
});

describe('latency', () => {
  const latency = { measures: ['latency'] };
  test.each([
    [140, 'pass'],
    [151, 'fail'],
  ])('judges %i ms against 100 ms: %s', (latencyMs, verdict) => {
    expect(verdicts(latency, minutes(10), minutes(10, { latencyMs }))).toEqual([verdict]);
  });

  test('is compared with the same minute of the old path', () => {
    const rising = (base: number) =>
      minutes(10).map((minute, i) => ({ ...minute, latencyMs: base * (i + 1) }));
    expect(verdicts(latency, rising(100), rising(140))).toEqual(['pass']);
    expect(verdicts(latency, rising(100), rising(160))).toEqual(['fail']);
  });

  test('is compared with the median of the old path where that has no such minute', () => {
    const before = minutes(5, {}, -100).map((minute, i) => ({
      ...minute,
      latencyMs: [90, 95, 100, 105, 900][i] as number,
    }));
    expect(verdicts(latency, before, minutes(10, { latencyMs: 149 }), 100)).toEqual(['pass']);
    expect(verdicts(latency, before, minutes(10, { latencyMs: 151 }), 100)).toEqual(['fail']);
  });

  test('is inconclusive when slow in most minutes, but in too few to be significant', () => {
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
  ])('judges at %i %% with %i of 1,000 requests a minute: %s', (percent, requests, verdict) => {
    const old = minutes(10, { requests: 1_000 - requests });
    expect(verdicts(throughput, old, minutes(10, { requests }), percent)).toEqual([verdict]);
  });

  test('is inconclusive slightly below the limit while not significant', () => {
    const old = minutes(1, { requests: 2_900 });
    expect(verdicts(throughput, old, minutes(1, { requests: 140 }), 10)).toEqual(['inconclusive']);
  });

  test('passes at 100 %, where there is no share to compare', () => {
    expect(judge(throughput, minutes(10), minutes(10), 100)).toEqual([
      { verdict: 'pass', reason: 'throughput: the new path has all traffic' },
    ]);
  });
});

test('a new path that is no worse than the old one never fails', () => {
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
])('a comparison with %j can be judged after %i s', (over, seconds) => {
  expect(comparableAfterSeconds(compareOf(over))).toBe(seconds);
});

describe('a value at its limit', () => {
  test('of requests, minRequests, is enough', () => {
    const just = { measures: ['errorRate'], minRequests: 100 };
    const [hundred, fewer] = [minutes(1, { requests: 100 }), minutes(1, { requests: 99 })];
    expect(verdicts(just, hundred, hundred)).toEqual(['pass']);
    expect(verdicts(just, hundred, fewer)).toEqual(['inconclusive']);
    expect(verdicts(just, fewer, hundred)).toEqual(['inconclusive']);
  });

  test('of the error rate passes', () => {
    // 0.5 percentage points, which floating-point numbers have exactly.
    const [old, fresh] = [minutes(1, { errors: 0 }), minutes(1, { errors: 5 })];
    expect(verdicts({ measures: ['errorRate'], maxErrorRateAbovePercent: 0.5 }, old, fresh)).toEqual([
      'pass',
    ]);
  });

  test('of the latency passes, in every minute', () => {
    const over = { measures: ['latency'], maxLatencyRatio: 1.5 };
    expect(verdicts(over, minutes(10), minutes(10, { latencyMs: 150 }))).toEqual(['pass']);
    expect(verdicts(over, minutes(10), minutes(10, { latencyMs: 150.1 }))).toEqual(['fail']);
  });

  test.each([
    [5, 'pass'],
    [6, 'inconclusive'],
  ])('of the latency in %i of 10 minutes above it gives %s', (slow, verdict) => {
    const fresh = minutes(10).map((one, i) => ({ ...one, latencyMs: i < slow ? 200 : 100 }));
    expect(verdicts({ measures: ['latency'] }, minutes(10), fresh)).toEqual([verdict]);
  });

  test.each([
    ['p99', 1_000],
    ['p95', 200],
    ['p90', 100],
    ['p50', 20],
  ])('of requests for a %s, %i, is enough', (latencyStatistic, requests) => {
    const over = { measures: ['latency'], latencyStatistic, minRequests: 1 };
    // All requests of a path in its first minute.
    const path = (total: number) => minutes(10).map((one, i) => ({ ...one, requests: i === 0 ? total : 0 }));
    expect(verdicts(over, path(requests), path(requests))).toEqual(['pass']);
    expect(verdicts(over, path(requests - 1), path(requests))).toEqual(['inconclusive']);
  });

  test('of minutes, as many as the sign test needs, is enough', () => {
    expect(verdicts({ measures: ['latency'] }, minutes(1), minutes(7))).toEqual(['pass']);
  });

  test('of the throughput passes, though it is as improbable as the plan allows', () => {
    // A quarter of the requests at 50 %, with half of that share as the least.
    const [old, fresh] = [minutes(1, { requests: 300 }), minutes(1, { requests: 100 })];
    const over = { measures: ['throughput'], minThroughputRatio: 0.5 };
    expect(verdicts(over, old, fresh)).toEqual(['pass']);
  });

  test('of the confidence, reached exactly, fails', () => {
    const chance = signTest(4, 4);
    const over = { measures: ['latency'], latencyStatistic: 'p50', minRequests: 1 };
    const slow = minutes(4, { latencyMs: 300 });
    // The numbers next to it, because 1 - (1 - x) is not always x.
    const confidences = [-1, 0, 1].map((step) => 1 - chance + step * 2 ** -53);
    const exact = confidences.find((confidence) => 1 - confidence === chance);
    expect(exact).toBeDefined();
    expect(verdicts({ ...over, confidence: exact }, minutes(4), slow)).toEqual(['fail']);
  });

  test('is named with the share that the plan asks for', () => {
    const [old, fresh] = [minutes(1, { requests: 2_900 }), minutes(1, { requests: 100 })];
    const [{ reason } = { reason: '' }] = judge({ measures: ['throughput'] }, old, fresh, 10);
    expect(reason).toBe(
      'throughput: 3.3 % of 3000 requests on the new path at 10 %;' +
        ' the limit is at least 5.0 % (p = 0.0010)',
    );
  });
});
