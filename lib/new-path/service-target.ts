import { Annotations, Names, Stack, Token } from 'aws-cdk-lib';
import { CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import type { BaseService, LoadBalancerTargetOptions } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationLoadBalancer,
  ApplicationTargetGroup,
  type IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { rulesBetween } from '../shared/security-group-rules';
import type { AdditiveApiGatewayProps } from './additive-api-gateway-props';

/** What a service is registered with. */
export interface NewPathTargets {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targetGroup: ApplicationTargetGroup;
}

/**
 * Registers a service with the new path.
 * @param target the container and port; by default the default container and its first port
 */
export function registerService(
  { loadBalancer, targetGroup }: NewPathTargets,
  service: BaseService,
  target: LoadBalancerTargetOptions | undefined,
): void {
  const isElsewhere = Stack.of(service) !== Stack.of(targetGroup);
  const rules = isElsewhere ? connect(loadBalancer, service, target) : null;
  register(isElsewhere ? referenceTo(targetGroup, service) : targetGroup, service, target);
  // Otherwise tasks could start before the load balancer can reach them, fail their health check and be
  // stopped by ECS.
  // The service alone: a security group that CDK creates in it is what the rules name.
  const resource = service.node.defaultChild ?? service;
  resource.node.addDependency(...(rules === null ? rulesBetween(loadBalancer, service) : [rules]));
}

function register(
  group: IApplicationTargetGroup,
  service: BaseService,
  target: LoadBalancerTargetOptions | undefined,
): void {
  group.addTarget(target === undefined ? service : service.loadBalancerTarget(target));
}

/**
 * The same target group for a service of another stack. CDK would put a rule for the service into the stack
 * of the load balancer, which would then depend on that of the service, and that on the target group.
 */
function referenceTo(group: ApplicationTargetGroup, service: BaseService): IApplicationTargetGroup {
  const id = idFor(service, group, 'Targets');
  const { targetGroupArn } = group;
  const reference = ApplicationTargetGroup.fromTargetGroupAttributes(scopeNextTo(service), id, {
    targetGroupArn,
  });
  Annotations.of(reference).acknowledgeWarning(
    '@aws-cdk/aws-elbv2:albTargetGroupCannotRegisterConnectable',
    'the rules of the security groups are created beside the service',
  );
  return reference;
}

/** Lets the load balancer reach the tasks of a service of another stack, with rules in that stack. */
function connect(
  loadBalancer: ApplicationLoadBalancer,
  service: BaseService,
  target: LoadBalancerTargetOptions | undefined,
): Construct {
  const rules = new Construct(scopeNextTo(service), idFor(service, loadBalancer, 'Rules'));
  const port = target?.containerPort ?? service.taskDefinition.defaultContainer?.containerPort;
  const pairs = loadBalancer.connections.securityGroups.flatMap(({ securityGroupId: from }) =>
    service.connections.securityGroups.map(({ securityGroupId: to }) => ({ from, to })),
  );
  pairs.forEach(({ from, to }, i) => {
    const traffic = {
      ...{ ipProtocol: 'tcp', description: 'Load balancer to target' },
      ...(port === undefined ? {} : { fromPort: port, toPort: port }),
    };
    new CfnSecurityGroupEgress(rules, `Egress${i}`, {
      ...{ ...traffic, groupId: from, destinationSecurityGroupId: to },
    });
    new CfnSecurityGroupIngress(rules, `Ingress${i}`, {
      ...{ ...traffic, groupId: to, sourceSecurityGroupId: from },
    });
  });
  return rules;
}

/** The service must depend on what is created for it, so this is not in the service. */
function scopeNextTo(service: BaseService): Construct {
  return service.node.scope as Construct;
}

function idFor(service: BaseService, one: Construct, what: string): string {
  return `${service.node.id}${Names.nodeUniqueId(one.node)}${what}`;
}

/**
 * Why a service cannot be registered from its stack: it would need the new path's target group, and the new
 * path needs something of that stack.
 */
export function serviceStackProblems(
  service: BaseService,
  path: Construct,
  { vpc, zone, certificate, accessLogs, vpcLink }: AdditiveApiGatewayProps,
): Problem[] {
  const [there, here] = [Stack.of(service), Stack.of(path)];
  if (there === here) {
    return [];
  }
  const given = [
    { name: 'vpc', of: vpc, id: vpc.vpcId },
    { name: 'zone', of: zone, id: zone.hostedZoneId },
    { name: 'certificate', of: certificate, id: certificate.certificateArn },
    { name: 'accessLogs', of: accessLogs, id: accessLogs?.bucketName },
    { name: 'vpcLink', of: vpcLink?.link, id: vpcLink?.link.vpcLinkId },
  ];
  const needed = given.filter(({ of, id }) => of && Token.isUnresolved(id) && Stack.of(of) === there);
  const names = needed.map(({ name }) => name);
  const reasons = [
    ...(names.length > 0 ? [`which has ${names.join(', ')} of the new path`] : []),
    ...(here.dependencies.includes(there) ? ['on which the stack of the new path depends'] : []),
  ];
  const message =
    `is in the stack ${there.stackName}, ${reasons.join(' and ')}, so each stack would need the other; put ` +
    'both into one stack, or what they share into a third one';
  return reasons.length === 0 ? [] : [{ path: 'service', message }];
}
