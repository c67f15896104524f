import { checkPolicy } from '../core/policy/policy-checks';
import { validated } from '../core/validation/validated';
import { validatePlan } from '../steps/validate-plan';
import { environment } from './environment';
import { taskHandler } from './task-handler';

const { ALLOWED_HOSTS, ROUTES, DEPLOYMENT_GROUPS, SECRETS, POLICY } = environment([
  'ALLOWED_HOSTS',
  'ROUTES',
  'DEPLOYMENT_GROUPS',
  'SECRETS',
  'POLICY',
]);

export const handler = taskHandler(
  'ValidatePlan',
  validatePlan({
    allowedHosts: ALLOWED_HOSTS,
    routes: ROUTES,
    deploymentGroups: DEPLOYMENT_GROUPS,
    allowedSecrets: SECRETS,
    policy: POLICY === undefined ? undefined : validated('POLICY is not valid', checkPolicy(POLICY)),
  }),
);
