import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { alphasOf } from '../../../lambdas/core/comparison/alphas';
import { compared } from '../../../lambdas/core/comparison/comparison';
import { addAlone, addPaths, beginEvidence } from '../../../lambdas/core/comparison/evidence';
import { hourReferences } from '../../../lambdas/core/comparison/reference';
import { compareSchema } from '../../../lambdas/core/plan/compare';
import type { PathMinute } from '../../../lambdas/core/shared/readings';

const MINUTE = 60_000;
const alphas = { fail: 0.0025, pass: 0.005 };
const compareOf = (over: object = {}) => v.parse(compareSchema, over);

const minutes = (count: number, over: Partial<PathMinute> = {}): PathMinute[] =>
  Array.from({ length: count }, (_, i) => ({
    at: i * MINUTE,
    requests: 1_000,
    errors: 0,
    latencyMs: 100,
    ...over,
  }));

const judge = (over: object, old: PathMinute[], fresh: PathMinute[], percent = 50) => {
  const compare = compareOf(over);
  const until = MINUTE * Math.max(old.length, fresh.length);
  return compared(compare, addPaths(beginEvidence(0), compare, { old, new: fresh }, until), {
    percent,
    alphas,
  });
};
const verdicts = (...args: Parameters<typeof judge>) => judge(...args).map(({ verdict }) => verdict);
const errors = { measures: ['errorRate'] };
const latency = { measures: ['latency'] };
const throughput = { measures: ['throughput'] };

test('alike paths pass, with the numbers, the interval and the limit of every measure', () => {
  expect(judge({}, minutes(20, { errors: 10 }), minutes(20, { errors: 10 }))).toMatchObject([
    {
      measure: 'errorRate',
      verdict: 'pass',
      reason:
        'error rate: 1.00 % of 20000 requests on the new path, 1.00 % of 20000 on the old one:' +
        ' 0.00 percentage points above (between -0.38 and 0.36), the limit is 0.50',
      limit: 0.5,
      minutesLeft: 0,
    },
    {
      measure: 'latency',
      verdict: 'pass',
      reason:
        'p99 latency: 1.00 times that of the old path, above 1.5 times in 0 of 20 minutes:' +
        ' 0 % (between 0 and 31), the limit is 50',
    },
    {
      measure: 'throughput',
      verdict: 'pass',
      reason:
        'throughput at 50 %: 20000 of 40000 requests on the new path:' +
        ' 50.0 % (between 48.9 and 51.1), the limit is 25.0',
    },
  ]);
});

describe('before anything is known', () => {
  test.each([
    [
      'no minute',
      0,
      {},
      [
        'error rate: too few requests to compare: 0 on the new path and 0 on the old one (minimum 100 each)',
        'p99 latency: no minute yet with enough requests on both paths',
        'throughput: too few requests to compare: 0 on both paths (minimum 100)',
      ],
    ],
    [
      'too few requests',
      4,
      { requests: 10 },
      [
        'error rate: too few requests to compare: 40 on the new path and 40 on the old one' +
          ' (minimum 100 each)',
        'p99 latency: no minute yet with enough requests on both paths',
        'throughput: too few requests to compare: 80 on both paths (minimum 100)',
      ],
    ],
  ])('with %s, all is inconclusive', (_, count, over, reasons) => {
    const found = judge({}, minutes(count, over), minutes(count, over));
    expect(found.map(({ reason }) => reason)).toEqual(reasons);
    for (const one of found) {
      expect(one).toMatchObject({ verdict: 'inconclusive', estimate: null, low: null, high: null });
      expect(one.minutesLeft).toBeNull();
    }
  });

  test('the reason says how much longer it takes', () => {
    const [found] = judge(errors, minutes(5, { errors: 10 }), minutes(5, { errors: 10 }));
    expect(found).toMatchObject({ verdict: 'inconclusive', minutesLeft: 6 });
    expect(found?.reason).toMatch(
      /the limit is 0\.50; not known yet: it takes about 6 more minutes like these$/,
    );
    expect(verdicts(errors, minutes(9, { errors: 10 }), minutes(9, { errors: 10 }))).toEqual([
      'inconclusive',
    ]);
    expect(verdicts(errors, minutes(11, { errors: 10 }), minutes(11, { errors: 10 }))).toEqual(['pass']);
  });

  test('a difference of just the limit is never known', () => {
    const [found] = judge(errors, minutes(500, { errors: 10 }), minutes(500, { errors: 15 }));
    expect(found).toMatchObject({ verdict: 'inconclusive', minutesLeft: null });
    expect(found?.reason).toMatch(/; this difference is too near to the limit to be distinguished from it$/);
  });
});

