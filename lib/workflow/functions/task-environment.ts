import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { TaskResources } from '../iam/task-statements';
import { routesVariable } from '../routers/routes';
import { type FunctionName, taskOf } from '../tasks';

/** What smoke tests may talk to. */
export interface Reach {
  readonly allowedHosts: readonly string[];
  readonly allowPrivateAddresses: boolean;
}

/** The variables of a function: those that its handler asks for in `lambdas/handlers`, and no other. */
export function environmentOf(
  scope: Construct,
  task: FunctionName,
  { routes, ledger, machines, deploymentGroups }: TaskResources,
  { allowedHosts, allowPrivateAddresses }: Reach,
): Record<string, string> {
  const hosts = { ALLOWED_HOSTS: JSON.stringify(allowedHosts) };
  // A zone's id may be known at deployment only.
  const every = { ROUTES: Stack.of(scope).toJsonString(routesVariable(routes)) };
  switch (task) {
    case 'ValidatePlan':
      return { ...hosts, ...every, DEPLOYMENT_GROUPS: Stack.of(scope).toJsonString(deploymentGroups) };
    case 'SmokeTest':
      return { ...hosts, ALLOW_PRIVATE_ADDRESSES: String(allowPrivateAddresses) };
    default:
      return {
        ...(taskOf(task).permissions.includes('use-ledger') ? { LEDGER_TABLE: ledger.tableName } : {}),
        // A guard: it looks at every route and starts reverts.
        ...(machines === undefined ? {} : { ...every, REVERT_MACHINE_ARN: machines.revert.stateMachineArn }),
      };
  }
}
