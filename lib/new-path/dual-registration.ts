import { Stack } from 'aws-cdk-lib';
import { type BaseService, CfnService } from 'aws-cdk-lib/aws-ecs';

/** Target groups that one service may have (Amazon ECS Developer Guide, "Registering multiple target groups with a service"). */
const MAX_TARGET_GROUPS = 5;

/**
 * Refuses a service that ECS would not register with a second target group.
 * Source: Amazon ECS API Reference, UpdateService, `loadBalancers`.
 */
export function refuseDualRegistration(service: BaseService): void {
  const { defaultChild: definition } = service.node;
  if (!(definition instanceof CfnService)) {
    throw new Error(
      `${service.node.path} is not defined in this app, so that its target groups cannot be changed here`,
    );
  }
  const stack = Stack.of(service);
  const controller = stack.resolve(definition.deploymentController)?.type ?? 'ECS';
  if (controller !== 'ECS') {
    throw new Error(
      `${service.node.path} has the deployment controller ${controller}, which takes no second target group; give the new path a service of its own`,
    );
  }
  const groups: readonly unknown[] = stack.resolve(definition.loadBalancers) ?? [];
  if (groups.length >= MAX_TARGET_GROUPS) {
    throw new Error(
      `${service.node.path} has ${groups.length} target groups already, and ${MAX_TARGET_GROUPS} are the most; give the new path a service of its own`,
    );
  }
}
