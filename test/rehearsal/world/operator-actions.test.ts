import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { valid } from '../../../tools/golden/golden-files';

test('a word to a cutover that is being reverted, or is over, is refused and told, and harms nothing', async () => {
  const file = join(__dirname, '../golden/plan.yaml');
  const plan = valid(checkPlan(parse(readFileSync(file, 'utf8'))));
  const faults = [
    { kind: 'stop-execution', at: 100 },
    { kind: 'stuck-pending', at: 0, forSeconds: 300 },
    { kind: 'operator', says: 'abort', at: 0 },
    { kind: 'revert-started', at: 60 },
    { kind: 'operator', says: 'resume', at: 400 },
  ];
  const { result } = await rehearse({
    plan,
    scenario: valid(checkScenario({ faults })),
    scenarioName: 'late',
  });
  expect(result.outcome).toBe('reverted');
  const early = [
    { kind: 'alarm-missing', at: 0 },
    { kind: 'operator', says: 'abort', whenPercentAtLeast: 0 },
  ];
  const rejected = await rehearse({
    plan,
    scenario: valid(checkScenario({ faults: early })),
    scenarioName: 'none',
  });
  expect(rejected.result.outcome).toBe('rejected');
  const twice = [
    { kind: 'record-changed', ttlSeconds: 60, at: 0 },
    { kind: 'route-locked', at: 0 },
    { kind: 'operator', says: 'abort', at: 1 },
    { kind: 'stop-execution', at: 0 },
  ];
  const { result: locked } = await rehearse({
    plan,
    scenario: valid(checkScenario({ faults: twice, followUpCutovers: [{ at: 2 }] })),
    scenarioName: 'locked',
  });
  expect(locked.timeline.map((entry) => entry.event)).toContain('operator not heard');
});
