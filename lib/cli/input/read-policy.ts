import type { Policy } from '../../../lambdas/core/policy/policy';
import { checkPolicy } from '../../../lambdas/core/policy/policy-checks';
import { readChecked } from '../../shared/read-file';

/**
 * Reads a policy file and checks it as the deployment does. Without a file there is no policy.
 * @throws UsageError that lists every problem of the policy
 */
export function readPolicy(file: string | undefined): Policy | undefined {
  return file === undefined ? undefined : readChecked(file, 'policy', (value) => checkPolicy(value));
}
