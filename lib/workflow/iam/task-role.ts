import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { readExecutions, writeToQueue } from '../encryption';
import type { Permission } from '../tasks';
import { FunctionRole } from './function-role';
import { usesLedger } from './ledger-statements';
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

/** The role of the function of a Task or guard. */
export class TaskRole extends FunctionRole {
  private readonly permissions: readonly Permission[];

  constructor(
    scope: Construct,
    id: string,
    { permissions, resources, logGroup, inVpc = false }: TaskRoleProps,
  ) {
    super(scope, id, { statements: statementsFor(scope, permissions, resources), logGroup, inVpc });
    this.permissions = permissions;
    if (usesLedger(permissions)) {
      resources.ledger.encryptionKey?.grant(this, ...KEY_ACTIONS);
    }
  }

  /**
   * Allows what the function does with the key of the workflow, beside the ledger. Its variables need no
   * permission: Lambda creates a grant for the role (AWS Lambda Developer Guide, "Securing Lambda environment
   * variables").
   * @param queues whether Lambda writes to the queue of undelivered events in its name
   */
  allowKey(key: IKey, { queues }: { readonly queues: boolean }): void {
    if (this.permissions.some((one) => one === 'read-reverts' || one === 'use-executions')) {
      this.addToPolicy(readExecutions(this, key));
    }
    if (queues) {
      this.addToPolicy(writeToQueue(this, key));
    }
  }
}
