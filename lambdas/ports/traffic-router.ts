import type { RevertReading, RevertTarget } from '../core/routers/route-revert';
import type { Router } from '../core/routers/router-schema';
import type { RouteReading, RouteSurroundings } from '../core/shared/readings';

/** A write that was accepted and may not have propagated yet. Survives JSON. */
export interface RouteChange {
  /** The router's own id for it, such as a Route 53 change id. */
  readonly id: string;
  /** The version that a read returns after the change, if nobody else writes. */
  readonly version: string;
  readonly route: Router;
}

/** What a revert has written. */
export interface PutBack {
  readonly change: RouteChange;
  /** What the service refused to change while it changed the rest, in words; empty: nothing. */
  readonly refused: readonly string[];
}

/** Splits the traffic of a route between the old and the new path. */
export interface TrafficRouter<Route extends Router = Router> {
  /**
   * @throws RouteBrokenError when the route cannot carry a percent, for example because its weights sum to
   * zero
   */
  read(route: Route): Promise<RouteReading>;
  /**
   * Checks once, before anything moves, what a read does not show. Absent where a read shows all.
   * @throws RouteBrokenError when a shift could not be carried out
   */
  ready?(route: Route): Promise<void>;
  /**
   * Reads what is around the route and answers clients of its name, such as another hosted zone. Absent where
   * nothing can.
   */
  around?(route: Route, reading: RouteReading): Promise<RouteSurroundings>;
  /**
   * Sets the percent and nothing else, as a compare-and-swap against `version`. Where the service
   * refuses a write that has left the route as it was to be, it counts as written: the client sends a request
   * again whose answer was lost.
   * @throws RouteChangedError when the route no longer has that version. Nothing was written
   */
  write(route: Route, percent: number, version: string): Promise<RouteChange>;
  /**
   * Reads the route for its revert. A route that someone else has changed or broken is no error here.
   * @throws RouteBrokenError when the zone, the listener or the store does not exist
   */
  readForRevert(route: Route, target: RevertTarget): Promise<RevertReading>;
  /**
   * Puts back the weights of the snapshot, of what there is of the route, and changes nothing else. What the
   * service refuses to change does not keep the rest from going back.
   * @param version of a reading with `isWritable`
   * @throws RouteChangedError when the route no longer has that version. Nothing was written, unless a part
   * was written before
   * @throws RouteBrokenError when the service refuses every change
   */
  putBack(route: Route, target: RevertTarget, version: string): Promise<PutBack>;
  /** Whether all of the router's own servers have the change. */
  propagated(change: RouteChange): Promise<boolean>;
}
