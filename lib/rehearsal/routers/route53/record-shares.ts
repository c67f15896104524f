import { CLIENT_TYPES } from '../../../../lambdas/core/routers/route53/record-path';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { recordValue } from './record-sets';

/** The weight of the new path's records of one type and of all its records. */
interface AnsweredWeights {
  readonly fresh: number;
  readonly all: number;
}

/** When the weights sum to zero, Route 53 answers all records evenly. */
function weightsOf({ newSetIdentifier }: Route53, same: readonly RecordSet[]): AnsweredWeights {
  const isEven = same.every((record) => record.Weight === 0);
  const weigh = (records: readonly RecordSet[]) =>
    records.reduce((sum, record) => sum + (isEven ? 1 : (record.Weight ?? 1)), 0);
  const fresh = same.filter((record) => record.SetIdentifier === newSetIdentifier || isSimpleNew(record));
  return { fresh: weigh(fresh), all: Math.max(1, weigh(same)) };
}

/** Whether a simple record that someone else has put beside the route leads to the new path. */
function isSimpleNew({ SetIdentifier, Type, ...record }: RecordSet): boolean {
  const { ResourceRecords = [] } = record as { readonly ResourceRecords?: readonly { Value: string }[] };
  return (
    SetIdentifier === undefined && ResourceRecords.some(({ Value }) => Value === recordValue('new', Type))
  );
}

/** As many clients ask for each type that there is, so types of different weights count alike. */
function meanOfTypes(
  types: readonly string[],
  route: Route53,
  sets: readonly RecordSet[],
  measure: (weights: AnsweredWeights) => number,
): number {
  const values = types
    .map((type) => sets.filter(({ Type }) => Type === type))
    .filter((same) => same.length > 0)
    .map((same) => measure(weightsOf(route, same)));
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Percent of the route's answers that lead to the new path. */
export function percentOfNew(route: Route53, sets: readonly RecordSet[]): number {
  return meanOfTypes(route.recordTypes, route, sets, ({ fresh, all }) => (100 * fresh) / all);
}

/**
 * Share of the answers that lead to the new path, 0 to 1. Clients also follow types that the route does not
 * shift.
 */
export function shareOfNew(route: Route53, sets: readonly RecordSet[]): number {
  const others = sets.flatMap(({ Type = '' }) => (CLIENT_TYPES.includes(Type) ? [Type] : []));
  const types = [...new Set([...route.recordTypes, ...others])];
  return meanOfTypes(types, route, sets, ({ fresh, all }) => fresh / all);
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
