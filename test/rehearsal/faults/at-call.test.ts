import { expect, test } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { planOf } from '../../support/plans/plans';

test.each([1, 5, 12])('a fault begins with request %i to AWS', async (atCall) => {
  const scenario = checkScenario({ faults: [{ kind: 'stop-execution', atCall }] });
  if (!scenario.ok) {
    throw new Error('the scenario is not valid');
  }
  let requests = 0;
  let before = 0;
  const input = { plan: planOf(), scenario: scenario.value, scenarioName: 'stopped' };
  await rehearse(input, {
    world: (world) => {
      world.calls.onArrival((call) => {
        requests = call;
      });
    },
    entry: ({ kind }) => {
      before = kind === 'operator' ? requests : before;
    },
  });
  expect(before).toBe(atCall);
});
