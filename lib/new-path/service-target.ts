import { Stack, Token } from 'aws-cdk-lib';
import type { BaseService, LoadBalancerTargetOptions } from 'aws-cdk-lib/aws-ecs';
import type { ApplicationLoadBalancer, ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { rulesBetween } from '../shared/security-group-rules';
import type { AdditiveGatewayProps } from './additive-gateway-props';

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
  targetGroup.addTarget(target === undefined ? service : service.loadBalancerTarget(target));
  // Otherwise tasks could start before the load balancer can reach them, fail their health check and be
  // stopped by ECS. It is the resource that waits and not all of the service: the rules name a security group
  // that CDK may have created in it, which would then wait for its own rules.
  const resource = service.node.defaultChild ?? service;
  resource.node.addDependency(...rulesBetween(loadBalancer, service));
}

/**
 * Why a service cannot be registered from its stack: it would need the new path's target group, and the new
 * path needs something of that stack.
 */
export function serviceStackProblems(
  service: BaseService,
  path: Construct,
  { vpc, zone, certificate, accessLogs, vpcLink }: AdditiveGatewayProps,
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
