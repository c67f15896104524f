import { Token } from 'aws-cdk-lib';
import type { Policy } from '../../lambdas/core/policy/policy';
import { policySchemaWith } from '../../lambdas/core/policy/policy';
import { checkPolicy } from '../../lambdas/core/policy/policy-checks';
import type { Problem } from '../../lambdas/core/validation/problems';
import { problemsAt } from '../shared/refuse-props';
import { deployedGates, type WorkflowGates } from './gates-prop';
import type { DeploymentGroups } from './iam/deployment-statements';
import type { AllowedSecrets } from './iam/secret-statements';
import { type NormalizedRouteConfig, orToken, routesVariable } from './routers/routes';

/**
 * The variables of one function, names and values together (AWS Lambda Developer Guide, "Lambda quotas").
 */
const MAX_VARIABLE_BYTES = 4_096;

/** The name of the ledger's table and the ARNs of the machines, which are known at deployment only. */
const OTHER_VARIABLES_BYTES = 600;

/** The values that `ValidatePlan` gets as variables beside the policy. */
interface OtherVariables {
  readonly routes: readonly NormalizedRouteConfig[];
  readonly allowedHosts: readonly string[];
  readonly deploymentGroups: DeploymentGroups;
  readonly secrets: AllowedSecrets;
  readonly gates: WorkflowGates;
}

/** Problems of the prop `policy`. A value that is known only at deployment is checked by `ValidatePlan`. */
export function policyPropProblems(policy: Policy | undefined, others: OtherVariables): Problem[] {
  if (policy === undefined) {
    return [];
  }
  const checked = checkPolicy(policy, policySchemaWith(orToken));
  return problemsAt('policy', checked.ok ? sizeProblems(policy, others) : checked.problems);
}

function sizeProblems(
  policy: Policy,
  { routes, allowedHosts, deploymentGroups, secrets, gates }: OtherVariables,
): Problem[] {
  const variables = {
    ALLOWED_HOSTS: allowedHosts,
    ROUTES: routesVariable(routes),
    DEPLOYMENT_GROUPS: deploymentGroups,
    SECRETS: secrets.map(({ arn }) => arn),
    GATES: deployedGates(gates),
    POLICY: policy,
  };
  const ofPolicy = Object.entries(variables)
    .map(([name, value]) => Buffer.byteLength(name + JSON.stringify(value)))
    .reduce((sum, size) => sum + size, 0);
  const bytes = ofPolicy + OTHER_VARIABLES_BYTES;
  const message =
    `takes ${bytes} bytes together with the routes, hosts, deployment groups, secrets and gates; ` +
    `must take at most ${MAX_VARIABLE_BYTES}, which the variables of a function hold: ` +
    'shorten its lists, or split the routes over two workflows';
  return bytes > MAX_VARIABLE_BYTES ? [{ path: '', message }] : [];
}

/** What of a policy is known at synth, for plans that are checked there. */
export function knownPolicy(policy: Policy): Policy {
  return Object.fromEntries(
    Object.entries(policy).filter(([, value]) => !Token.isUnresolved(JSON.stringify(value))),
  );
}
