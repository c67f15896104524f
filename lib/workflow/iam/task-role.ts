import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Permission } from '../tasks';
import { FunctionRole } from './function-role';
import { statementsFor, type TaskResources } from './task-statements';

export interface TaskRoleProps {
  /** The permissions of the Task. */
  readonly permissions: readonly Permission[];
  /** The resources that the permissions apply to. */
  readonly resources: TaskResources;
  /** The only log group that it may write to. */
  readonly logGroup: ILogGroup;
  /**
   * Whether the function gets network interfaces in a VPC.
   * @default false
   */
  readonly inVpc?: boolean;
}

/**
 * What DynamoDB does with a table's customer managed key on behalf of the caller.
 * Source: Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest: usage notes".
 */
const KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Permissions that read or write the ledger's table. */
const LEDGER_PERMISSIONS = new Set<Permission>(['use-ledger', 'read-starters', 'send-commands']);

/** The role of the function of a Task or guard. */
export class TaskRole extends FunctionRole {
  constructor(
    scope: Construct,
    id: string,
    { permissions, resources, logGroup, inVpc = false }: TaskRoleProps,
  ) {
    super(scope, id, { statements: statementsFor(scope, permissions, resources), logGroup, inVpc });
    if (permissions.some((one) => LEDGER_PERMISSIONS.has(one))) {
      resources.ledger.encryptionKey?.grant(this, ...KEY_ACTIONS);
    }
  }
}
