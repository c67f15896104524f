import { givingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';

/**
 * Where the requests that still arrive at the path that has given its traffic up are counted.
 * @returns null when neither the plan nor what it removes says so
 */
export function remainingSources(plan: Plan): readonly string[] | null {
  const { remainingTraffic, health, decommission } = plan;
  if (remainingTraffic.sources !== undefined) {
    return remainingTraffic.sources;
  }
  if (givingPath(plan) === 'new') {
    return null;
  }
  if (health.compare !== undefined) {
    return [health.compare.old];
  }
  const balancers = (decommission?.oldPath.loadBalancerArns ?? []).flatMap((arn) => {
    const [, name] = /:loadbalancer\/(app\/[^/]+\/[^/]+)$/.exec(arn) ?? [];
    return name ?? [];
  });
  return balancers.length === 0 ? null : balancers;
}
