import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluationRange,
  judgeAlarms,
  judgeRequests,
  type Seen,
  seenWithinSeconds,
} from '../../../lambdas/core/health/health-verdict';
import { type Verdict, worst } from '../../../lambdas/core/health/verdict';
import type { Health } from '../../../lambdas/core/plan/health';
import type { AlarmReading } from '../../../lambdas/core/shared/readings';
import { planOf } from '../../support/plans/plans';
import { alarmOf } from '../../support/plans/readings';

const healthOf = (...alarms: string[]): Health => planOf({ health: { alarms } }).health;
const health = healthOf('5xx', 'p99');
const fiveXx = alarmOf({ name: '5xx' });
const p99 = alarmOf({ name: 'p99', evaluationRangeSeconds: 120 });
const withoutData = (alarm: AlarmReading): AlarmReading => ({
  ...alarm,
  state: 'INSUFFICIENT_DATA',
  reason: 'no datapoints were received for 3 periods',
});
const inAlarm = (alarm: AlarmReading): AlarmReading => ({
  ...alarm,
  state: 'ALARM',
  reason: '3 datapoints [2.31, 2.2, 2.0] were greater than the threshold (1.0)',
});
/** Requests are seen, and no alarm is silent. */
const arriving: Seen = { requests: 100, withinSeconds: 300, silent: [] };
const later = { percent: 10, secondsSinceEffective: 300 };
const judge = (alarms: readonly AlarmReading[], at = later, plan = health) =>
  worst(judgeAlarms(plan, alarms, at, arriving));

describe('judging the alarms', () => {
  test('passes when all are OK, with their number', () => {
    expect(judge([fiveXx, p99])).toEqual({ verdict: 'pass', reason: '2 of 2 alarms are OK' });
  });

  test('fails when one is in ALARM, with the reason of CloudWatch', () => {
    expect(judge([inAlarm(fiveXx), p99])).toEqual({
      verdict: 'fail',
      reason: 'alarm "5xx" is in ALARM: 3 datapoints [2.31, 2.2, 2.0] were greater than the threshold (1.0)',
    });
  });

  test('counts only the alarms that are OK', () => {
    expect(judgeAlarms(health, [inAlarm(fiveXx), p99], later, arriving)).toContainEqual({
      verdict: 'pass',
      reason: '1 of 2 alarms are OK',
    });
    expect(judgeAlarms(health, [withoutData(fiveXx), p99], later, arriving)).toContainEqual({
      verdict: 'pass',
      reason: '1 of 2 alarms are OK',
    });
  });

  test('names every alarm that is in ALARM', () => {
    const { reason } = judge([inAlarm(fiveXx), inAlarm(p99)]);
    expect(reason).toMatch(/^alarm "5xx" is in ALARM: .*; alarm "p99" is in ALARM: /);
  });

  test.each([
    { percent: 10, secondsSinceEffective: -60 },
    { percent: 10, secondsSinceEffective: 0 },
    { percent: 0, secondsSinceEffective: -60 },
    { percent: 0, secondsSinceEffective: 600 },
  ])('fails at any time when one is in ALARM: %j', (at) => {
    expect(judge([fiveXx, inAlarm(p99)], at).verdict).toBe('fail');
  });

  test('is an error when an alarm does not exist', () => {
    expect(judge([fiveXx])).toEqual({ verdict: 'error', reason: 'alarm "p99" does not exist' });
    expect(judge([]).reason).toBe('alarm "5xx" does not exist; alarm "p99" does not exist');
  });

  test('ignores alarms that the plan does not name', () => {
    const other = alarmOf({ name: 'other', evaluationRangeSeconds: 9_000 });
    expect(judge([fiveXx, p99, inAlarm(other)])).toEqual(judge([fiveXx, p99]));
    expect(judge([fiveXx, withoutData(other)])).toEqual(judge([fiveXx]));
  });

  test.each<['wait' | 'fail', Verdict]>([
    ['wait', 'inconclusive'],
    ['fail', 'fail'],
  ])('treats missing data as the plan says: %s is %s', (insufficientData, verdict) => {
    expect(judge([withoutData(fiveXx), p99], later, { ...health, insufficientData })).toEqual({
      verdict,
      reason: 'alarm "5xx" has no data: no datapoints were received for 3 periods',
    });
  });

  test('passes without data while there is no traffic on the new path', () => {
    expect(judge([withoutData(fiveXx), p99], { percent: 0, secondsSinceEffective: 0 })).toEqual({
      verdict: 'pass',
      reason: '2 of 2 alarms are not in ALARM, with no traffic on the new path',
    });
  });

  test('is an error at 0 % too when an alarm does not exist', () => {
    expect(judge([fiveXx], { percent: 0, secondsSinceEffective: 0 }).verdict).toBe('error');
  });

  test.each([
    [-60, 'too early to judge: the shift is effective in 60 s, and the alarms evaluate the last 300 s'],
    [-0.5, 'too early to judge: the shift is effective in 1 s, and the alarms evaluate the last 300 s'],
    [0, 'too early to judge: the shift has been effective for 0 s, and the alarms evaluate the last 300 s'],
    [
      299.9,
      'too early to judge: the shift has been effective for 299 s, and the alarms evaluate the last 300 s',
    ],
  ])('is inconclusive %d s after the shift is effective', (secondsSinceEffective, reason) => {
    expect(judge([fiveXx, p99], { percent: 10, secondsSinceEffective })).toEqual({
      verdict: 'inconclusive',
      reason,
    });
  });

  test('is inconclusive, not a failure, without data while it is too early', () => {
    const strict: Health = { ...health, insufficientData: 'fail' };
    expect(judge([withoutData(fiveXx), p99], { percent: 10, secondsSinceEffective: 0 }, strict).verdict).toBe(
      'inconclusive',
    );
  });

  test('quotes at most 300 characters of CloudWatch’s reason for each', () => {
    const long = { ...inAlarm(fiveXx), reason: 'x'.repeat(1_000) };
    const mute = { ...withoutData(fiveXx), reason: 'x'.repeat(1_000) };
    expect(judge([long, p99]).reason).toBe(`alarm "5xx" is in ALARM: ${'x'.repeat(299)}…`);
    expect(judge([mute, p99]).reason).toBe(`alarm "5xx" has no data: ${'x'.repeat(299)}…`);
  });
});

