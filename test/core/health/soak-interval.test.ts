import { describe, expect, test } from '@jest/globals';
import { paceOfPhase, patientEvaluations, patientInterval } from '../../../lambdas/core/health/soak-interval';
import { type PlanInput, planOf } from '../../support/plans/plans';

const planWith = (over: Partial<PlanInput> = {}, probes: Partial<PlanInput['smokeTest']> = {}) =>
  planOf({
    health: { alarms: ['a'], everySeconds: 60, inconclusiveLimitSeconds: 900 },
    hold: { seconds: 86_400, everySeconds: 3_600 },
    ...over,
    smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }], ...probes },
  });

describe('the pace of a phase', () => {
  test('is that of the stage in a soak, and of the hold in the hold', () => {
    expect(paceOfPhase(planWith(), { phase: 'soak', stage: 1 })).toEqual({
      seconds: 600,
      everySeconds: 60,
      inconclusiveLimitSeconds: 900,
    });
    expect(paceOfPhase(planWith(), { phase: 'hold', stage: 2 })).toEqual({
      seconds: 86_400,
      everySeconds: 3_600,
      inconclusiveLimitSeconds: 86_400,
    });
  });

  test.each([
    [{ everySeconds: 5 }, 600, 60],
    [{ everySeconds: 5, holdEverySeconds: 900 }, 900, 60],
    [{ everySeconds: 5, holdEverySeconds: 7_200 }, 3_600, 60],
  ])('with probes %p has an evaluation after each Task of probes', (probes, hold, soak) => {
    const plan = planWith({}, probes);
    expect(paceOfPhase(plan, { phase: 'hold', stage: 2 }).everySeconds).toBe(hold);
    expect(paceOfPhase(plan, { phase: 'soak', stage: 0 }).everySeconds).toBe(soak);
  });
});

describe('a hold that is over and waits for data', () => {
  test.each([
    [60, 0, 60],
    [60, 59.9, 60],
    [60, 300.5, 300],
    [60, 90_000, 3_600],
    [7_200, 90_000, 7_200],
  ])('with an interval of %p s and %p s without data is evaluated after %p s', (every, without, expected) => {
    expect(patientInterval(planWith(), 'hold', { everySeconds: every, inconclusiveSeconds: without })).toBe(
      expected,
    );
  });

  test('is evaluated more often with probes', () => {
    expect(
      patientInterval(planWith({}, { everySeconds: 5 }), 'hold', {
        everySeconds: 60,
        inconclusiveSeconds: 90_000,
      }),
    ).toBe(600);
    expect(
      patientInterval(planWith({}, { everySeconds: 5, holdEverySeconds: 9_000 }), 'hold', {
        everySeconds: 60,
        inconclusiveSeconds: 90_000,
      }),
    ).toBe(3_600);
  });

  test('has few evaluations until its limit', () => {
    // 0, 60, 120, 240, 480, 960, 1,920, 3,840, and every hour from there on.
    expect(patientEvaluations(planWith(), 'hold', { everySeconds: 60, limitSeconds: 3_840 })).toBe(7);
    expect(patientEvaluations(planWith(), 'hold', { everySeconds: 60, limitSeconds: 3_841 })).toBe(8);
    expect(patientEvaluations(planWith(), 'hold', { everySeconds: 60, limitSeconds: 86_400 })).toBe(8 + 22);
    expect(patientEvaluations(planWith(), 'hold', { everySeconds: 60, limitSeconds: 0 })).toBe(0);
  });
});
