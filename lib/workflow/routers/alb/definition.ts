import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { noStatements, type RouteConfigDefinition } from '../route-config-definition';
import { readForwards, writeForwards } from './alb-statements';
import type { ForwardRoutes } from './forward-routes';

/** Forward actions of Application Load Balancers. */
export const forwardRoutesDefinition: RouteConfigDefinition<Required<ForwardRoutes>, LoadBalancer> = {
  problems: ({ listenerArns, ruleArns }) =>
    listenerArns.length + ruleArns.length === 0
      ? [{ path: '', message: 'listenerArns and ruleArns are empty; name at least one listener or rule' }]
      : [],
  identifiers: ({ listenerArns, ruleArns }) => [...listenerArns, ...ruleArns],
  // An ARN is all that an entry names, so one that is known at deployment only may be any.
  mayCover: () => true,
  zoneNames: () => [],
  statements: {
    'read-route': readForwards,
    'write-route': writeForwards,
    'read-records': noStatements,
    'write-records': noStatements,
    'read-change': readForwards,
    'read-health-checks': noStatements,
    'read-zones': noStatements,
  },
};
