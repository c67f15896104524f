import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { statementsFor, type TaskResources } from './task-statements';
import type { Permission } from './tasks';

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

/** The role of one function, with its statements written out: the managed policies of AWS allow every log group. */
export class TaskRole extends Role {
  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const { permissions, resources, logGroup, inVpc = false } = props;
    const logs = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    for (const statement of [
      logs,
      ...statementsFor(this, permissions, resources),
      ...(inVpc ? [inVpcOnly()] : []),
    ]) {
      this.addToPolicy(statement);
    }
    if (permissions.includes('use-ledger')) {
      resources.ledger.encryptionKey?.grantEncryptDecrypt(this);
    }
  }
}

/** What Lambda needs to make a function's interfaces; they have no ARN beforehand (AWS Lambda Developer Guide, "Required IAM permissions"). */
function inVpcOnly(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
