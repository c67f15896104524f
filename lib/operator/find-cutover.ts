import { routeName } from '../../lambdas/core/routers/route';
import type { RouteEntry } from '../../lambdas/ports';
import { UsageError } from '../shared/usage-error';
import type { CutoverSource, ExecutionRecord } from './source';

/** A route of the deployment, and what the ledger has of it; null before its first cutover. */
export interface FoundRoute {
  /** The ledger's key. */
  readonly route: string;
  readonly entry: RouteEntry | null;
}

type Routes = Pick<CutoverSource, 'routes' | 'entry'>;

/** A name for a route: that of its record, of its key, or of its rule. */
export function nameOfRoute({ route, entry }: FoundRoute): string {
  return entry?.router == null ? route.slice(route.lastIndexOf('/') + 1) : routeName(entry.router);
}

/** Every route of the deployment, with what the ledger has of it. */
export function allRoutes(source: Routes): Promise<FoundRoute[]> {
  return Promise.all(source.routes.map(async (route) => ({ route, entry: await source.entry(route) })));
}

/**
 * The route that somebody means: by its key, by the end of its key where that is unique (such as
 * `api.example.com`), or, without either, the only one that has a cutover under way, or else the only one.
 * @throws UsageError when there is none, or more than one
 */
export async function findRoute(source: Routes, given: string | undefined): Promise<FoundRoute> {
  const all = await allRoutes(source);
  const locked = all.filter(({ entry }) => (entry?.lock ?? null) !== null);
  const [exact] = all.filter(({ route }) => route === given);
  if (exact !== undefined) {
    return exact;
  }
  const meant =
    given === undefined ? (locked.length > 0 ? locked : all) : all.filter((one) => isNamed(given, one));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) {
    return only;
  }
  const list = (some: readonly FoundRoute[]) =>
    some.map((one) => `${nameOfRoute(one)} (${one.route})`).join(', ');
  throw new UsageError(
    only === undefined
      ? `"${given}" is not a route of the deployment; its routes are: ${list(all)}`
      : given === undefined
        ? `the deployment has ${meant.length} routes` +
          `${locked.length > 0 ? ' with a cutover under way' : ''}; name one: ${list(meant)}`
        : `"${given}" is the name of ${meant.length} routes; give one by its key: ${list(meant)}`,
  );
}

/** Names are compared as DNS does: without case, and without the dot at the end. */
function isNamed(given: string, found: FoundRoute): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\.$/, '');
  const name = plain(given);
  return plain(nameOfRoute(found)) === name || plain(found.route).endsWith(`/${name}`);
}

/**
 * The cutover that a route has now, or had last: the one that holds the lock, or else the one of the last
 * decision.
 * @returns null when it has had none, or the history of the last one has expired (90 days)
 */
export async function latestCutover(
  source: Pick<CutoverSource, 'decisions' | 'execution'>,
  { route, entry }: FoundRoute,
): Promise<ExecutionRecord | null> {
  const arn = entry?.lock?.execution ?? (await source.decisions(route)).at(-1)?.execution;
  return arn === undefined ? null : source.execution(arn);
}
