import * as v from 'valibot';
import { routeKey } from '../routers/route';
import { routerSchema } from '../routers/router-schema';
import { LedgerCorruptError } from './errors';

/** What the ledger holds of a route whose cutover is reverted, as far as the rule reads it. */
interface RevertedEntry {
  readonly router: unknown;
  readonly snapshot: { readonly percent: number } | null;
  readonly expected: object | null;
  readonly shiftingUntil: string | null;
  readonly prepared: object | null;
}

/**
 * Refuses an entry that a revert must not act on: whoever can write the table must not choose what is
 * written, and a lock must not be released while traffic may have moved.
 * @throws LedgerCorruptError when the router is missing, not valid or not that of the route, when the
 * snapshot has no percent, or when it is missing although a shift was recorded
 */
export function requireSoundEntry(route: string, entry: RevertedEntry): void {
  const problem = routerProblem(route, entry.router) ?? snapshotProblem(entry);
  if (problem !== null) {
    throw new LedgerCorruptError(
      `the ledger's entry of ${route} is corrupt: ${problem}; nothing was written; ` +
        'set the route by hand, then release the lock',
    );
  }
}

function routerProblem(route: string, router: unknown): string | null {
  const parsed = v.safeParse(routerSchema, router);
  if (!parsed.success) {
    return router === null ? '`router` is missing' : '`router` is not a router';
  }
  const key = routeKey(parsed.output);
  return key === route ? null : `\`router\` is that of ${key}`;
}

function snapshotProblem({ snapshot, expected, shiftingUntil, prepared }: RevertedEntry): string | null {
  if (snapshot !== null) {
    const { percent } = snapshot;
    return Number.isInteger(percent) && percent >= 0 && percent <= 100
      ? null
      : '`snapshot.percent` is not a whole number from 0 to 100';
  }
  // A preparation is recorded before there is a snapshot; a shift never is.
  const moved = prepared === null && (expected !== null || shiftingUntil !== null);
  return moved ? '`snapshot` is missing, although a shift was recorded' : null;
}
