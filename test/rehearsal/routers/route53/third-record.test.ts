import { expect, test } from '@jest/globals';
import { rehearse } from '../../../../lib/rehearsal/rehearse';
import type { SplitState } from '../../../../lib/rehearsal/routers/split';
import { checkScenario } from '../../../../lib/rehearsal/scenario';
import { valid } from '../../../../tools/golden/golden-files';
import { planOf } from '../../../support/plans/plans';

/** The states of the route before and after someone adds a third record during a cutover. */
async function withThird(weight: number) {
  let route: () => readonly SplitState[] = () => [];
  const faults = [{ kind: 'record-added', weight, whenPercentAtLeast: 1 }];
  const { result } = await rehearse(
    { plan: planOf(), scenario: valid(checkScenario({ faults })), scenarioName: 'third' },
    {
      world: ({ split }) => {
        route = () => split.history;
      },
    },
  );
  const at = route().findIndex(({ by }) => by === 'another');
  return { outcome: result.outcome, before: route()[at - 1]?.all, after: route()[at]?.all };
}

test('a third record of weight 0 is not answered: the route is as before', async () => {
  const { outcome, before, after } = await withThird(0);
  expect(outcome).toBe('succeeded');
  expect(after).toBe(before);
});

test('a third record with a weight changes the route, and the cutover is reverted', async () => {
  const { outcome, before, after } = await withThird(50);
  expect(outcome).toBe('reverted');
  expect(after).not.toBe(before);
});
