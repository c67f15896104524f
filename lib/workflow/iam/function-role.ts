import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeWildcards, functionTraces, WildcardStatement } from './wildcards';

export interface FunctionRoleProps {
  /** The permissions of the function. */
  readonly statements: readonly PolicyStatement[];
  /** The only log group that it may write to. */
  readonly logGroup: ILogGroup;
  /**
   * Whether the function gets network interfaces in a VPC.
   * @default false
   */
  readonly inVpc?: boolean;
}

/**
 * The role of one function, without managed policies: those of AWS would allow it to write to every log
 * group.
 */
export class FunctionRole extends Role {
  constructor(scope: Construct, id: string, { statements, logGroup, inVpc = false }: FunctionRoleProps) {
    // Lambda documents no source for the role that it assumes: the keys apply where a function is the target
    // (AWS Lambda Developer Guide, "Using source function ARN to control function access behavior").
    super(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logs = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const all = [logs, ...statements, ...(inVpc ? [inVpcOnly()] : [])];
    for (const statement of all) {
      this.addToPolicy(statement);
    }
    const wildcards = all.flatMap((one) => (one instanceof WildcardStatement ? [one.wildcard] : []));
    acknowledgeWildcards(this, [...wildcards, functionTraces]);
  }
}

/** What Lambda needs to create the network interfaces of a function. */
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
      'network interfaces have no ARN before they are created (AWS Lambda Developer Guide, ' +
      '"Required IAM permissions")',
  });
}
