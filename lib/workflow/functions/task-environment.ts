import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AllowedNetwork } from '../../../lambdas/core/networks/private-network';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { DEFAULT_PRODUCTION_NAME_TEST } from '../../../lambdas/core/smoke-test/production-name';
import { deployedGates, gateFunctions } from '../gates-prop';
import { usesLedger } from '../iam/ledger-statements';
import { findsRoles } from '../iam/role-statements';
import type { TaskResources } from '../iam/task-statements';
import { routesVariable } from '../routers/routes';
import { type FunctionName, registeredTask } from '../tasks';

/** The hosts and addresses to which smoke tests may connect, and what plans are held to. */
export interface Reach {
  readonly allowedHosts: readonly string[];
  readonly networks: readonly AllowedNetwork[];
  readonly policy: Policy | undefined;
}

/** The environment variables of a function: those that its handler reads, and no others. */
export function environmentOf(
  scope: Construct,
  task: FunctionName,
  resources: TaskResources,
  { allowedHosts, networks, policy }: Reach,
): Record<string, string> {
  const { routes, ledger, machines, revert, deploymentGroups, eventBus } = resources;
  const { secrets = [], gates = {}, roles = [] } = resources;
  // The name and the id of a zone may be known only at deployment.
  const hosts = { ALLOWED_HOSTS: Stack.of(scope).toJsonString(allowedHosts) };
  const allRoutes = { ROUTES: Stack.of(scope).toJsonString(routesVariable(routes)) };
  const rules = policy === undefined ? {} : { POLICY: Stack.of(scope).toJsonString(policy) };
  const allowed = {
    ...hosts,
    ...allRoutes,
    DEPLOYMENT_GROUPS: Stack.of(scope).toJsonString(deploymentGroups),
    SECRETS: Stack.of(scope).toJsonString(secrets.map(({ arn }) => arn)),
    GATES: Stack.of(scope).toJsonString(deployedGates(gates)),
    ...rules,
  };
  const table = { LEDGER_TABLE: ledger.tableName };
  const { permissions } = registeredTask(task);
  const access =
    roles.length > 0 && findsRoles(permissions) ? { ROLES: Stack.of(scope).toJsonString(roles) } : {};
  switch (task) {
    case 'ValidatePlan':
      return { ...allowed, ...table };
    case 'Preflight':
      return { ...rules, ...table, ...access };
    case 'Operate':
      return { ...allowed, ...table, ...machineArns(machines) };
    case 'PublishEvents':
      return { ...table, ...(eventBus === undefined ? {} : { EVENT_BUS: eventBus.eventBusArn }) };
    case 'NotifyPeople':
      return { STACK: Stack.of(scope).stackName };
    case 'AskGates':
      return {
        ...table,
        GATES: allowed.GATES,
        GATE_FUNCTIONS: Stack.of(scope).toJsonString(gateFunctions(gates)),
      };
    case 'SmokeTest':
    case 'ProbeNewPath':
      return {
        ...hosts,
        ALLOWED_PRIVATE_NETWORKS: Stack.of(scope).toJsonString(networks),
        PRODUCTION_NAME_TEST: policy?.productionNameTest ?? DEFAULT_PRODUCTION_NAME_TEST,
      };
    default:
      return {
        ...(usesLedger(permissions) ? table : {}),
        ...access,
        // Only CheckRevert has the revert machine alone.
        ...(revert === undefined ? {} : { REVERT_MACHINE_ARN: revert.stateMachineArn }),
        // Only guards have machines: a guard reads every route and starts reverts.
        ...(machines === undefined
          ? {}
          : { ...allRoutes, REVERT_MACHINE_ARN: machines.revert.stateMachineArn }),
      };
  }
}

function machineArns(machines: TaskResources['machines']): Record<string, string> {
  return machines === undefined
    ? {}
    : {
        CUTOVER_MACHINE_ARN: machines.cutover.stateMachineArn,
        REVERT_MACHINE_ARN: machines.revert.stateMachineArn,
      };
}
