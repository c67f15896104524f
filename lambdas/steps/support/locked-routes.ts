import type { Ledger, Lock, RouteEntry } from '../../ports';

/** A route that is locked. */
export interface LockedRoute {
  readonly route: string;
  readonly entry: RouteEntry;
  readonly lock: Lock;
}

/**
 * Reads the ledger for every route, given by its `routeKey`, and runs an action for each that is locked. A
 * failure for one route does not keep the action from the others, and is thrown once all are done, so that
 * the caller retries.
 * @returns the result for each locked route, in the order of `routes`
 * @throws the only error, or an AggregateError of all
 */
export async function eachLockedRoute<T>(
  ledger: Ledger,
  routes: readonly string[],
  action: (locked: LockedRoute) => Promise<T>,
): Promise<readonly T[]> {
  const results = await Promise.allSettled(
    routes.map(async (route): Promise<T[]> => {
      const entry = await ledger.read(route);
      return entry?.lock == null ? [] : [await action({ route, entry, lock: entry.lock })];
    }),
  );
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  if (errors.length > 0) {
    throw errors.length === 1 ? errors[0] : new AggregateError(errors, errors.map(String).join('; '));
  }
  return results.filter((result) => result.status === 'fulfilled').flatMap(({ value }) => value);
}
