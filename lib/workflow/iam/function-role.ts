import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeWildcards, functionTraces, WildcardStatement } from './wildcards';

export interface FunctionRoleProps {
  /** What the function may do. */
  readonly statements: readonly PolicyStatement[];
  /** The one log group that it may write to. */
  readonly logGroup: ILogGroup;
  /**
   * Whether the function gets network interfaces in a VPC.
   * @default false
   */
  readonly inVpc?: boolean;
}

/** The role of one function, with its statements written out: the managed policies of AWS allow every log group. */
export class FunctionRole extends Role {
  constructor(scope: Construct, id: string, { statements, logGroup, inVpc = false }: FunctionRoleProps) {
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
