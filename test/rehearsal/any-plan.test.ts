import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { rehearse } from '../../lib/rehearsal/rehearse';
import type { RehearsalResult } from '../../lib/rehearsal/result';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { valid } from '../../tools/golden/golden-files';
import { arbitraryPlan } from '../support/plans/arbitrary-plan';

jest.setTimeout(600_000);

const folder = join(__dirname, '..', '..', 'examples', 'scenarios');
const runs = {
  numRuns: Number(process.env.ANY_PLAN_RUNS ?? 25),
  seed: Number(process.env.ANY_PLAN_SEED ?? 1),
};

const expected: [string, RehearsalResult['outcome']][] = [
  ['healthy', 'succeeded'],
  ['throttled', 'succeeded'],
  ['errors-at-50', 'reverted'],
  ['latency-at-10', 'reverted'],
  ['no-data', 'reverted'],
  ['smoke-fails', 'rejected'],
  ['certificate-pending', 'rejected'],
  ['unhealthy-targets', 'rejected'],
  ['alarm-missing', 'rejected'],
];

describe('a built-in scenario has its outcome with any plan', () => {
  test.each(expected)('%s: %s', async (name, outcome) => {
    const scenario = valid(checkScenario(parse(readFileSync(join(folder, `${name}.yaml`), 'utf8'))));
    await fc.assert(
      fc.asyncProperty(arbitraryPlan, fc.integer({ min: 0, max: 2_147_483_647 }), async (plan, seed) => {
        const { result } = await rehearse({ plan, scenario: { ...scenario, seed }, scenarioName: name });
        const { traffic, stages } = result;
        expect([result.outcome, outcome === result.outcome ? '' : result.reason]).toEqual([outcome, '']);
        expect(traffic.finalPercent).toBe(outcome === 'succeeded' ? 100 : 0);
        expect(traffic.maxPercent).toBe(Math.max(0, ...stages.map((stage) => stage.percent)));
        expect(stages.map((stage) => stage.percent)).toEqual(
          plan.stages.slice(0, stages.length).map((stage) => stage.percent),
        );
        expect(Object.values(traffic.failedOnNewBy).reduce((sum, count) => sum + count, 0)).toBe(
          traffic.failedOnNew,
        );
        if (outcome === 'rejected') {
          expect(stages).toEqual([]);
          expect(traffic.onNew).toBe(0);
        }
        if (outcome === 'succeeded') {
          expect(traffic.failed).toBe(0);
        }
      }),
      runs,
    );
  });
});
