import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { arrivedUntil } from '../../../lambdas/core/comparison/arrived';
import { compared } from '../../../lambdas/core/comparison/comparison';
import { BY_DEFAULT } from '../../../lambdas/core/comparison/comparison-of';
import {
  addPaths,
  beginEvidence,
  COMPLETE_AFTER_SECONDS,
  type Evidence,
} from '../../../lambdas/core/comparison/evidence';
import { judgePaths } from '../../../lambdas/core/comparison/judge-paths';
import { compareSchema } from '../../../lambdas/core/plan/compare';
import type { PathMinute } from '../../../lambdas/core/shared/readings';

const MINUTE_MS = 60_000;
const compareWith = (over: object = {}) =>
  v.parse(compareSchema, { old: 'app/old/1', new: 'app/new/1', measures: ['errorRate'], ...over });
const minutes = (count: number, each: Partial<PathMinute> = {}, from = 0): PathMinute[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ at: MINUTE_MS * (from + i), requests: 1_000, errors: 0, latencyMs: 100 },
    ...each,
  }));
const after = (count: number, fresh: Partial<PathMinute>, old: Partial<PathMinute> = {}) =>
  addPaths(
    beginEvidence(0),
    compareWith(),
    { old: minutes(count, old), new: minutes(count, fresh) },
    count * MINUTE_MS,
  );
const alphas = { fail: 0.005, pass: 0.005 };
interface Given {
  readonly isDefault?: boolean;
  readonly percent?: number;
  readonly over?: object;
}
const judge = (evidence: Evidence, { isDefault = false, percent = 50, over = {} }: Given = {}) =>
  judgePaths(
    { compare: compareWith(over), isDefault },
    compared(compareWith(over), evidence, { percent, alphas }),
  );

const worse = after(60, { errors: 40 });
const alike = after(60, {});
const open = after(1, { errors: 5 });

describe('the judgement of a comparison', () => {
  test.each<[string, Evidence, Given, string]>([
    ['a path that is worse', worse, {}, 'fail'],
    ['a path that is worse, by default', worse, { isDefault: true }, 'fail'],
    ['a path that is worse than the days before', worse, { percent: 100 }, 'fail'],
    ['paths that are alike', alike, {}, 'pass'],
    ['what is not known', open, {}, 'inconclusive'],
    ['what is not known, by default', open, { isDefault: true }, 'pass'],
    ['what is not known at 100 %', open, { percent: 100 }, 'pass'],
  ])('is of %s', (_, evidence, given, verdict) => {
    const [judgement] = judge(evidence, given);
    expect(judgement?.verdict).toBe(verdict);
    expect(judgement?.reason).toMatch(
      /percentage points above \(between -?[\d.]+ and [\d.]+\), the limit is 0\.50/,
    );
  });

  test('says of what is not known what becomes of it', () => {
    expect(judge(open)).toMatchObject([{ undecided: { whenUnknown: 'revert', limitSeconds: null } }]);
    const over = { whenUnknown: 'wait', unknownLimitSeconds: 60 };
    expect(judge(open, { over })).toMatchObject([{ undecided: { whenUnknown: 'wait', limitSeconds: 60 } }]);
    for (const known of [worse, alike]) {
      expect(judge(known)[0]).not.toHaveProperty('undecided');
    }
    expect(judge(open, { isDefault: true })[0]).not.toHaveProperty('undecided');
  });

  test('never contradicts its interval', () => {
    const counts = fc.record({
      minutes: fc.integer({ min: 1, max: 90 }),
      old: fc.integer({ min: 0, max: 60 }),
      fresh: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(counts, (one) => {
        const [{ verdict, reason } = { verdict: 'none', reason: '' }] = judge(
          after(one.minutes, { errors: one.fresh }, { errors: one.old }),
        );
        const [, low, high] = /\(between (-?[\d.]+) and (-?[\d.]+)\)/.exec(reason) ?? [];
        // As far as two digits show it.
        expect(verdict !== 'fail' || Number(low) >= 0.5).toBe(true);
        expect(verdict !== 'pass' || Number(high) <= 0.5).toBe(true);
        expect(verdict !== 'inconclusive' || (Number(low) <= 0.5 && Number(high) >= 0.5)).toBe(true);
      }),
    );
  });
});

describe('the minutes that may be counted', () => {
  const now = 100 * MINUTE_MS + 30_000;
  const complete = now - 30_000 - 1_000 * COMPLETE_AFTER_SECONDS;
  const evidence = beginEvidence(90 * MINUTE_MS);
  const until = (old: PathMinute[], fresh: PathMinute[], from = evidence) =>
    arrivedUntil(from, [old, fresh], now);

  test('are those that CloudWatch has had time for', () => {
    expect(until(minutes(10, {}, 90), minutes(10, {}, 90))).toBe(complete);
    expect(arrivedUntil(evidence, [minutes(10, {}, 90)], now)).toBe(complete);
  });

  test('end with the last that has data, as long as more may come', () => {
    expect(until(minutes(3, {}, 90), minutes(5, {}, 90))).toBe(93 * MINUTE_MS);
    expect(until(minutes(5, {}, 90), minutes(3, {}, 90))).toBe(93 * MINUTE_MS);
    expect(arrivedUntil(evidence, [minutes(5, {}, 90)], now)).toBe(95 * MINUTE_MS);
    expect(until([], [])).toBe(evidence.upTo);
  });

  test('are without requests when their data is an hour late', () => {
    const before = beginEvidence(20 * MINUTE_MS);
    expect(until([], [], before)).toBe(complete - 3_600_000);
    expect(until(minutes(3, {}, 20), [], before)).toBe(complete - 3_600_000);
  });

  test('are without requests on one path when the other has data of ten minutes more', () => {
    const before = beginEvidence(80 * MINUTE_MS);
    expect(until(minutes(20, {}, 80), [], before)).toBe(90 * MINUTE_MS);
    expect(until([], minutes(20, {}, 80), before)).toBe(90 * MINUTE_MS);
    expect(until(minutes(10, {}, 80), [], before)).toBe(before.upTo);
  });
});

test('evidence is the same however its minutes arrive, late ones included', () => {
  const series = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 5, maxLength: 80 });
  const times = fc.array(
    fc.record({ wait: fc.integer({ min: 1, max: 20 }), late: fc.nat(30), later: fc.nat(9) }),
    {
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(series, times, (all, evaluations) => {
      const path = (which: 0 | 1) =>
        all.map((one, i) => ({ at: MINUTE_MS * i, requests: 100, errors: one[which], latencyMs: 100 }));
      const [old, fresh] = [path(0), path(1)];
      const read = (from: Evidence, now: number, late: number, later: number) => {
        const there = (minutesLate: number) => (one: PathMinute) =>
          one.at >= from.upTo && one.at + MINUTE_MS <= now - MINUTE_MS * minutesLate;
        const found = { old: old.filter(there(late)), new: fresh.filter(there(late + later)) };
        const until = arrivedUntil(from, [found.old, found.new], now);
        return addPaths(from, compareWith(), found, until);
      };
      let now = 0;
      let known = beginEvidence(0);
      for (const { wait, late, later } of evaluations) {
        now += MINUTE_MS * wait;
        known = read(known, now, late, later);
      }
      const end = MINUTE_MS * (all.length + 5) + now;
      expect(read(known, end, 0, 0)).toEqual(read(beginEvidence(0), end, 0, 0));
    }),
  );
});

test('the comparison by default has the defaults of the schema', () => {
  expect(BY_DEFAULT).toEqual(v.parse(compareSchema, { measures: ['errorRate'] }));
});
