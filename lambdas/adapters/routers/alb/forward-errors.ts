import { labelOf } from '../../../core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../core/routers/alb/schema';
import { RouteBrokenError } from '../../../core/shared/errors';
import { isNamed } from '../../shared/service-errors';

/**
 * What the API answers to actions that it does not accept (Elastic Load Balancing API Reference,
 * ModifyListener and ModifyRule, "Errors").
 */
const REFUSALS = [
  'IncompatibleProtocolsException',
  'InvalidConfigurationRequestException',
  'InvalidLoadBalancerActionException',
  'TargetGroupAssociationLimitException',
  'TargetGroupNotFoundException',
  'TooManyUniqueTargetGroupsPerLoadBalancerException',
  'ValidationError',
];

/** Translates a refusal of actions to the error of the ports. Any other error is returned as it is. */
export function forwardError(error: unknown, route: LoadBalancer): unknown {
  return error instanceof Error && REFUSALS.some((name) => isNamed(error, name))
    ? new RouteBrokenError(`${labelOf(route)}: ${error.message}; nothing was written`, { cause: error })
    : error;
}
