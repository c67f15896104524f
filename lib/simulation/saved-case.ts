import { parse, stringify } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { validated } from '../../lambdas/core/validation/validated';
import { checkScenario } from '../rehearsal/scenario';
import type { Case } from './cases';

/** A case as text, from which it can be run again: it does not depend on how cases are drawn. */
export function caseText({ plan, scenario }: Case): string {
  return stringify({ plan, scenario }, { aliasDuplicateObjects: false });
}

/**
 * Reads a case that `caseText` has written.
 * @throws ValidationError for a plan or a scenario that is not valid
 */
export function readCase(text: string): Case {
  const { plan, scenario } = (parse(text) ?? {}) as Partial<Record<keyof Case, unknown>>;
  return {
    plan: validated('the plan of the case', checkPlan(plan)),
    scenario: validated('the scenario of the case', checkScenario(scenario)),
  };
}
