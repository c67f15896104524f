import type { Router } from '../core/routers/router-schema';
import type { RouteReading } from '../core/shared/readings';

/** A write that was accepted and may not have taken effect yet. Survives JSON. */
export interface RouteChange {
  /** The router's own name for it, such as a Route 53 change id. */
  readonly id: string;
  /** The version that a read finds once the change is in, if nobody else writes. */
  readonly version: string;
  readonly route: Router;
}

/** Splits the traffic of a route between the old and the new path. */
export interface TrafficRouter<Route extends Router = Router> {
  /** @throws RouteBrokenError when the route cannot carry a percent, such as weights that sum to zero. */
  read(route: Route): Promise<RouteReading>;
  /**
   * Looks at what a read does not show, once, before anything moves. Missing where a read shows all.
   * @throws RouteBrokenError when a shift could not be carried out
   */
  ready?(route: Route): Promise<void>;
  /**
   * Sets the percent and nothing else, as a compare-and-swap against `version`.
   * @throws RouteChangedError when the route is no longer as `version` says. Nothing was written then.
   */
  write(route: Route, percent: number, version: string): Promise<RouteChange>;
  /** Whether the change has taken effect at the router's own servers. */
  propagated(change: RouteChange): Promise<boolean | 'unverifiable'>;
}
