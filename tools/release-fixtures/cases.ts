import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { RehearsalInput } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { SOME_ROUTERS } from '../../lib/simulation/other-router';
import { goldenInput, goldens, valid } from '../golden/golden-files';

const approved = { kind: 'operator', says: 'approve', reason: 'the numbers are good', at: 600 };

/** What happens, as faults of a scenario, by the name of the case. */
const COURSES: Readonly<Record<string, readonly object[]>> = {
  'all-is-well': [approved],
  'an-alarm-fires-in-the-hold': [approved, { kind: 'alarm-fires', at: 100_000, forSeconds: 600 }],
  'stopped-in-the-soak': [{ kind: 'stop-execution', at: 150 }],
  'aborted-before-the-approval': [{ kind: 'operator', says: 'abort', reason: 'a wrong build', at: 900 }],
};

/** For each router, a cutover of four days in each of its phases, and how it ends. */
export function casesOfRouters(): readonly RehearsalInput[] {
  const plan = parse(readFileSync(join(__dirname, 'plan.yaml'), 'utf8'));
  const ofRouters = Object.entries(SOME_ROUTERS).map(([kind, router]) => [kind, { ...plan, router }]);
  const ttl = { seconds: 30, leadSeconds: 172_800 };
  const leads = ['route53-with-a-lead', { ...plan, router: SOME_ROUTERS.route53, ttl }];
  return [...ofRouters, leads].flatMap(([kind, input]) =>
    Object.entries(COURSES).map(([course, faults]) => {
      const later = kind === 'route53-with-a-lead' ? faults.map(afterTheLead) : faults;
      return {
        plan: valid(checkPlan(input)),
        scenario: valid(checkScenario({ faults: later, world: { alias: kind !== 'route53-with-a-lead' } })),
        scenarioName: `${kind}-${course}`,
      };
    }),
  );
}

function afterTheLead(fault: object): object {
  const { at } = fault as { readonly at: number };
  return { ...fault, at: at + 173_000 };
}

/** The golden rehearsals, of which those are kept that enter a state which no other one does. */
export function casesOfGoldens(): readonly RehearsalInput[] {
  return goldens().map((golden) => goldenInput(golden));
}
