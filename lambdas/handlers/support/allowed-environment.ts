import type { Policy } from '../../core/policy/policy';
import { checkPolicy } from '../../core/policy/policy-checks';
import { validated } from '../../core/validation/validated';
import type { environment } from './environment';

/** The variables of a function that checks plans. */
export const ALLOWED_VARIABLES = [
  'ALLOWED_HOSTS',
  'ROUTES',
  'DEPLOYMENT_GROUPS',
  'SECRETS',
  'GATES',
  'POLICY',
] as const satisfies Parameters<typeof environment>[0];

type Variables = ReturnType<typeof environment<(typeof ALLOWED_VARIABLES)[number]>>;

/**
 * What the deployment allows, from those variables.
 * @throws ValidationError when the policy is not valid
 */
export function allowedBy(variables: Variables) {
  const { ALLOWED_HOSTS, ROUTES, DEPLOYMENT_GROUPS, SECRETS, GATES, POLICY } = variables;
  return {
    allowedHosts: ALLOWED_HOSTS,
    routes: ROUTES,
    deploymentGroups: DEPLOYMENT_GROUPS,
    allowedSecrets: SECRETS,
    allowedGates: GATES,
    policy: policyFrom(POLICY),
  };
}

/**
 * The policy of the deployment; undefined without one.
 * @param value of the variable POLICY
 * @throws ValidationError when it is not valid
 */
export function policyFrom(value: unknown): Policy | undefined {
  return value === undefined ? undefined : validated('POLICY is not valid', checkPolicy(value));
}
