import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluationRange, judgeAlarms, judgeRequests } from '../../../lambdas/core/health/health-verdict';
import { type Verdict, worst } from '../../../lambdas/core/health/verdict';
import type { Health } from '../../../lambdas/core/plan/health';
import type { AlarmReading } from '../../../lambdas/core/shared/readings';
import { planOf } from '../../support/plans/plans';
import { alarmOf } from '../../support/plans/readings';

const healthOf = (...alarms: string[]): Health => planOf({ health: { alarms } }).health;
const health = healthOf('5xx', 'p99');
const fiveXx = alarmOf({ name: '5xx' });
const p99 = alarmOf({ name: 'p99', evaluationRangeSeconds: 120 });
const silent = (alarm: AlarmReading): AlarmReading => ({
  ...alarm,
  state: 'INSUFFICIENT_DATA',
  reason: 'no datapoints were received for 3 periods',
});
const ringing = (alarm: AlarmReading): AlarmReading => ({
  ...alarm,
  state: 'ALARM',
  reason: '3 datapoints [2.31, 2.2, 2.0] were greater than the threshold (1.0)',
});
const later = { percent: 10, secondsSinceEffective: 300 };
const judge = (alarms: readonly AlarmReading[], moment = later, plan = health) =>
  worst(judgeAlarms(plan, alarms, moment));

describe('alarms', () => {
  test('that are all OK pass, with their number', () => {
    expect(judge([fiveXx, p99])).toEqual({ verdict: 'pass', reason: '2 of 2 alarms are OK' });
  });

  test('of which one rings fail, with the numbers of CloudWatch', () => {
    expect(judge([ringing(fiveXx), p99])).toEqual({
      verdict: 'fail',
      reason: 'alarm "5xx" is in ALARM: 3 datapoints [2.31, 2.2, 2.0] were greater than the threshold (1.0)',
    });
  });

  test('are counted by what they are', () => {
    expect(judgeAlarms(health, [ringing(fiveXx), p99], later)).toContainEqual({
      verdict: 'pass',
      reason: '1 of 2 alarms are OK',
    });
    expect(judgeAlarms(health, [silent(fiveXx), p99], later)).toContainEqual({
      verdict: 'pass',
      reason: '1 of 2 alarms are OK',
    });
  });

  test('that ring are all named', () => {
    const { reason } = judge([ringing(fiveXx), ringing(p99)]);
    expect(reason).toMatch(/^alarm "5xx" is in ALARM: .*; alarm "p99" is in ALARM: /);
  });

  test.each([
    { percent: 10, secondsSinceEffective: -60 },
    { percent: 10, secondsSinceEffective: 0 },
    { percent: 0, secondsSinceEffective: -60 },
    { percent: 0, secondsSinceEffective: 600 },
  ])('fail at any time when one rings: %j', (moment) => {
    expect(judge([fiveXx, ringing(p99)], moment).verdict).toBe('fail');
  });

  test('of which one is gone could not be measured', () => {
    expect(judge([fiveXx])).toEqual({ verdict: 'error', reason: 'alarm "p99" does not exist' });
    expect(judge([]).reason).toBe('alarm "5xx" does not exist; alarm "p99" does not exist');
  });

  test('that the plan does not name say nothing', () => {
    const other = alarmOf({ name: 'other', evaluationRangeSeconds: 9_000 });
    expect(judge([fiveXx, p99, ringing(other)])).toEqual(judge([fiveXx, p99]));
    expect(judge([fiveXx, silent(other)])).toEqual(judge([fiveXx]));
  });

  test.each<['wait' | 'fail', Verdict]>([
    ['wait', 'inconclusive'],
    ['fail', 'fail'],
  ])('without data, where the plan says "%s", are %s', (insufficientData, verdict) => {
    expect(judge([silent(fiveXx), p99], later, { ...health, insufficientData })).toEqual({
      verdict,
      reason: 'alarm "5xx" has no data: no datapoints were received for 3 periods',
    });
  });

  test('without data are quiet while nothing is on the new path', () => {
    expect(judge([silent(fiveXx), p99], { percent: 0, secondsSinceEffective: 0 })).toEqual({
      verdict: 'pass',
      reason: '2 of 2 alarms are quiet with nothing on the new path',
    });
  });

  test('of which one is gone are no pass at 0 % either', () => {
    expect(judge([fiveXx], { percent: 0, secondsSinceEffective: 0 }).verdict).toBe('error');
  });

  test.each([
    [-60, 'too early: the shift takes effect in 60 s, the alarms look back 300 s'],
    [-0.5, 'too early: the shift takes effect in 1 s, the alarms look back 300 s'],
    [0, 'too early: the shift took effect 0 s ago, the alarms look back 300 s'],
    [299.9, 'too early: the shift took effect 299 s ago, the alarms look back 300 s'],
  ])('are too early %d s after the shift', (secondsSinceEffective, reason) => {
    expect(judge([fiveXx, p99], { percent: 10, secondsSinceEffective })).toEqual({
      verdict: 'inconclusive',
      reason,
    });
  });

  test('before their time are only too early, even where no data fails', () => {
    const strict: Health = { ...health, insufficientData: 'fail' };
    expect(judge([silent(fiveXx), p99], { percent: 10, secondsSinceEffective: 0 }, strict).verdict).toBe(
      'inconclusive',
    );
  });

  test('quote CloudWatch in at most 300 characters each', () => {
    const long = { ...ringing(fiveXx), reason: 'x'.repeat(1_000) };
    const mute = { ...silent(fiveXx), reason: 'x'.repeat(1_000) };
    expect(judge([long, p99]).reason).toBe(`alarm "5xx" is in ALARM: ${'x'.repeat(299)}…`);
    expect(judge([mute, p99]).reason).toBe(`alarm "5xx" has no data: ${'x'.repeat(299)}…`);
  });
});

