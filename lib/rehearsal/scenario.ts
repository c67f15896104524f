import * as v from 'valibot';
import { listOf, text, wholeNumber } from '../../lambdas/core/validation/fields';
import { type Checked, check, type Problem } from '../../lambdas/core/validation/problems';
import { expectSchema } from './expectation';
import { principal } from './faults/principal';
import { faultSchemas } from './faults/table';
import { followUpCutoverSchema } from './follow-up-cutover';
import { gatesSetupSchema } from './gate-setup';
import { trafficSchema } from './traffic/traffic-setup';
import { alarmProblems } from './world/alarm-problems';
import { worldSchema } from './world/world-setup';

/** What a scenario may contain; defaults fill in the rest. */
export const scenarioSchema = v.strictObject({
  $schema: v.optional(text(2048, 'the address of a JSON Schema')),
  description: v.optional(text(1_000, 'what the scenario shows')),
  seed: v.optional(wholeNumber(0, 2_147_483_647, 'seed of the random source'), 1),
  /** How a rehearsal of it should end; absent: nothing is expected. */
  expect: v.optional(expectSchema),
  traffic: v.optional(trafficSchema, {}),
  world: v.optional(worldSchema, {}),
  /**
   * Who starts the cutovers: an IAM user of the account, or a role and the name of its session. It matters
   * where the policy of the deployment has `approvals.notByStarter`.
   */
  startedBy: v.optional(principal, 'starter'),
  /** What gates answer over time. One that is not mentioned passes. */
  gates: v.optional(gatesSetupSchema, {}),
  faults: v.optional(listOf(v.variant('kind', faultSchemas), 0, 100, 'faults'), []),
  followUpCutovers: v.optional(listOf(followUpCutoverSchema, 0, 10, 'follow-up cutovers'), []),
});

/** What goes wrong in a rehearsal, and the world in which it does. */
export type Scenario = v.InferOutput<typeof scenarioSchema>;

/** Fields that have another name now. */
const RENAMED = { again: 'followUpCutovers' } as const;

const TRIGGERS = 'at, atCall, atInvocation, whenPercentAtLeast, whenPercentAtMost';

/** Checks a scenario completely. */
export function checkScenario(value: unknown): Checked<Scenario> {
  const shape = check(scenarioSchema, value, RENAMED);
  if (!shape.ok) {
    return shape;
  }
  const problems = shape.value.faults.flatMap((fault, i): Problem[] => {
    const { at, atCall, atInvocation, whenPercentAtLeast, whenPercentAtMost } = fault;
    const triggers = [at, atCall, atInvocation, whenPercentAtLeast, whenPercentAtMost].filter(
      (one) => one !== undefined,
    ).length;
    const found = triggers === 0 ? 'no trigger' : 'two triggers';
    const message = `has ${found}; must have one of ${TRIGGERS}`;
    return triggers === 1 ? [] : [{ path: `faults[${i}]`, message }];
  });
  problems.push(...weightProblems(shape.value), ...alarmProblems(shape.value.world));
  return problems.length === 0 ? shape : { ok: false, problems };
}

/** With both weights 0, a route has no percent to begin with. */
function weightProblems({ world: { weights } }: Scenario): Problem[] {
  const message = 'has 0 and 0; must have a weight above 0';
  return weights === undefined || weights.old + weights.new > 0 ? [] : [{ path: 'world.weights', message }];
}
