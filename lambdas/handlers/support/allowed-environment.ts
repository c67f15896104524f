import { checkPolicy } from '../../core/policy/policy-checks';
import { validated } from '../../core/validation/validated';
import { environment } from './environment';

/**
 * What the deployment allows, from the variables of a function that checks plans.
 * @throws ValidationError that lists every variable that is missing or not valid
 */
export function allowedByEnvironment() {
  const { ALLOWED_HOSTS, ROUTES, DEPLOYMENT_GROUPS, POLICY } = environment([
    'ALLOWED_HOSTS',
    'ROUTES',
    'DEPLOYMENT_GROUPS',
    'POLICY',
  ]);
  return {
    allowedHosts: ALLOWED_HOSTS,
    routes: ROUTES,
    deploymentGroups: DEPLOYMENT_GROUPS,
    policy: POLICY === undefined ? undefined : validated('POLICY is not valid', checkPolicy(POLICY)),
  };
}
