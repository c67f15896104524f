import type { Router } from '../core/routers/router-schema';
import type { RouteReading } from '../core/shared/readings';

/** A write that was accepted and may not have propagated yet. Survives JSON. */
export interface RouteChange {
  /** The router's own id for it, such as a Route 53 change id. */
  readonly id: string;
  /** The version that a read returns after the change, if nobody else writes. */
  readonly version: string;
  readonly route: Router;
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
   * Sets the percent and nothing else, as a compare-and-swap against `version`.
   * @throws RouteChangedError when the route no longer has that version. Nothing was written
   */
  write(route: Route, percent: number, version: string): Promise<RouteChange>;
  /** Whether all of the router's own servers have the change. */
  propagated(change: RouteChange): Promise<boolean | 'unverifiable'>;
}
