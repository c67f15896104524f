import type { Accessed } from '../core/access/account-role';
import type { Route53 } from '../core/routers/route53/schema';
import type { RecordSet } from '../core/routers/route53/weighted-records';
import type { RouteChange } from './traffic-router';

/** A write of records that was accepted and may not have propagated yet. Survives JSON. */
export type RecordsChange = Pick<RouteChange, 'id'>;

/**
 * The records of a Route 53 route, whatever their routing policy. Prepares them for a cutover, and restores
 * them after it. Traffic is never shifted through this port.
 */
export interface RouteRecords {
  /**
   * Every record set of the route's name, of any type. Read by name, so that the size of the zone does not
   * matter.
   */
  read(route: Route53): Promise<readonly RecordSet[]>;
  /**
   * Replaces records by others, in one batch. A write whose answer was lost counts, as for `TrafficRouter`.
   * @throws RouteChangedError unless each of `from` exists exactly as given, and none of `to` does. Nothing
   * was written
   * @throws RouteBrokenError when Route 53 refuses the change for another reason
   */
  replace(route: Route53, from: readonly RecordSet[], to: readonly RecordSet[]): Promise<RecordsChange>;
  /**
   * Whether all of Route 53's own servers answer with the change.
   * @param by names the role of its account, as the route does to which the change was made
   */
  propagated(change: RecordsChange, by: Accessed): Promise<boolean>;
}