describe('errors', () => {
  test.each([
    [0, 0, 'pass'],
    [5, 0, 'inconclusive'],
    [12, 0, 'fail'],
    [20, 20, 'pass'],
    [40, 20, 'fail'],
  ])('of %i in 1,000 on the new path and %i on the old one: %s', (fresh, old, verdict) => {
    const [at, against] = [minutes(40, { errors: fresh }), minutes(40, { errors: old })];
    expect(verdicts(errors, against, at)).toEqual([verdict]);
  });

  test('of all requests fail within a minute', () => {
    expect(verdicts(errors, minutes(1), minutes(1, { errors: 1_000 }))).toEqual(['fail']);
  });

  test('use the limit of the plan', () => {
    const [old, fresh] = [minutes(40), minutes(40, { errors: 12 })];
    expect(verdicts({ ...errors, maxErrorRateAbovePercent: 3 }, old, fresh)).toEqual(['pass']);
  });

  test('in bursts of both paths are no difference, and in bursts of one take longer to be known', () => {
    const burst = (count: number, on: number) =>
      minutes(count).map((minute, i) => ({ ...minute, errors: i % 20 === 0 ? on : 0 }));
    expect(verdicts(errors, burst(100, 400), burst(100, 400))).toEqual(['pass']);
    const [even, uneven] = [minutes(60, { errors: 20 }), burst(60, 400)].map((fresh) =>
      judge(errors, minutes(60), fresh),
    );
    const width = (found: ReturnType<typeof judge> | undefined) =>
      (found?.[0]?.high ?? 0) - (found?.[0]?.low ?? 0);
    expect(width(uneven)).toBeGreaterThan(2 * width(even));
  });
});

describe('latency', () => {
  test.each([
    [5, 500, 'inconclusive'],
    [13, 500, 'fail'],
    [13, 149, 'pass'],
  ])('after %i minutes with %i ms against 100: %s', (count, latencyMs, verdict) => {
    expect(verdicts(latency, minutes(count), minutes(count, { latencyMs }))).toEqual([verdict]);
  });

  test('says how many more minutes it takes', () => {
    const [found] = judge(latency, minutes(5), minutes(5, { latencyMs: 500 }));
    expect(found?.minutesLeft).toBeGreaterThan(3);
    expect(found?.minutesLeft).toBeLessThan(9);
  });
});

describe('throughput', () => {
  const share = (fresh: number, old: number, percent = 50, count = 30) =>
    judge(throughput, minutes(count, { requests: old }), minutes(count, { requests: fresh }), percent);
  test.each([
    [500, 500, 50, 'pass'],
    [100, 900, 50, 'fail'],
    [250, 750, 50, 'inconclusive'],
    [100, 900, 10, 'pass'],
  ])('of %i beside %i at %i %%: %s', (fresh, old, percent, verdict) => {
    expect(share(fresh, old, percent)).toMatchObject([{ verdict }]);
  });

  test('fails where nothing arrives', () => {
    const found = judge(throughput, minutes(10), [], 10);
    expect(found).toMatchObject([{ verdict: 'fail', estimate: 0, limit: 5 }]);
  });

  test('of resolvers that move all of their clients at once takes longer to be known', () => {
    const uneven = minutes(30).map((minute, i) => ({ ...minute, requests: i % 2 === 0 ? 980 : 20 }));
    const other = uneven.map((minute) => ({ ...minute, requests: 1_000 - minute.requests }));
    const [found] = judge(throughput, other, uneven);
    const [even] = share(500, 500);
    expect((found?.high ?? 0) - (found?.low ?? 0)).toBeGreaterThan(
      5 * ((even?.high ?? 0) - (even?.low ?? 0)),
    );
  });
});

