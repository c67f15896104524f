import type { Route53 } from '../core/routers/route53/schema';
import type { RecordSet } from '../core/routers/route53/weighted-records';
import type { RouteChange } from './traffic-router';

/** A write of records that was accepted and may not have taken effect yet. Survives JSON. */
export type RecordsChange = Pick<RouteChange, 'id'>;

/**
 * The records of a Route 53 route as they are, whatever their routing policy: what is made ready for a cutover, and put back after it. A
 * shift of the traffic never goes this way.
 */
export interface RouteRecords {
  /** Every record set of the route's name, of any type. Asked for by name, so that the size of the zone does not matter. */
  read(route: Route53): Promise<readonly RecordSet[]>;
  /**
   * Puts records in the place of others, all of them in one batch.
   * @throws RouteChangedError unless each of `from` is there exactly as given, and none of `to`. Nothing was written then.
   * @throws RouteBrokenError when Route 53 would have none of it
   */
  replace(route: Route53, from: readonly RecordSet[], to: readonly RecordSet[]): Promise<RecordsChange>;
  /** Whether the change has taken effect at Route 53's own servers. */
  propagated(change: RecordsChange): Promise<boolean>;
}
