import { toJsonSchema } from '@valibot/to-json-schema';
import { milestonesSchema } from '../../../lambdas/core/estimate/milestones';
import { decisionEventSchema } from '../../../lambdas/core/events/decision-event';
import { planSchema } from '../../../lambdas/core/plan/plan';
import { policySchema } from '../../../lambdas/core/policy/policy';
import { allowFileSchema } from '../../../lambdas/core/stack-changes/allowed-changes';
import { deploymentSchema } from '../../deployment/deployment-file';
import { scenarioSchema } from '../../rehearsal/scenario';
import type { SchemaName } from '../input/schema-names';
import type { Terminal } from '../output/terminal';

const schemas = {
  plan: planSchema,
  scenario: scenarioSchema,
  policy: policySchema,
  allow: allowFileSchema,
  milestones: milestonesSchema,
  deployment: deploymentSchema,
  event: decisionEventSchema,
} satisfies Record<SchemaName, unknown>;

/** A plan has either stages or a ramp. */
const STAGED = {
  oneOf: ['stages', 'ramp'].map((name) => ({ required: [name], properties: { [name]: true } })),
};

/**
 * Prints the JSON Schema (draft 2020-12) of a file that an operator writes, or of an event. Rules across
 * several fields, such as rising stages, are not part of it.
 */
export function schemaCommand(what: SchemaName, terminal: Terminal): void {
  terminal.out(`${JSON.stringify(jsonSchema(what), null, 2)}\n`);
}

/** The JSON Schema of a file that an operator writes. */
export function jsonSchema(what: SchemaName): object {
  const options = { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' } as const;
  return {
    title: `Cutover ${what}`,
    ...toJsonSchema(schemas[what], options),
    ...(what === 'plan' ? STAGED : {}),
  };
}
