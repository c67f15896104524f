import { arnOf } from '../../../../lambdas/core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import type { ForwardReading } from '../../../../lambdas/core/shared/readings';
import { NO_REFERENCES, type RouteReferences, type SimulatedBalancer } from '../route-references';

/**
 * What a load balancer's route adds to the searched account: the load balancer whose weights split the
 * traffic.
 */
export function forwardReferences(route: LoadBalancer, percent: () => number): RouteReferences {
  return {
    ...NO_REFERENCES,
    loadBalancers: () => [loadBalancerOf(route, percent())],
    oldTargetGroupArns: [route.oldTargetGroupArn],
  };
}

function loadBalancerOf(route: LoadBalancer, percent: number): SimulatedBalancer {
  const { ruleArn, oldTargetGroupArn, newTargetGroupArn } = route;
  const listenerArn = arnOf(route)
    .replace(':listener-rule/', ':listener/')
    .replace(ruleArn === undefined ? '' : /\/[^/]+$/, '');
  const weighted: ForwardReading = {
    arn: arnOf(route),
    label: ruleArn === undefined ? 'HTTPS 443' : 'rule 1',
    forwardsTo: [
      { targetGroupArn: oldTargetGroupArn, weight: 100 - percent },
      { targetGroupArn: newTargetGroupArn, weight: percent },
    ],
    redirectsTo: [],
  };
  const plain = { arn: listenerArn, label: 'HTTPS 443', forwardsTo: [], redirectsTo: [] };
  const listener = ruleArn === undefined ? { ...weighted, rules: [] } : { ...plain, rules: [weighted] };
  const arn = listenerArn.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
  return { arn, dnsName: 'shared.example.net', listeners: [listener] };
}
