import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { pairedProbesSchema } from '../../../lambdas/core/plan/compare';
import { judgePairs, type ProbePair, probedChecks } from '../../../lambdas/core/smoke-test/paired-probes';
import { planOf } from '../../support/plans/plans';

const compare = v.parse(pairedProbesSchema, { baseUrl: 'https://api.example.com' });
const ok = (latencyMs: number | null) => ({ passed: true, latencyMs });
const bad = { passed: false, latencyMs: null };
const pairs = (count: number, pair: ProbePair) => Array.from({ length: count }, () => pair);
const alike = { old: ok(40), new: ok(40) };
const slow = { old: ok(40), new: ok(100) };
const verdict = (of: readonly ProbePair[], over: object = {}) =>
  judgePairs({ ...compare, ...over }, of).verdict;

test('equal paths pass, with the numbers, the intervals and the limits', () => {
  expect(judgePairs(compare, pairs(30, alike))).toEqual({
    verdict: 'pass',
    reason:
      'only the new path failed in 0 of 30 pairs of requests (at most 20 %, the limit is 25),' +
      ' only the old path in 0;' +
      ' median 40 ms on the new path, 40 ms on the old path, more than 1.5 times as high in 0 of 30 pairs' +
      ' (between 0 and 20 %, the limit is 50)',
  });
});

test('before the first pair, nothing is known', () => {
  expect(judgePairs(compare, [])).toEqual({
    verdict: 'inconclusive',
    reason:
      'only the new path failed in 0 of 0 pairs of requests (at most 100 %, the limit is 25),' +
      ' only the old path in 0; both paths passed in none of 0 pairs of requests',
  });
});

describe('a slower new path', () => {
  test.each([
    [0, 30, 'pass'],
    [6, 30, 'inconclusive'],
    [6, 60, 'pass'],
    [30, 60, 'inconclusive'],
    [11, 11, 'fail'],
    [10, 10, 'inconclusive'],
    [45, 60, 'fail'],
  ])('in %i of %i pairs: verdict %s', (count, of, expected) => {
    expect(verdict([...pairs(count, slow), ...pairs(of - count, alike)])).toBe(expected);
  });

  test('passes below ignoreBelowMs, whatever the ratio', () => {
    expect(verdict(pairs(30, { old: ok(2), new: ok(21) }))).toBe('pass');
    expect(verdict(pairs(30, { old: ok(2), new: ok(22) }))).toBe('fail');
  });

  test('at the ratio is not slow', () => {
    expect(verdict(pairs(30, { old: ok(100), new: ok(150) }))).toBe('pass');
    expect(verdict(pairs(30, { old: ok(100), new: ok(151) }))).toBe('fail');
  });

  test('is judged where both paths passed', () => {
    expect(verdict([...pairs(30, alike), ...pairs(30, { old: bad, new: ok(900) })])).toBe('pass');
  });
});

describe('failed requests', () => {
  test.each([
    [1, 0, 'inconclusive'],
    [10, 0, 'inconclusive'],
    [11, 0, 'fail'],
    [5, 5, 'inconclusive'],
    [0, 10, 'pass'],
  ])(
    'of only the new path in %i of 40 pairs, of only the old path in %i: verdict %s',
    (onlyNew, onlyOld, expected) => {
      const failing = [
        ...pairs(onlyNew, { old: ok(40), new: bad }),
        ...pairs(onlyOld, { old: bad, new: ok(40) }),
        ...pairs(40 - onlyNew - onlyOld, alike),
      ];
      expect(verdict(failing, { maxOnlyNewPercent: 18 })).toBe(expected);
    },
  );

  test('are tolerated up to the limit of the plan', () => {
    const failing = [...pairs(1, { old: ok(40), new: bad }), ...pairs(39, alike)];
    expect(verdict(failing)).toBe('pass');
    expect(verdict(failing, { maxOnlyNewPercent: 20 })).toBe('inconclusive');
  });

  test('of both paths leave nothing to compare', () => {
    expect(judgePairs(compare, pairs(30, { old: bad, new: bad }))).toEqual({
      verdict: 'inconclusive',
      reason: 'both paths passed in none of 30 pairs of requests',
    });
  });
});

test('a response without a latency counts as 0 ms', () => {
  expect(verdict(pairs(30, { old: ok(null), new: ok(null) }))).toBe('pass');
});

test('only GET and HEAD are sent to both paths', () => {
  const checks = (['GET', 'HEAD', 'POST', 'DELETE'] as const).map((method) => ({ path: '/', method }));
  const { smokeTest } = planOf({ smokeTest: { baseUrl: 'https://gw-api.example.com', checks } });
  expect(probedChecks(smokeTest).map(({ method }) => method)).toEqual(['GET', 'HEAD']);
});

test('a new path as likely to fail or to be slow as the old one hardly ever fails, at any time', () => {
  const coin = fc.integer({ min: 0, max: 3 });
  const samples = fc.sample(fc.array(coin, { minLength: 200, maxLength: 200 }), { numRuns: 200, seed: 7 });
  const failed = samples.filter((draws) => {
    const drawn = draws.map(
      (draw) => [alike, slow, { old: bad, new: ok(40) }, { old: ok(40), new: bad }][draw],
    );
    return drawn.some((_, i) => i % 5 === 4 && verdict(drawn.slice(0, i + 1) as ProbePair[]) === 'fail');
  });
  expect(failed.length).toBeLessThanOrEqual(2);
});
