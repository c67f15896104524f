import { givingPath } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { type Measured, pathSources } from './measures';
import { sourceList } from './source';

/** What of a plan says where the path that has given its traffic up is counted. */
export type MeasuredRemaining = Measured & Pick<Plan, 'remainingTraffic' | 'decommission'>;

/**
 * Where the requests that still arrive at the path that has given its traffic up are counted; null where
 * neither the plan, nor its router, nor what it removes says so.
 */
export function remainingSources(plan: MeasuredRemaining): readonly string[] | null {
  const { remainingTraffic, decommission } = plan;
  if (remainingTraffic.source !== undefined) {
    return sourceList(remainingTraffic.source);
  }
  const gives = givingPath(plan);
  const known = pathSources(plan)[gives];
  if (known !== null) {
    return known;
  }
  const balancers = (decommission?.oldPath.loadBalancerArns ?? []).flatMap((arn) => {
    const [, name = []] = /:loadbalancer\/((?:app|net)\/[^/]+\/[^/]+)$/.exec(arn) ?? [];
    return name;
  });
  return gives === 'new' || balancers.length === 0 ? null : balancers;
}