describe('whatever the alarms say', () => {
  const names = ['a', 'b', 'c'];
  const readings = fc.subarray(names).chain((some) =>
    fc.tuple(
      ...some.map((name) =>
        fc.record({
          name: fc.constant(name),
          kind: fc.constant('metric' as const),
          state: fc.constantFrom('OK' as const, 'ALARM' as const, 'INSUFFICIENT_DATA' as const),
          reason: fc.constant('because'),
          evaluationRangeSeconds: fc.integer({ min: 0, max: 900 }),
        }),
      ),
    ),
  );
  const moments = fc.record({
    percent: fc.constantFrom(0, 1, 50, 100),
    secondsSinceEffective: fc.integer({ min: -120, max: 1_000 }),
  });
  const holds = (rule: (alarms: AlarmReading[], moment: typeof later, verdict: Verdict) => void) =>
    fc.assert(
      fc.property(readings, moments, (alarms, moment) => {
        rule(alarms, moment, judge(alarms, moment, healthOf(...names)).verdict);
      }),
    );

  test('one in ALARM is a failure', () => {
    holds((alarms, _, verdict) => {
      expect(verdict === 'fail').toBe(alarms.some(({ state }) => state === 'ALARM'));
    });
  });

  test('a missing one is no pass', () => {
    holds((alarms, _, verdict) => {
      expect(verdict === 'pass' && alarms.length < names.length).toBe(false);
    });
  });

  test('nothing passes above 0 % before the longest look-back, or without data', () => {
    holds((alarms, { percent, secondsSinceEffective }, verdict) => {
      const early = alarms.some(({ evaluationRangeSeconds }) => secondsSinceEffective < evaluationRangeSeconds);
      const mute = alarms.some(({ state }) => state === 'INSUFFICIENT_DATA');
      expect(verdict === 'pass' && percent > 0 && (early || mute || secondsSinceEffective < 0)).toBe(false);
    });
  });

  test('there is a verdict, so that nothing measured is never health', () => {
    holds((alarms, moment) => {
      expect(judgeAlarms(healthOf(...names), alarms, moment).length).toBeGreaterThan(0);
    });
  });
});

describe('how far the alarms look back', () => {
  test.each([
    [[], 0],
    [[120], 120],
    [[120, 960, 300], 960],
  ])('%j s together are %i s', (each, seconds) => {
    expect(evaluationRange(each.map((evaluationRangeSeconds) => alarmOf({ evaluationRangeSeconds })))).toBe(
      seconds,
    );
  });
});

describe('the requests', () => {
  test.each<[number | null, number, Verdict, string]>([
    [100, 10, 'pass', '100 of at least 100 requests seen on the new path'],
    [2_000, 10, 'pass', '2000 of at least 100 requests seen on the new path'],
    [99, 10, 'inconclusive', 'only 99 of at least 100 requests seen on the new path'],
    [0, 10, 'inconclusive', 'only 0 of at least 100 requests seen on the new path'],
    [null, 10, 'inconclusive', 'only 0 of at least 100 requests seen on the new path'],
    [null, 0, 'pass', '0 of at least 100 requests seen on the new path'],
  ])('%p of at least 100 at %i %% are %s', (seen, percent, verdict, reason) => {
    expect(judgeRequests(100, seen, { percent, secondsSinceEffective: 600 })).toEqual({ verdict, reason });
  });

  test('that nobody counted are none, also where one would do', () => {
    expect(judgeRequests(1, null, { percent: 10, secondsSinceEffective: 600 }).verdict).toBe('inconclusive');
  });
});
