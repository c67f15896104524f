import type { Plan } from '../../lambdas/core/plan';
import type { Rehearsal } from '../rehearsal/rehearse';

/** placeholder */
export function htmlReport(plan: Plan, rehearsal: Rehearsal): string {
  return plan.name + rehearsal.result.outcome;
}
