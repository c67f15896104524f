import * as v from 'valibot';
import { stringify } from 'yaml';
import { check } from '../../../lambdas/core/validation/problems';
import { validated } from '../../../lambdas/core/validation/validated';
import { type HookCase, hookCaseSchema } from './hook-case';
import { type HookInvariantId, hookInvariants } from './hook-invariants';
import { hookPlanOf } from './hook-world';

/** A case of a deployment hook in a file. */
export interface SavedHookCase {
  /** The invariants that it violated when it was saved, each once. */
  readonly violates: readonly HookInvariantId[];
  /** The planted bug that it was run with; absent: none. */
  readonly mutant?: string | undefined;
  readonly hook: HookCase;
}

const savedSchema = v.strictObject({
  violates: v.array(v.picklist(hookInvariants.map(({ id }) => id))),
  mutant: v.optional(v.string()),
  hook: hookCaseSchema,
});

/** A case as YAML, which `readHookCase` reads. */
export function hookCaseText({ violates, mutant, hook }: SavedHookCase): string {
  return stringify(
    { violates, ...(mutant === undefined ? {} : { mutant }), hook },
    {
      aliasDuplicateObjects: false,
    },
  );
}

/**
 * Reads what `hookCaseText` has written.
 * @param name of the case, such as its file, for messages
 * @param value what the file has, as YAML gives it
 * @throws ValidationError for what is no case of a hook
 */
export function readHookCase(name: string, value: unknown): SavedHookCase {
  const saved = validated(`${name} is not a case`, check(savedSchema, value));
  hookPlanOf(saved.hook);
  return saved;
}
