import type { Plan } from '../../../lambdas/core/plan/plan';
import type { RehearsedScenario } from '../../../lib/cli/commands/rehearse/run-scenario';
import { planHash, type Receipt } from '../../../lib/cli/input/receipt';
import { htmlReport } from '../../../lib/cli/report/report';
import type { Rehearsal } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';

/** The report of a rehearsal whose scenario expects nothing, unless the test says otherwise. */
export function reportOf(
  plan: Plan,
  rehearsal: Rehearsal,
  change: Partial<RehearsedScenario & Receipt> = {},
): string {
  const scenario = checkScenario({ description: 'What the scenario shows.' });
  if (!scenario.ok) {
    throw new Error('the scenario is not valid');
  }
  const { scenario: name, outcome, seed } = rehearsal.result;
  const receipt: Receipt = {
    version: '1.2.3',
    planHash: planHash(plan),
    scenarios: [{ name, outcome, expected: null, seed }],
    at: '2026-01-05T00:00:00.000Z',
  };
  const rehearsed = { name, scenario: scenario.value, rehearsal, expected: null };
  return htmlReport(plan, { ...rehearsed, ...change }, { ...receipt, ...change });
}
