import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

/**
 * Share of the answers of one type that lead to the new path, 0 to 1. When the weights sum to zero, Route 53
 * answers all records evenly.
 */
function shareOfType({ newSetIdentifier }: Route53, same: readonly RecordSet[]): number {
  const isEven = same.every((record) => record.Weight === 0);
  const weigh = (records: readonly RecordSet[]) =>
    records.reduce((sum, record) => sum + (isEven ? 1 : (record.Weight ?? 0)), 0);
  const fresh = same.filter((record) => record.SetIdentifier === newSetIdentifier);
  return weigh(fresh) / Math.max(1, weigh(same));
}

/** Percent of the answers that lead to the new path. */
export function percentOfNew(route: Route53, sets: readonly RecordSet[]): number {
  return 100 * shareOfNew(route, sets);
}

/**
 * Share of the answers that lead to the new path, 0 to 1. As many clients ask for each type that there is, so
 * types of different weights count alike.
 */
export function shareOfNew(route: Route53, sets: readonly RecordSet[]): number {
  const types = route.recordTypes
    .map((type) => sets.filter(({ Type }) => Type === type))
    .filter((same) => same.length > 0);
  const shares = types.map((same) => shareOfType(route, same));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

/**
 * The share while the new records' health check is unhealthy. The old records have no health check and are
 * answered alone, even at weight 0. Without old records nothing is healthy, and Route 53 then treats
 * everything as healthy.
 */
export function shareWhileUnhealthy(route: Route53, sets: readonly RecordSet[]): number {
  const isNew = (record: RecordSet) => record.SetIdentifier === route.newSetIdentifier;
  const isChecked = sets.filter(isNew).every((record) => record.HealthCheckId !== undefined);
  return isChecked && sets.some((record) => !isNew(record)) ? 0 : shareOfNew(route, sets);
}
