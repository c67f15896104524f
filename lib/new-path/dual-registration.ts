import { Stack } from 'aws-cdk-lib';
import { type BaseService, CfnService } from 'aws-cdk-lib/aws-ecs';
import type { Problem } from '../../lambdas/core/validation/problems';

/**
 * The maximum number of target groups of a service.
 * Source: Amazon ECS Developer Guide, "Registering multiple target groups with a service".
 */
const MAX_TARGET_GROUPS = 5;

/**
 * Why ECS would refuse to register a service with one more target group.
 * Source: Amazon ECS API Reference, UpdateService, `loadBalancers`.
 */
export function dualRegistrationProblems(service: BaseService): Problem[] {
  const { defaultChild: definition } = service.node;
  if (!(definition instanceof CfnService)) {
    const message = 'the service is not defined in this app, so its target groups cannot be changed here';
    return [{ path: '', message }];
  }
  const stack = Stack.of(service);
  const controller = stack.resolve(definition.deploymentController)?.type ?? 'ECS';
  if (controller !== 'ECS') {
    const message =
      `is ${controller}, which does not support a second target group; give the new path ` +
      'its own service';
    return [{ path: 'deploymentController', message }];
  }
  const groups: readonly unknown[] = stack.resolve(definition.loadBalancers) ?? [];
  if (groups.length < MAX_TARGET_GROUPS) {
    return [];
  }
  const message =
    `has ${groups.length} target groups already, and the maximum is ${MAX_TARGET_GROUPS}; give the new ` +
    'path its own service';
  return [{ path: 'loadBalancers', message }];
}