describe('the verdict for any alarms', () => {
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
  const times = fc.record({
    percent: fc.constantFrom(0, 1, 50, 100),
    secondsSinceEffective: fc.integer({ min: -120, max: 1_000 }),
  });
  const holds = (rule: (alarms: AlarmReading[], at: typeof later, verdict: Verdict) => void) =>
    fc.assert(
      fc.property(readings, times, (alarms, at) => {
        rule(alarms, at, judge(alarms, at, healthOf(...names)).verdict);
      }),
    );

  test('is a failure exactly when one is in ALARM', () => {
    holds((alarms, _, verdict) => {
      expect(verdict === 'fail').toBe(alarms.some(({ state }) => state === 'ALARM'));
    });
  });

  test('is never a pass when one is missing', () => {
    holds((alarms, _, verdict) => {
      expect(verdict === 'pass' && alarms.length < names.length).toBe(false);
    });
  });

  test('is never a pass above 0 % within the longest evaluation range, or without data', () => {
    holds((alarms, { percent, secondsSinceEffective }, verdict) => {
      const early = alarms.some(
        ({ evaluationRangeSeconds }) => secondsSinceEffective < evaluationRangeSeconds,
      );
      const mute = alarms.some(({ state }) => state === 'INSUFFICIENT_DATA');
      expect(verdict === 'pass' && percent > 0 && (early || mute || secondsSinceEffective < 0)).toBe(false);
    });
  });

  test('always exists, so that no measurement is never taken for health', () => {
    holds((alarms, at) => {
      expect(judgeAlarms(healthOf(...names), alarms, at, arriving).length).toBeGreaterThan(0);
    });
  });
});

