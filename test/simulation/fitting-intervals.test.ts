import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { withFittingIntervals } from '../../lib/simulation/draws/fitting-intervals';
import { planInput } from '../support/plans/plans';

const DAY = 86_400;
const deploy = {
  ...{ applicationName: 'shop', deploymentGroupName: 'api', containerName: 'web', containerPort: 80 },
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
};

/** A plan of four stages that are evaluated every 10 seconds. */
function evaluatedOften(soakSeconds: number, over: object = {}) {
  return {
    ...planInput(),
    stages: [10, 40, 70, 100].map((percent) => ({ percent, soakSeconds })),
    health: { alarms: ['5xx'], everySeconds: 10 },
    ...over,
  };
}

const pathsOf = (plan: object) => {
  const checked = checkPlan(plan);
  return checked.ok ? [] : checked.problems.map(({ path }) => path);
};

describe('a drawn plan', () => {
  const hold = { seconds: 10 * DAY, everySeconds: 30 };
  const deploying = [10, 100].map((percent) => ({
    ...{ percent, soakSeconds: 60 },
    deploy: { ...deploy, timeoutSeconds: DAY, everySeconds: 10 },
  }));
  const gates = [{ name: 'suite', at: 'soak', everySeconds: 10 }];

  test.each<[string, object, readonly string[]]>([
    ['soaks', evaluatedOften(DAY), ['health.everySeconds']],
    ['hold', evaluatedOften(60, { hold }), ['hold.everySeconds']],
    [
      'soaks, hold and gate',
      evaluatedOften(DAY, { hold, gates }),
      ['health.everySeconds', 'gates[0].everySeconds', 'hold.everySeconds', 'gates[0].holdEverySeconds'],
    ],
    [
      'deployments',
      evaluatedOften(60, { stages: deploying }),
      ['health.everySeconds', 'stages[0].deploy.everySeconds', 'stages[1].deploy.everySeconds'],
    ],
  ])('that needs too many history events for its %s gets the intervals that fit', (_, drawn, paths) => {
    expect(pathsOf(drawn)).toEqual(paths);
    expect(pathsOf(withFittingIntervals(drawn))).toEqual([]);
  });

  test('keeps all else, and the intervals that are long enough', () => {
    const drawn = evaluatedOften(DAY, { hold: { seconds: 3_600, everySeconds: 3_600 } });
    const { health, ...rest } = withFittingIntervals(drawn) as typeof drawn;
    expect({ ...rest, health: { ...health, everySeconds: 10 } }).toEqual(drawn);
  });

  test('that fits, or has another problem, is left as it is', () => {
    const drawn = evaluatedOften(60);
    expect(withFittingIntervals(drawn)).toBe(drawn);
    const invalid = evaluatedOften(DAY, { smokeTest: undefined });
    expect(withFittingIntervals(invalid)).toBe(invalid);
  });
});
