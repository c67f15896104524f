import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { statementsFor, type TaskResources } from './task-statements';
import type { Permission } from './tasks';
import { acknowledgeWildcards, functionTraces, WildcardStatement } from './wildcards';

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

/** The role of one function, with its statements written out: the managed policies of AWS allow every log group. */
export class TaskRole extends Role {
  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const { permissions, resources, logGroup, inVpc = false } = props;
    const logs = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const statements = [
      logs,
      ...statementsFor(this, permissions, resources),
      ...(inVpc ? [inVpcOnly()] : []),
    ];
    for (const statement of statements) {
      this.addToPolicy(statement);
    }
    const wildcards = statements.flatMap((one) => (one instanceof WildcardStatement ? [one.wildcard] : []));
    acknowledgeWildcards(this, [...wildcards, functionTraces]);
    if (permissions.includes('use-ledger')) {
      resources.ledger.encryptionKey?.grant(this, ...USE_OF_KEY);
    }
  }
}

/** What Lambda needs to make a function's interfaces. */
function inVpcOnly(): PolicyStatement {
  return new WildcardStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resource: '*',
    reason:
      'interfaces have no ARN before they are made (AWS Lambda Developer Guide, "Required IAM permissions")',
  });
}
