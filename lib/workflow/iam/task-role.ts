import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Permission } from '../tasks';
import { FunctionRole } from './function-role';
import { statementsFor, type TaskResources } from './task-statements';

export interface TaskRoleProps {
  /** What the Task may do. */
  readonly permissions: readonly Permission[];
  /** What it may do that to. */
  readonly resources: TaskResources;
  /** The one log group that it may write to. */
  readonly logGroup: ILogGroup;
  /**
   * Whether the function gets network interfaces in a VPC.
   * @default false
   */
  readonly inVpc?: boolean;
}

/** What a table's key is used for in its user's name (Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest: usage notes"). */
const USE_OF_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The role of a Task's or guard's function. */
export class TaskRole extends FunctionRole {
  constructor(
    scope: Construct,
    id: string,
    { permissions, resources, logGroup, inVpc = false }: TaskRoleProps,
  ) {
    super(scope, id, { statements: statementsFor(scope, permissions, resources), logGroup, inVpc });
    if (permissions.includes('use-ledger')) {
      resources.ledger.encryptionKey?.grant(this, ...USE_OF_KEY);
    }
  }
}
