import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { rampStages } from '../../../lambdas/core/plan/ramp';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { planInput } from '../../support/plans/plans';

const { stages, ...unstaged } = planInput();
const withRamp = (ramp: object, more: object = {}) => checkPlan({ ...unstaged, ramp, ...more });
const problemsOf = (plan: unknown) => {
  const checked = checkPlan(plan);
  return checked.ok ? '' : describeProblems(checked.problems);
};

test('a ramp becomes stages in equal steps, and another check changes nothing', () => {
  const checked = withRamp({ overSeconds: 1_210, steps: 4 });
  expect(checked).toMatchObject({
    ok: true,
    value: {
      stages: [25, 50, 75, 100].map((percent) => ({ percent, soakSeconds: 302 })),
    },
  });
  expect(checked.ok && 'ramp' in checked.value).toBe(false);
  expect(checkPlan(checked.ok && checked.value)).toEqual(checked);
});

test.each([
  [{ toPercent: 25, overSeconds: 50, steps: 5 }, [5, 10, 15, 20, 25]],
  [{ fromPercent: 25, overSeconds: 30, steps: 3 }, [50, 75, 100]],
  [{ fromPercent: 25, toPercent: 50, overSeconds: 30, steps: 3 }, [33, 42, 50]],
])('a ramp may begin and end at any percent: %j', (ramp, percents) => {
  const checked = withRamp(ramp);
  expect(checked.ok && checked.value.stages.map(({ percent }) => percent)).toEqual(percents);
});

test('a ramp is for direction: up alone', () => {
  expect(withRamp({ overSeconds: 60, steps: 2 }, { direction: 'down' })).toEqual({
    ok: false,
    problems: [{ path: 'ramp', message: 'is for direction: up alone; use stages, whose percents fall' }],
  });
});

test('the stages of any ramp rise to 100 % and take no longer than the ramp', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 50, max: 100_000 }),
      (steps, overSeconds) => {
        const made = rampStages({ fromPercent: 0, toPercent: 100, overSeconds, steps });
        expect(made).toHaveLength(steps);
        expect(made.at(-1)?.percent).toBe(100);
        expect(made.every(({ percent }, i) => percent > (made[i - 1]?.percent ?? 0))).toBe(true);
        const sum = made.reduce((total, { soakSeconds }) => total + soakSeconds, 0);
        expect(sum).toBeLessThanOrEqual(overSeconds);
        expect(sum).toBeGreaterThan(overSeconds - steps);
      },
    ),
  );
});

describe('stages and ramp', () => {
  test('are rejected together', () => {
    expect(problemsOf({ ...planInput(), ramp: { overSeconds: 60, steps: 2 } })).toBe(
      'ramp: is given together with stages; must be only one of them',
    );
  });

  test('are rejected if both are missing, together with other problems', () => {
    const { health: _, ...neither } = unstaged;
    expect(problemsOf(neither)).toBe(
      'health: is missing; must be a mapping\n' +
        'stages: is missing; must be a list of 1 to 50 stages, or use ramp instead',
    );
  });

  test.each([[null], ['api'], [7], [[]]])(
    'are not reported as missing for %j, which is not a plan',
    (plan) => {
      expect(problemsOf(plan)).not.toContain('stages');
    },
  );
});

test.each([
  [{ overSeconds: 60, steps: 0 }, 'ramp.steps: is 0; must be a whole number from 1 to 50'],
  [{ overSeconds: 60, steps: 51 }, 'ramp.steps: is 51'],
  [{ overSeconds: 0, steps: 1 }, 'ramp.overSeconds: is 0'],
  [{ steps: 1 }, 'ramp.overSeconds: is missing'],
  [{ overSeconds: 9, steps: 10 }, 'ramp.overSeconds: is 9; must be at least 10, one second per step'],
  [
    { toPercent: 25, overSeconds: 60, steps: 26 },
    'ramp.steps: is 26; must be at most 25, ' +
      'because each step from 0 % to 25 % raises the percent by 1 or more',
  ],
  [
    { fromPercent: 25, toPercent: 25, overSeconds: 60, steps: 1 },
    'ramp.toPercent: is 25; must be higher than ramp.fromPercent, 25',
  ],
  [{ overSeconds: 2_592_000, steps: 10 }, 'stages: take 2593200 s'],
  [{ overSeconds: 60, steps: 2, soakSeconds: 5 }, 'ramp.soakSeconds: is not a field'],
])('rejects the ramp %j', (ramp, message) => {
  expect(problemsOf({ ...unstaged, ramp })).toContain(message);
});

test('a problem of a ramp is not reported again for its stages', () => {
  expect(problemsOf({ ...unstaged, ramp: { toPercent: 25, overSeconds: 60, steps: 50 } })).not.toContain(
    'stages[',
  );
  expect(stages).toHaveLength(3);
});
