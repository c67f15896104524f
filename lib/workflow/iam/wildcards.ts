import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Actions on a resource that has a `*` in it, and why it cannot be narrower. */
export interface Wildcard {
  readonly actions: readonly string[];
  readonly resource: string;
  /** With the source, where AWS is the reason. */
  readonly reason: string;
}

/** A statement that cannot be narrower, with its reason beside it. */
export class WildcardStatement extends PolicyStatement {
  constructor(readonly wildcard: Wildcard) {
    super({ actions: [...wildcard.actions], resources: [wildcard.resource] });
  }
}

/** What CDK allows a function that is traced. */
export const functionTraces: Wildcard = {
  actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  resource: '*',
  reason: 'no resource types (Service Authorization Reference, "AWS X-Ray")',
};

/** What CDK allows a machine that is traced. */
export const machineTraces: Wildcard = {
  ...functionTraces,
  actions: [...functionTraces.actions, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
};

/** What CDK allows a machine that logs. */
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
    'no narrower resource is taken (Step Functions Developer Guide, "Using CloudWatch Logs to log execution history")',
};

/** Acknowledges to cdk-nag what a role is allowed on a `*`: these, so that any other stays a finding. */
export function acknowledgeWildcards(role: IRole, wildcards: readonly Wildcard[]): void {
  const reasons = new Map<string, string[]>();
  for (const { actions, resource, reason } of wildcards) {
    const spelled = spell(Stack.of(role).resolve(resource));
    reasons.set(spelled, [...(reasons.get(spelled) ?? []), `${actions.join(', ')}: ${reason}`]);
  }
  for (const [resource, told] of reasons) {
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;
    Validations.of(role).acknowledge({ id, reason: told.join('; ') });
  }
}

/** A resource as cdk-nag spells it in a finding's id: `<Ref>` or `<Resource.Attribute>` for what deployment will tell. */
function spell(value: unknown): string {
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
  return joined === undefined ? JSON.stringify(value) : joined[1].map(spell).join(joined[0]);
}

/** The functions of CloudFormation that an ARN is made of. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}
