import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { policyProblems } from '../../../lambdas/core/policy/policy-problems';
import { readChecked } from '../../shared/read-file';

/**
 * Reads a plan file and checks it as the first state of the workflow does.
 * @param allowHost patterns of hosts that smoke tests may call; see `checkPlan`
 * @param policy the policy of the deployment; absent: none
 * @throws UsageError that lists every problem
 */
export function readPlan(file: string, allowHost: readonly string[] | undefined, policy?: Policy): Plan {
  return readChecked(file, 'plan', (value) => {
    const checked = checkPlan(value, allowHost);
    const problems = checked.ok ? policyProblems(checked.value, policy) : [];
    return problems.length === 0 ? checked : { ok: false, problems };
  });
}
