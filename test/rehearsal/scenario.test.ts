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
