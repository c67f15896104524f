import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { readChecked } from '../../shared/read-file';

/**
 * Reads a plan file and checks it as the first state of the workflow does.
 * @param allowHost patterns of hosts that smoke tests may call; see `checkPlan`
 * @throws UsageError that lists every problem
 */
export function readPlan(file: string, allowHost: readonly string[] | undefined): Plan {
  return readChecked(file, 'plan', (value) => checkPlan(value, allowHost));
}
