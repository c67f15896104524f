import type { DirectReading, PathWeights } from '../core/routers/direct-weights';
import type { Router } from '../core/routers/router-schema';
import type { RouteChange } from './traffic-router';

/** A write of weights that was accepted and may not have propagated yet. */
export interface DirectWrite extends Pick<RouteChange, 'id' | 'route'> {
  /** The groups that the service refused while it accepted the others, with its answer. */
  readonly refused: readonly { readonly group: string; readonly reason: string }[];
}

/**
 * Reads and writes the weights of a route exactly as an operator gives them, without workflow and ledger. It
 * also reads and mends what `TrafficRouter` calls broken: two weights of 0, record types that disagree, a
 * third record.
 */
export interface DirectRouter<Route extends Router = Router> {
  /** @throws RouteBrokenError when there is no such zone, listener, rule, store or key */
  read(route: Route): Promise<DirectReading>;
  /**
   * Sets the weights of every pair and nothing else, as a compare-and-swap against `version`. A write
   * whose answer was lost counts, as for `TrafficRouter`.
   * @throws RouteChangedError when the route no longer has that version. Nothing was written
   * @throws RouteBrokenError when the service refuses the change of every group. Nothing was written
   */
  write(route: Route, weights: PathWeights, version: string): Promise<DirectWrite>;
  /** Whether all of the router's own servers have the change. */
  propagated(change: DirectWrite): Promise<boolean>;
}
