import { describe, expect, test } from '@jest/globals';
import { checkScenario } from '../../lib/rehearsal/scenario';

const triggers = 'must have one of at, atCall, atInvocation, whenPercentAtLeast, whenPercentAtMost';

const problemsOf = (scenario: object) => {
  const checked = checkScenario(scenario);
  return checked.ok ? [] : checked.problems;
};

describe('checkScenario', () => {
  test('accepts an empty scenario', () => {
    expect(problemsOf({})).toEqual([]);
  });

  test('accepts follow-up cutovers', () => {
    expect(problemsOf({ followUpCutovers: [{ at: 600, name: 'again' }] })).toEqual([]);
  });

  test('rejects the old name of follow-up cutovers, and gives the new one', () => {
    expect(problemsOf({ again: [{ at: 600 }] })).toEqual([
      { path: 'again', message: 'was renamed; use followUpCutovers' },
    ]);
  });

  test.each([
    ['without a trigger', {}, `has no trigger; ${triggers}`],
    ['with two triggers', { at: 1, whenPercentAtLeast: 50 }, `has two triggers; ${triggers}`],
    [
      'with a highest and a lowest percent',
      { whenPercentAtLeast: 10, whenPercentAtMost: 50 },
      `has two triggers; ${triggers}`,
    ],
  ])('rejects a fault %s', (_, trigger, message) => {
    expect(
      problemsOf({
        faults: [
          { kind: 'no-metrics', at: 0 },
          { kind: 'no-metrics', ...trigger },
        ],
      }),
    ).toEqual([{ path: 'faults[1]', message }]);
  });
});

describe('alarms that differ from the others', () => {
  const problemsOfAlarms = (alarms: object) => problemsOf({ world: { alarms } });

  test('are accepted, with what they do not have of their own taken from the others', () => {
    const overrides = [
      { index: 0, periodSeconds: 10 },
      { index: 2, evaluationPeriods: 8 },
    ];
    expect(problemsOfAlarms({ overrides })).toEqual([]);
  });

  test('are rejected where one alarm is named twice', () => {
    const overrides = [{ index: 1 }, { index: 0 }, { index: 1, periodSeconds: 10 }];
    const message = 'is 1 as in world.alarms.overrides[0]; must be another alarm';
    expect(problemsOfAlarms({ overrides })).toEqual([{ path: 'world.alarms.overrides[2].index', message }]);
  });

  test('are rejected where one names no alarm that a plan can have', () => {
    const what = 'which alarm of the plan, counted from 0; the last one where it has fewer';
    const message = `is 100; must be a whole number from 0 to 99 (${what})`;
    expect(problemsOfAlarms({ overrides: [{ index: 100 }] })).toEqual([
      { path: 'world.alarms.overrides[0].index', message },
    ]);
  });

  test('are rejected where more periods must breach than are evaluated', () => {
    const message = 'is 3; must be at most evaluationPeriods, which is 2';
    const overrides = [{ index: 0, evaluationPeriods: 2 }];
    expect(problemsOfAlarms({ datapointsToAlarm: 3, overrides })).toEqual([
      { path: 'world.alarms.overrides[0].datapointsToAlarm', message },
    ]);
    expect(problemsOfAlarms({ datapointsToAlarm: 3, evaluationPeriods: 2 })).toEqual([
      { path: 'world.alarms.datapointsToAlarm', message },
    ]);
    expect(
      problemsOfAlarms({ evaluationPeriods: 2, overrides: [{ index: 0, evaluationPeriods: 1 }] }),
    ).toEqual([]);
  });
});
