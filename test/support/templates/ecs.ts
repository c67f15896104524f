import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { EcsBlueGreenService, type EcsBlueGreenServiceProps } from '../../../lib/ecs/ecs-blue-green-service';
import {
  EcsNativeBlueGreenService,
  type EcsNativeBlueGreenServiceProps,
} from '../../../lib/ecs/ecs-native-blue-green-service';
import { appWithoutBundles } from './synth';

/** The required props. */
export const service: EcsBlueGreenServiceProps & EcsNativeBlueGreenServiceProps = {
  container: { image: ContainerImage.fromRegistry('public.ecr.aws/example/web:1'), port: 3000 },
  hook: { host: 'api.example.com', checks: [{ path: '/health' }] },
};

type Props<T> = Partial<T> | ((scope: Construct) => Partial<T>);

function stackWith<T>(
  props: Props<T>,
  env: StackProps,
  make: (stack: Stack, given: Partial<T>) => unknown,
  app: App = appWithoutBundles(),
): Stack {
  const stack = new Stack(app, 'Stack', env);
  make(stack, typeof props === 'function' ? props(stack) : props);
  return stack;
}

/** A stack with a service that CodeDeploy deploys. Props that need a scope can be given as a function. */
export function codeDeployStack(props: Props<EcsBlueGreenServiceProps> = {}, env: StackProps = {}): Stack {
  return stackWith(
    props,
    env,
    (stack, given) => new EcsBlueGreenService(stack, 'Web', { ...service, ...given }),
  );
}

/** A stack with a service that ECS itself deploys. */
export function nativeStack(props: Props<EcsNativeBlueGreenServiceProps> = {}, env: StackProps = {}): Stack {
  return stackWith(
    props,
    env,
    (stack, given) => new EcsNativeBlueGreenService(stack, 'Web', { ...service, ...given }),
  );
}

/**
 * The ingress rules between security groups, as `from → to:port`. Throws for a rule with an address range.
 */
export function ingressOf(template: Template): string[] {
  const nameOf = (reference: unknown) =>
    String((reference as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]).replace(/[0-9A-F]{8}$/, '');
  const ingresses = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
  return ingresses
    .map(
      ({ Properties: { SourceSecurityGroupId, GroupId, FromPort } }) =>
        `${nameOf(SourceSecurityGroupId)} → ${nameOf(GroupId)}:${FromPort}`,
    )
    .sort();
}

/** The actions that a role allows, each with its resources. */
export function permissionsOf(template: Template, role: string): Map<string, unknown[]> {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref.startsWith(role)),
  );
  const permissions = new Map<string, unknown[]>();
  for (const statement of policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)) {
    for (const action of [statement.Action].flat()) {
      permissions.set(action, [...(permissions.get(action) ?? []), ...[statement.Resource].flat()]);
    }
  }
  return permissions;
}
