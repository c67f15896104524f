import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { commandPartition } from '../../../lambdas/core/shared/command-partition';
import type { LedgerLike } from '../ledger-table';
import { type NormalizedRouteConfig, routesVariable } from '../routers/routes';
import type { Permission } from '../tasks';

/** The permissions of a function that are for the ledger. */
export type LedgerPermission = Extract<
  Permission,
  'read-ledger' | 'write-ledger' | 'record-decisions' | 'read-commands' | 'send-commands'
>;

/** The ledger, and the routes whose partitions a deployment may touch. */
export interface LedgerResources {
  readonly ledger: LedgerLike;
  readonly routes: readonly NormalizedRouteConfig[];
}

type Statements = (resources: LedgerResources) => PolicyStatement[];

/**
 * The statements of each permission. Items are never deleted, and never read without their partition: nobody
 * has `DeleteItem`, `Scan` or a batch. IAM can distinguish the partitions of a table, and not the items of
 * one partition (Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access
 * control").
 */
export const ledgerStatements: Readonly<Record<LedgerPermission, Statements>> = {
  // An entry has the commands to the cutover that holds the lock.
  'read-ledger': (resources) => [
    onRoutes(resources, 'dynamodb:GetItem'),
    onCommands(resources, 'dynamodb:GetItem'),
  ],
  'write-ledger': (resources) => [onRoutes(resources, 'dynamodb:UpdateItem')],
  'record-decisions': (resources) => [onRoutes(resources, 'dynamodb:PutItem')],
  // A transaction that begins something new has a condition on what has been sent until then.
  'read-commands': (resources) => [onCommands(resources, 'dynamodb:GetItem', 'dynamodb:ConditionCheckItem')],
  // A command is for the cutover that holds the lock. An abort and a revert are written with a check of it.
  'send-commands': (resources) => [
    onRoutes(resources, 'dynamodb:GetItem', 'dynamodb:ConditionCheckItem'),
    onCommands(resources, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'),
  ],
};

/** What a person or a tool that only reads may do: no action of it writes. */
export function readAll(resources: LedgerResources): PolicyStatement[] {
  const actions = ['dynamodb:GetItem', 'dynamodb:Query'] as const;
  return [onRoutes(resources, ...actions), onCommands(resources, ...actions)];
}

/** Whether a function with these permissions calls the ledger's table. */
export function usesLedger(permissions: readonly Permission[]): boolean {
  return permissions.some((permission) => permission in ledgerStatements);
}

function onRoutes({ ledger, routes }: LedgerResources, ...actions: readonly string[]): PolicyStatement {
  return onPartitions(ledger, routesVariable(routes), actions);
}

function onCommands({ ledger, routes }: LedgerResources, ...actions: readonly string[]): PolicyStatement {
  return onPartitions(ledger, routesVariable(routes).map(commandPartition), actions);
}

function onPartitions(
  ledger: LedgerLike,
  partitions: readonly string[],
  actions: readonly string[],
): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [ledger.tableArn],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [...partitions] },
      // ForAllValues is also true for a key that the request does not have (IAM User Guide, "Set operators
      // for multivalued context keys").
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}
