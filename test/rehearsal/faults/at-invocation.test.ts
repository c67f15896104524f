import { expect, test } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { planOf } from '../../support/plans/plans';

test.each([
  { number: 1, afterSeconds: 0 },
  { number: 3, afterSeconds: 0 },
  { number: 2, afterSeconds: 4 },
])('a fault begins with an invocation of a function: %j', async (when) => {
  const atInvocation = { task: 'EvaluateHealth', ...when };
  const scenario = checkScenario({ faults: [{ kind: 'stop-execution', atInvocation }] });
  if (!scenario.ok) {
    throw new Error('the scenario is not valid');
  }
  const begun: number[] = [];
  let stoppedAt = Number.NaN;
  let now = () => 0;
  const input = { plan: planOf(), scenario: scenario.value, scenarioName: 'stopped' };
  await rehearse(input, {
    world: ({ clock, functions }) => {
      now = () => clock.now();
      functions.onInvocation((task) => {
        if (task === 'EvaluateHealth') {
          begun.push(clock.now());
        }
      });
    },
    entry: ({ kind }) => {
      stoppedAt = kind === 'operator' ? now() : stoppedAt;
    },
  });
  expect(stoppedAt - (begun[when.number - 1] ?? 0)).toBe(1_000 * when.afterSeconds);
});
