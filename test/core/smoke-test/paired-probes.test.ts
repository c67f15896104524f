import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { signTest } from '../../../lambdas/core/health/significance';
import { pairedProbesSchema } from '../../../lambdas/core/plan/compare';
import { judgePairs, type ProbePair, probedChecks } from '../../../lambdas/core/smoke-test/paired-probes';
import { planOf } from '../../support/plans/plans';

const compare = v.parse(pairedProbesSchema, { baseUrl: 'https://api.example.com' });
const ok = (latencyMs: number | null) => ({ passed: true, latencyMs });
const bad = { passed: false, latencyMs: null };
const pairs = (count: number, pair: ProbePair) => Array.from({ length: count }, () => pair);
const alike = { old: ok(40), new: ok(40) };

test('equal paths pass, with their medians', () => {
  expect(judgePairs(compare, pairs(20, alike))).toEqual({
    verdict: 'pass',
    reason: 'median 40 ms on the new path, 40 ms on the old path in 20 pairs',
  });
});

describe('a slower new path', () => {
  const slow = { old: ok(40), new: ok(100) };
  test.each([
    [10, 'pass'],
    [13, 'inconclusive'],
    [16, 'fail'],
    [20, 'fail'],
  ])('in %i of 20 pairs: verdict %s', (count, verdict) => {
    expect(judgePairs(compare, [...pairs(count, slow), ...pairs(20 - count, alike)]).verdict).toBe(verdict);
  });

  test('passes below ignoreBelowMs, whatever the ratio', () => {
    expect(judgePairs(compare, pairs(20, { old: ok(2), new: ok(21) })).verdict).toBe('pass');
    expect(judgePairs(compare, pairs(20, { old: ok(2), new: ok(22) }))).toEqual({
      verdict: 'fail',
      reason:
        'median 22 ms on the new path, 2 ms on the old path in 20 pairs,' +
        ' more than 1.5 times as high in 20 of them (p = 0.0000)',
    });
  });
});

describe('failed requests', () => {
  test.each([
    [1, 0, 'inconclusive'],
    [6, 0, 'inconclusive'],
    [7, 0, 'fail'],
    [3, 3, 'pass'],
    [0, 5, 'pass'],
  ])(
    'of only the new path in %i pairs and only the old path in %i: verdict %s',
    (onlyNew, onlyOld, verdict) => {
      const failing = [
        ...pairs(onlyNew, { old: ok(40), new: bad }),
        ...pairs(onlyOld, { old: bad, new: ok(40) }),
        ...pairs(20 - onlyNew - onlyOld, alike),
      ];
      expect(judgePairs(compare, failing).verdict).toBe(verdict);
    },
  );

  test('of both paths leave too few pairs: verdict inconclusive', () => {
    const both = [...pairs(6, alike), ...pairs(14, { old: bad, new: bad })];
    expect(judgePairs(compare, both)).toEqual({
      verdict: 'inconclusive',
      reason: 'both paths passed in 6 of 20 pairs of requests (minimum 7 to compare them)',
    });
    expect(judgePairs(compare, [...both, alike]).verdict).toBe('pass');
  });
});

test('a response without a latency counts as 0 ms', () => {
  expect(judgePairs(compare, pairs(7, { old: ok(null), new: ok(null) })).verdict).toBe('pass');
});

test('only GET and HEAD are sent to both paths', () => {
  const checks = (['GET', 'HEAD', 'POST', 'DELETE'] as const).map((method) => ({ path: '/', method }));
  const { smokeTest } = planOf({ smokeTest: { baseUrl: 'https://gw-api.example.com', checks } });
  expect(probedChecks(smokeTest).map(({ method }) => method)).toEqual(['GET', 'HEAD']);
});

describe('a value at its limit', () => {
  test('of the ratio is not slow', () => {
    expect(judgePairs(compare, pairs(20, { old: ok(100), new: ok(150) })).verdict).toBe('pass');
    expect(judgePairs(compare, pairs(20, { old: ok(100), new: ok(151) })).verdict).toBe('fail');
  });

  test('of the confidence, reached exactly, fails', () => {
    const chance = signTest(4, 4);
    // The numbers next to it, because 1 - (1 - x) is not always x.
    const confidences = [-1, 0, 1].map((step) => 1 - chance + step * 2 ** -53);
    const confidence = confidences.find((one) => 1 - one === chance) ?? Number.NaN;
    const exact = { ...compare, confidence };
    const failing = [...pairs(4, { old: ok(40), new: bad }), ...pairs(16, alike)];
    expect(judgePairs(exact, failing).verdict).toBe('fail');
    expect(judgePairs(exact, pairs(4, { old: ok(40), new: ok(100) })).verdict).toBe('fail');
  });

  test('of failures on both paths is not worse, and the latency decides', () => {
    const failing = [...pairs(4, { old: ok(40), new: bad }), ...pairs(4, { old: bad, new: ok(40) })];
    const slow = pairs(12, { old: ok(40), new: ok(100) });
    expect(judgePairs(compare, [...failing, ...slow]).reason).toMatch(/^median 100 ms on the new path/);
  });
});

test('failures of the new path are named with both counts and their chance', () => {
  const failing = [
    ...pairs(5, { old: ok(40), new: bad }),
    ...pairs(2, { old: bad, new: ok(40) }),
    ...pairs(13, alike),
  ];
  // 5 or more of 7: (21 + 7 + 1) / 128.
  expect(judgePairs(compare, failing)).toEqual({
    verdict: 'inconclusive',
    reason: 'only the new path failed in 5 of 20 pairs of requests, only the old path in 2 (p = 0.2266)',
  });
});
