import { toJsonSchema } from '@valibot/to-json-schema';
import { planSchema } from '../../lambdas/core/plan';
import { scenarioSchema } from '../rehearsal/scenario';
import type { Terminal } from './terminal';

/**
 * Prints the JSON Schema (draft 2020-12) of what a person writes. Checks that go across fields, such as rising stages, are not in it.
 */
export function schemaCommand(what: 'plan' | 'scenario', terminal: Terminal): void {
  terminal.out(`${JSON.stringify(jsonSchema(what), null, 2)}\n`);
}

/** The JSON Schema of a plan or a scenario. */
export function jsonSchema(what: 'plan' | 'scenario'): object {
  const schema = what === 'plan' ? planSchema : scenarioSchema;
  const options = { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' } as const;
  return { title: `Cutover ${what}`, ...toJsonSchema(schema, options) };
}