describe('at 100 %', () => {
  const HOUR = 60 * MINUTE;
  const days = (over: Partial<PathMinute> = {}) =>
    Array.from({ length: 7 * 24 }, (_, i) => {
      const day = Math.floor(i / 24);
      return { at: i * HOUR, requests: 60_000, errors: 600 + 10 * day, latencyMs: 100 + day, ...over };
    });
  const judgeAlone = (old: PathMinute[], fresh: Partial<PathMinute>, over: object = {}, count = 300) => {
    const compare = compareOf(over);
    const from = 20 * 24 * 60;
    const news = minutes(count, fresh).map((one) => ({ ...one, at: one.at + from * MINUTE }));
    const evidence = addAlone(
      beginEvidence(from * MINUTE),
      compare,
      { new: news, references: hourReferences(old), recent: { errorRate: 0, latencyMs: 0 } },
      (from + count) * MINUTE,
    );
    return compared(compare, evidence, { percent: 100, alphas });
  };

  test('nothing is inconclusive: what is not worse than the days before passes', () => {
    expect(judgeAlone(days(), { errors: 14 })).toMatchObject([
      { measure: 'errorRate', verdict: 'pass', minutesLeft: 0 },
      { measure: 'latency', verdict: 'pass' },
      { measure: 'throughput', verdict: 'pass', reason: 'throughput: the new path has all traffic' },
    ]);
  });

  test('it fails beyond what the days differ by, and the limit', () => {
    const [found] = judgeAlone(days(), { errors: 40 }, errors, 20);
    expect(found?.verdict).toBe('fail');
    expect(found?.reason).toMatch(
      /^error rate: 4\.00 % of 20000 .* at most 1\.\d\d % at these hours on the days before: 2/,
    );
    expect(judgeAlone(days(), { latencyMs: 400 }, latency)).toMatchObject([{ verdict: 'fail' }]);
  });

  test('it passes with few requests', () => {
    const few = { requests: 2, errors: 2 };
    expect(judgeAlone(days(), few, errors, 40)).toMatchObject([
      {
        verdict: 'pass',
        reason: 'error rate: too few requests to compare: 80 on the new path (minimum 100)',
      },
    ]);
  });

  test('it passes without days to compare with, and says so', () => {
    const nothing =
      'nothing to compare with yet: it takes 20 minutes of an hour that 3 of the 7 days before have as well';
    expect(judgeAlone([], { errors: 900 }, { measures: ['errorRate', 'latency'] })).toMatchObject([
      {
        verdict: 'pass',
        reason: `error rate: ${nothing}`,
      },
      {
        verdict: 'pass',
        reason: `p99 latency: ${nothing}`,
      },
    ]);
  });
});

test('a verdict never contradicts its interval', () => {
  const count = fc.integer({ min: 1, max: 2_000 });
  fc.assert(
    fc.property(
      count,
      count,
      fc.nat(400),
      fc.nat(400),
      fc.integer({ min: 10, max: 900 }),
      fc.integer({ min: 1, max: 99 }),
      (n, m, x, y, latencyMs, percent) => {
        const fresh = minutes(15, { requests: n, errors: Math.min(n, x), latencyMs });
        const old = minutes(15, { requests: m, errors: Math.min(m, y) });
        for (const { measure, verdict, low, high, limit, estimate } of judge({}, old, fresh, percent)) {
          if (low === null || high === null || estimate === null) {
            expect(verdict).toBe('inconclusive');
            continue;
          }
          expect(low).toBeLessThanOrEqual(estimate);
          expect(high).toBeGreaterThanOrEqual(estimate);
          const [worse, better] =
            measure === 'throughput' ? [high < limit, low > limit] : [low > limit, high < limit];
          expect(verdict).toBe(worse ? 'fail' : better ? 'pass' : 'inconclusive');
        }
      },
    ),
  );
});

describe('the chance of a wrong decision', () => {
  const plan = (stages: { percent: number; deploy?: object }[]) => ({ stages }) as never;
  test.each([
    [[{ percent: 10 }, { percent: 50 }, { percent: 100 }], 3],
    [[{ percent: 0 }, { percent: 100 }], 1],
    [[{ percent: 10 }, { percent: 50, deploy: {} }, { percent: 100, deploy: {} }], 5],
    [[{ percent: 0 }, { percent: 50, deploy: {} }, { percent: 100 }], 2],
    [[{ percent: 10, deploy: {} }, { percent: 100 }], 2],
  ])('is shared by the comparisons of %j', (stages, begun) => {
    const { fail, pass } = alphasOf(plan(stages), compareOf({ measures: ['errorRate', 'latency'] }));
    expect(fail).toBeCloseTo(0.005 / begun / 2, 12);
    expect(pass).toBeCloseTo(0.005, 12);
  });
});
