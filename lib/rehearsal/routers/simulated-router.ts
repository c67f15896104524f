import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { Clients } from '../traffic/clients';
import type { RouteSetup, SplitOptions } from './route-setup';
import type { Split } from './split';

/** Resolvers that keep an answer for longer than its TTL allows. */
export interface StubbornResolvers {
  /** Share of the clients behind them, 0 to 1. */
  readonly stubbornShare: number;
  /** How long they keep an answer, at least. */
  readonly stubbornSeconds: number;
}

/** The API operations that the adapter of a kind calls. */
export interface RouterOperations {
  readonly read: string;
  readonly write: string;
  /** Asks whether a change has propagated. */
  readonly propagated: string;
}

/** One kind of router in a rehearsal. */
export interface SimulatedRouter<R extends Router> {
  /** The route of a plan as it begins, with its control plane and its servers. */
  makeSplit(options: SplitOptions<R, RouteSetup>): Split;
  /** The service whose API changes the route, as `Calls` names it. */
  readonly controlPlane: string;
  /** Those of a route; without one, those of a usual route of the kind. */
  operations(route?: R): RouterOperations;
  /** Who decides on the path of a request, and for how long. */
  clients(resolvers: StubbornResolvers): Clients;
  /** Why users may see both paths although the percent was not lowered. */
  readonly whyBothPaths: string;
}
