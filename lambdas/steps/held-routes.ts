import { routeKey } from '../core/route';
import type { Ledger, Lock, RouteEntry } from '../ports';
import type { DeployedRoute } from './validate-plan';

/** A route that is locked. */
export interface HeldRoute {
  readonly route: string;
  readonly entry: RouteEntry;
  readonly lock: Lock;
}

/** Looks up every route of the deployment and keeps those that are locked. */
export async function heldRoutes(ledger: Ledger, routes: readonly DeployedRoute[]): Promise<HeldRoute[]> {
  const found = await Promise.all(
    routes.map(async ({ hostedZoneId, recordName }): Promise<HeldRoute[]> => {
      const route = routeKey({ hostedZoneId, recordName });
      const entry = await ledger.read(route);
      return entry?.lock == null ? [] : [{ route, entry, lock: entry.lock }];
    }),
  );
  return found.flat();
}
