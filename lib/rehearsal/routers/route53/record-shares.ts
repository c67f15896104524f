import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

/** The weights by which Route 53 answers. */
interface AnsweredWeights {
  readonly fresh: number;
  readonly all: number;
}

/**
 * The weight of the new path's records and of all records. When the weights sum to zero, Route 53 answers all
 * records evenly. It answers all record types alike, so the first one is counted.
 */
function weightsOf({ recordTypes, newSetIdentifier }: Route53, sets: readonly RecordSet[]): AnsweredWeights {
  const here = sets.filter((record) => record.Type === recordTypes[0]);
  const isEven = here.every((record) => record.Weight === 0);
  const weigh = (records: readonly RecordSet[]) =>
    records.reduce((sum, record) => sum + (isEven ? 1 : (record.Weight ?? 0)), 0);
  const fresh = here.filter((record) => record.SetIdentifier === newSetIdentifier);
  return { fresh: weigh(fresh), all: Math.max(1, weigh(here)) };
}

/** Percent of the answers that lead to the new path. */
export function percentOfNew(route: Route53, sets: readonly RecordSet[]): number {
  const { fresh, all } = weightsOf(route, sets);
  return (100 * fresh) / all;
}

/** Share of the answers that lead to the new path, 0 to 1. */
export function shareOfNew(route: Route53, sets: readonly RecordSet[]): number {
  const { fresh, all } = weightsOf(route, sets);
  return fresh / all;
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
