import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routesVariable } from './routes';
import type { TaskResources } from './task-statements';
import { type TaskName, tasks } from './tasks';

/** What smoke tests may talk to. */
export interface Reach {
  readonly allowedHosts: readonly string[];
  readonly allowPrivateAddresses: boolean;
}

/** The variables of a function: those that its handler asks for in `lambdas/handlers`, and no other. */
export function environmentOf(
  scope: Construct,
  task: TaskName,
  { routes, ledger }: TaskResources,
  { allowedHosts, allowPrivateAddresses }: Reach,
): Record<string, string> {
  const hosts = { ALLOWED_HOSTS: JSON.stringify(allowedHosts) };
  switch (task) {
    case 'ValidatePlan':
      // A zone's id may be known at deployment only.
      return { ...hosts, ROUTES: Stack.of(scope).toJsonString(routesVariable(routes)) };
    case 'SmokeTest':
      return { ...hosts, ALLOW_PRIVATE_ADDRESSES: String(allowPrivateAddresses) };
    default: {
      const permissions: readonly string[] = tasks[task].permissions;
      return permissions.includes('use-ledger') ? { LEDGER_TABLE: ledger.tableName } : {};
    }
  }
}
