import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Actions on a resource with a `*` in it, and the reason why it cannot be narrower. */
export interface Wildcard {
  readonly actions: readonly string[];
  readonly resource: string;
  /** With the AWS source, where AWS is the reason. */
  readonly reason: string;
}

/** A statement whose resource cannot be narrower, together with the reason. */
export class WildcardStatement extends PolicyStatement {
  constructor(readonly wildcard: Wildcard) {
    super({ actions: [...wildcard.actions], resources: [wildcard.resource] });
  }
}

/**
 * The reason for a `*` on actions that support no resource-level permissions.
 * @param service the title of its page in the Service Authorization Reference
 */
export function noResourceTypes(service: string): string {
  return `no resource types (Service Authorization Reference, "${service}")`;
}

/** What CDK allows a function that is traced. */
export const functionTraces: Wildcard = {
  actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  resource: '*',
  reason: noResourceTypes('AWS X-Ray'),
};

/** What CDK allows a state machine that is traced. */
export const machineTraces: Wildcard = {
  ...functionTraces,
  actions: [...functionTraces.actions, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
};

/** What CDK allows a state machine that logs. */
export const machineLogs: Wildcard = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ],
  resource: '*',
  reason:
    'these actions accept no narrower resource (Step Functions Developer Guide, ' +
    '"Using CloudWatch Logs to log execution history")',
};

/**
 * Acknowledges to cdk-nag that a role may use these actions on a `*`. Any other wildcard of the role
 * remains a finding.
 */
export function acknowledgeWildcards(role: IRole, wildcards: readonly Wildcard[]): void {
  const reasons = new Map<string, string[]>();
  for (const { actions, resource, reason } of wildcards) {
    const id = nagResource(Stack.of(role).resolve(resource));
    reasons.set(id, [...(reasons.get(id) ?? []), `${actions.join(', ')}: ${reason}`]);
  }
  for (const [resource, all] of reasons) {
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;
    Validations.of(role).acknowledge({ id, reason: all.join('; ') });
  }
}

/**
 * A resource as cdk-nag writes it in the id of a finding: `<Ref>` or `<Resource.Attribute>` for what is
 * known only at deployment.
 */
function nagResource(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = value as Intrinsic;
  if (Ref !== undefined) {
    return `<${Ref}>`;
  }
  if (attribute !== undefined) {
    return `<${attribute.join('.')}>`;
  }
  return joined === undefined ? JSON.stringify(value) : joined[1].map(nagResource).join(joined[0]);
}

/** The intrinsic functions of CloudFormation that an ARN may consist of. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}
