import { expect, test } from '@jest/globals';
import { routeKey } from '../../../lambdas/core/routers/route';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import type { World } from '../../../lib/rehearsal/world/world';
import { valid } from '../../../tools/golden/golden-files';
import { planOf } from '../../support/plans/plans';

test('a rehearsal ends after the revert of a cutover that was stopped as it acquired its lock', async () => {
  const faults = [
    { kind: 'slow-api', api: 'dynamodb', seconds: 2, at: 0, forSeconds: 120 },
    { kind: 'stop-execution', at: 1 },
  ];
  const followUpCutovers = [{ at: 1, name: 'again' }];
  const scenario = valid(checkScenario({ faults, followUpCutovers }));
  const plan = planOf();
  let lockOf: () => Promise<unknown> = () => Promise.reject(new Error('there is no world'));
  const { result } = await rehearse(
    { plan, scenario, scenarioName: 'stopped' },
    {
      world: ({ ledger }: World) => {
        lockOf = async () => (await ledger.read(routeKey(plan.router)))?.lock;
      },
    },
  );
  expect(result.outcome).toBe('rejected');
  expect(await lockOf()).toBeNull();
});