describe('the evaluation range of several alarms', () => {
  test.each([
    [[], 0],
    [[120], 120],
    [[120, 960, 300], 960],
  ])('is the longest of %j s: %i s', (each, seconds) => {
    expect(evaluationRange(each.map((evaluationRangeSeconds) => alarmOf({ evaluationRangeSeconds })))).toBe(
      seconds,
    );
  });
});

describe('judging the requests', () => {
  test.each<[number | null, number, Verdict, string]>([
    [100, 10, 'pass', '100 requests seen on the new path (minimum 100)'],
    [2_000, 10, 'pass', '2000 requests seen on the new path (minimum 100)'],
    [99, 10, 'inconclusive', '99 requests seen on the new path (minimum 100)'],
    [0, 10, 'inconclusive', '0 requests seen on the new path (minimum 100)'],
    [null, 10, 'inconclusive', '0 requests seen on the new path (minimum 100)'],
    [null, 0, 'pass', '0 requests seen on the new path (minimum 100)'],
  ])('%p requests (minimum 100) at %i %% give the verdict %s', (seen, percent, verdict, reason) => {
    expect(
      judgeRequests({ minimum: 100, unit: 'requests' }, seen, { percent, secondsSinceEffective: 600 }),
    ).toEqual({ verdict, reason });
  });

  test('is inconclusive without data, even when one request is enough', () => {
    expect(
      judgeRequests({ minimum: 1, unit: 'flows' }, null, { percent: 10, secondsSinceEffective: 600 }).verdict,
    ).toBe('inconclusive');
  });
});

describe('an alarm that is OK', () => {
  const ok = (seen: Partial<Seen>, alarms: readonly AlarmReading[] = [fiveXx, p99]) =>
    worst(judgeAlarms(health, alarms, later, { ...arriving, ...seen }));

  test('says nothing while no request is seen', () => {
    expect(ok({ requests: 0, withinSeconds: 960 })).toEqual({
      verdict: 'inconclusive',
      reason: 'no request is seen on the new path in the last 960 s, so that OK says nothing',
    });
  });

  test('counts without data of its own while requests are seen', () => {
    expect(ok({ silent: ['5xx'] })).toEqual({ verdict: 'pass', reason: '2 of 2 alarms are OK' });
  });

  test('counts without a measure of requests, and the reason says what has no data', () => {
    expect(ok({ requests: null })).toEqual({ verdict: 'pass', reason: '2 of 2 alarms are OK' });
    expect(ok({ requests: null, silent: ['5xx'] })).toEqual({
      verdict: 'pass',
      reason: '2 of 2 alarms are OK, 1 of them without any data; the plan has no measure of requests',
    });
  });

  test('is not doubted for requests where none is OK', () => {
    const { reason } = ok({ requests: 0 }, [withoutData(fiveXx), withoutData(p99)]);
    expect(reason).not.toMatch(/OK/);
  });

  test('does not count while CloudWatch has not evaluated all of its data', () => {
    expect(ok({}, [{ ...fiveXx, evaluationState: 'PARTIAL_DATA' }, p99])).toEqual({
      verdict: 'inconclusive',
      reason: 'alarm "5xx" is OK, but CloudWatch did not evaluate all of its data (PARTIAL_DATA)',
    });
  });

  test('needs requests in the time that the alarms evaluate, and at least in five minutes', () => {
    expect(seenWithinSeconds([alarmOf({ evaluationRangeSeconds: 50 })])).toBe(300);
    expect(seenWithinSeconds([alarmOf({ evaluationRangeSeconds: 960 })])).toBe(960);
    // An alarm that looks back for a day does not make up for one that sees nothing now.
    const daily = alarmOf({ evaluationRangeSeconds: 86_400 });
    expect(seenWithinSeconds([daily, alarmOf({ evaluationRangeSeconds: 420 })])).toBe(420);
  });
});

test('what an NLB has counted are flows', () => {
  const { reason } = judgeRequests({ minimum: 1, unit: 'flows' }, 7, later);
  expect(reason).toBe('7 flows seen on the new path (minimum 1)');
});
