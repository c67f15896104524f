import type { TargetReading } from '../shared/readings';

/**
 * What an operator can do about targets that are not healthy, by their states and reasons: waiting helps only
 * those that will change by themselves.
 * Source: Elastic Load Balancing API Reference, TargetHealth, "State" and "Reason".
 * @param unhealthy one target or more
 */
export function targetRemedy(unhealthy: readonly Pick<TargetReading, 'state' | 'reason'>[]): string {
  return [...new Set(unhealthy.map(remedyOf))].join('; ');
}

function remedyOf({ state, reason }: Pick<TargetReading, 'state' | 'reason'>): string {
  switch (state) {
    case 'initial':
      return 'wait until the first health checks have passed';
    case 'draining':
      return 'wait until the targets that replace those which are draining are healthy, or register some';
    case 'unavailable':
      return (
        'enable the health check of the target group (for a Lambda function it is off by default), or' +
        ' remove the group from preflight.targetGroupArns and preflight.oldTargetGroupArns'
      );
    case 'unused':
      return UNUSED.find(([pattern]) => pattern.test(reason))?.[1] ?? NOT_IN_USE;
    default:
      return 'correct the service or the health check of the target group, until the target is healthy';
  }
}

const NOT_IN_USE =
  'let a listener or rule of a load balancer, in the zones of the targets, forward to the target group:' +
  ' nothing checks its targets before that';

/**
 * Why a target is `unused` although a listener forwards to its group, by the reason code or by the text that
 * the service puts in its place.
 */
const UNUSED: readonly (readonly [RegExp, string])[] = [
  [/InvalidState|stopped|terminated/i, 'start the instance, or register one that runs'],
  [/IpUnusable|used by a load balancer/i, 'register another address: this one belongs to a load balancer'],
  [/NotRegistered|not registered/i, 'register the target with the target group'],
];
