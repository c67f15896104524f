import * as v from 'valibot';
import { parse, stringify } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { check } from '../../lambdas/core/validation/problems';
import { ValidationError, validated } from '../../lambdas/core/validation/validated';
import { checkScenario } from '../rehearsal/scenario';
import { type Case, SIMULATED_HOSTS } from './cases';
import { type InvariantId, invariants } from './invariants';

const INVARIANT_IDS = invariants.map(({ id }) => id);

const isInvariant = (value: string): value is InvariantId => INVARIANT_IDS.some((id) => id === value);

const savedSchema = v.strictObject({
  violates: v.optional(
    v.array(
      v.pipe(
        v.string('must be the name of an invariant'),
        v.guard(isInvariant, 'must be the name of an invariant of docs/invariants.md'),
      ),
      'must be a list of names of invariants',
    ),
    [],
  ),
  mutant: v.optional(v.string('must be the name of a planted bug')),
  // Their own checks say what is missing.
  plan: v.optional(v.unknown()),
  scenario: v.optional(v.unknown()),
});

/** A case in a file. It gives the same rehearsal however cases are drawn. */
export interface SavedCase extends Case {
  /** The invariants that it violated when it was saved, each once. */
  readonly violates: readonly InvariantId[];
  /** The planted bug that it was run with; absent: none. */
  readonly mutant?: string | undefined;
}

/** A case as YAML, which `readCase` reads. Equal cases have equal texts. */
export function caseText({ violates, mutant, plan, scenario }: SavedCase): string {
  const planted = mutant === undefined ? {} : { mutant };
  return stringify({ violates, ...planted, plan, scenario }, { aliasDuplicateObjects: false });
}

/**
 * Reads what `caseText` has written.
 * @param name of the case, such as its file, for messages
 * @throws ValidationError for text that is not YAML, or has no valid plan and scenario
 */
export function readCase(name: string, text: string): SavedCase {
  const { violates, mutant, plan, scenario } = validated(
    `${name} is not a case`,
    check(savedSchema, yaml(name, text)),
  );
  return {
    violates,
    mutant,
    plan: validated(`the plan of ${name} is not valid`, checkPlan(plan, SIMULATED_HOSTS)),
    scenario: validated(`the scenario of ${name} is not valid`, checkScenario(scenario)),
  };
}

function yaml(name: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ValidationError(`${name} is not YAML: ${(error as Error).message}`);
  }
}
