import { Stack } from 'aws-cdk-lib';
import { CfnRole, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** What a service acts for when it assumes a role. */
export interface TrustSource {
  /** The service part of the ARN, such as `states`. */
  readonly service: string;
  /** The rest of the ARN after the account, with `*` for what is not known: `stateMachine:*`. */
  readonly resource: string;
}

/**
 * Tasks of ECS. A cluster cannot be named (Amazon ECS Developer Guide, "Amazon ECS task IAM role"). The guide
 * documents no source for the task execution role.
 */
export const anyTask: TrustSource = { service: 'ecs', resource: '*' };

/**
 * A service that may assume a role only for resources of this account and region. Without a condition, the
 * service would also assume it for whoever gets it to do so from another account (IAM User Guide, "The
 * confused deputy problem"). The services that do not send these keys are named, with the AWS source, in
 * `test/shared/trust.test.ts`.
 * @param principal such as `states.amazonaws.com`
 */
export function trustedService(scope: IConstruct, principal: string, source: TrustSource): ServicePrincipal {
  return new ServicePrincipal(principal, { conditions: conditionsFor(scope, source) });
}

/**
 * Adds the same conditions to a role that CDK has created.
 * @throws Error when it is not a role of the stack, or not assumed by exactly one service
 */
export function confineTrust(role: IConstruct | undefined, source: TrustSource): void {
  const resource = role?.node.defaultChild;
  if (role === undefined || !(resource instanceof CfnRole)) {
    throw new Error(`${role?.node.path} is not a role of this stack, so its trust policy cannot be changed`);
  }
  const { Statement } = Stack.of(role).resolve(resource.assumeRolePolicyDocument) as TrustPolicy;
  const services = Statement.flatMap(({ Principal }) => Principal.Service);
  if (services.length !== 1) {
    throw new Error(`${role.node.path} can be assumed by ${services.length} services; wanted one`);
  }
  const path = 'AssumeRolePolicyDocument.Statement.0.Condition';
  resource.addPropertyOverride(path, conditionsFor(role, source));
}

interface TrustPolicy {
  readonly Statement: readonly { readonly Principal: { readonly Service: string | readonly string[] } }[];
}

function conditionsFor(scope: IConstruct, { service, resource }: TrustSource) {
  const { account, partition, region } = Stack.of(scope);
  return {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:${service}:${region}:${account}:${resource}` },
  };
}
