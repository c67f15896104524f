import type { Ledger, Lock, RouteEntry } from '../../ports';

/** A route that is locked. */
export interface LockedRoute {
  readonly route: string;
  readonly entry: RouteEntry;
  readonly lock: Lock;
}

/**
 * Looks up every route of the deployment, by its `routeKey`, and does something about each that is locked. What fails for one of them keeps nobody from the others and is
 * thrown once all are done, so that whoever called calls again.
 * @returns what was done, for each locked route in the order of `routes`
 * @throws the one error that there was, or an AggregateError
 */
export async function eachLockedRoute<T>(
  ledger: Ledger,
  routes: readonly string[],
  act: (held: LockedRoute) => Promise<T>,
): Promise<readonly T[]> {
  const results = await Promise.allSettled(
    routes.map(async (route): Promise<T[]> => {
      const entry = await ledger.read(route);
      return entry?.lock == null ? [] : [await act({ route, entry, lock: entry.lock })];
    }),
  );
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  if (errors.length > 0) {
    throw errors.length === 1 ? errors[0] : new AggregateError(errors, errors.map(String).join('; '));
  }
  return results.filter((result) => result.status === 'fulfilled').flatMap(({ value }) => value);
}
