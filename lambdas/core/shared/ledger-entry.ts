import * as v from 'valibot';
import { madeUpPreparation, preparedPercent } from '../record-preparation/made-up-preparation';
import { percentOfVersion, recordRouteOf, routeKey } from '../routers/route';
import type { Route53 } from '../routers/route53/schema';
import { type Router, routerSchema } from '../routers/router-schema';
import { LedgerCorruptError } from './errors';
import { LEDGER_FORMAT } from './lock';

const time = v.pipe(
  v.string(),
  v.check((text) => /^\d{4}-\d\d-\d\dT.*Z$/.test(text) && !Number.isNaN(Date.parse(text))),
);
const name = v.pipe(v.string(), v.nonEmpty());
const names = v.array(name);
const routeState = v.looseObject({
  percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  version: name,
});

/** Every field that a step acts on. Later versions of the workflow may add others. */
const entrySchema = v.looseObject({
  lock: v.nullable(
    v.looseObject({
      execution: name,
      planName: v.string(),
      acquiredAt: time,
      fence: v.pipe(v.number(), v.integer(), v.minValue(1)),
      reverting: v.boolean(),
      alarms: v.exactOptional(names),
      targetGroupArns: v.exactOptional(v.looseObject({ old: names, new: names })),
      direction: v.exactOptional(v.literal('down')),
      format: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ),
  snapshot: v.nullable(routeState),
  expected: v.nullable(routeState),
  shiftingUntil: v.nullable(time),
  shiftingTo: v.nullable(routeState.entries.percent),
  leaseUntil: v.nullable(time),
  deployment: v.nullable(
    v.looseObject({
      stage: v.pipe(v.number(), v.integer(), v.minValue(0)),
      applicationName: name,
      deploymentGroupName: name,
      mark: name,
      orderedAt: time,
      orderingUntil: time,
      id: v.nullable(name),
      doneAt: v.nullable(time),
    }),
  ),
});

type Entry = v.InferOutput<typeof entrySchema>;

/** What the ledger holds of a route, whatever that is. */
interface StoredEntry {
  readonly lock: unknown;
  readonly router: unknown;
  readonly snapshot: unknown;
  readonly expected: unknown;
  readonly shiftingUntil: unknown;
  readonly shiftingTo: unknown;
  readonly leaseUntil: unknown;
  readonly deployment: unknown;
  readonly prepared: unknown;
}

/**
 * Refuses an entry that nobody must act on: whoever can write the table must not choose what is written to
 * the route, and a lock must not be released while traffic may have moved. Neither must a release act on what
 * a newer one has written in a format that it does not know.
 * @throws LedgerCorruptError when a field is not what it is for, when the router is not that of the route,
 * when the snapshot, the expected state or the preparation is not of that router, or when the snapshot is
 * missing although a shift was recorded
 */
export function requireSoundEntry(route: string, entry: StoredEntry): void {
  const problem = entryProblem(route, entry);
  if (problem !== null) {
    throw corruptError(route, problem, isNewer(entry));
  }
}

/**
 * What has to be put back of records that were prepared. Whoever asks for it knows that they were.
 * @throws LedgerCorruptError as `requireSoundEntry` does, and when no preparation is recorded: an entry
 * without one must not pass for a route where nothing is left to put back
 */
export function requirePreparation<Prepared>(
  route: string,
  entry: StoredEntry & { readonly router: Router | null; readonly prepared: Prepared | null },
): { readonly router: Route53; readonly prepared: Prepared } {
  requireSoundEntry(route, entry);
  const { router, prepared } = entry;
  if (prepared === null) {
    throw corruptError(route, '`prepared` is missing, although the records were prepared');
  }
  // A preparation of a router without records has been refused above, as has an entry without a router.
  return { router: recordRouteOf(router as Router) as Route53, prepared };
}

/**
 * Refuses a shift of a route whose entry has no snapshot: its revert would have nothing to go back to. The
 * preflight saves the snapshot before any shift.
 * @throws LedgerCorruptError when no snapshot is recorded
 */
export function requireSnapshot(route: string, { snapshot }: StoredEntry): void {
  if (snapshot === null) {
    throw corruptError(route, '`snapshot` is missing, although the preflight has saved it');
  }
}

function corruptError(route: string, problem: string, isNewer = false): LedgerCorruptError {
  const remedy = isNewer
    ? 'deploy that release again, then start the revert again (cutover revert)'
    : 'set the route by hand, then release the lock';
  return new LedgerCorruptError(
    `the ledger's entry of ${route} ${isNewer ? 'cannot be read' : 'is corrupt'}: ${problem}; ` +
      `nothing was written; ${remedy}`,
  );
}

const newerLockSchema = v.object({ format: v.pipe(v.number(), v.minValue(LEDGER_FORMAT + 1)) });

/** Whether a newer release has written the entry in a format that this one does not know. */
function isNewer({ lock }: StoredEntry): boolean {
  return v.is(newerLockSchema, lock);
}

/** What is wrong with an entry; null when nothing is. */
export function entryProblem(route: string, entry: StoredEntry): string | null {
  if (isNewer(entry)) {
    const { format } = entry.lock as { readonly format: number };
    return (
      `\`lock.format\` is ${format}, of a newer release of Cutover; ` +
      `this one reads up to ${LEDGER_FORMAT}, and was probably deployed over it`
    );
  }
  const router = v.safeParse(routerSchema, entry.router);
  if (!router.success) {
    return entry.router === null ? '`router` is missing' : '`router` is not a router';
  }
  const key = routeKey(router.output);
  if (key !== route) {
    return `\`router\` is that of ${key}`;
  }
  const parsed = v.safeParse(entrySchema, entry);
  if (!parsed.success) {
    return `\`${v.getDotPath(parsed.issues[0])}\` is not what it is for`;
  }
  return (
    versionProblem(router.output, parsed.output) ??
    preparedProblem(router.output, entry.prepared) ??
    snapshotProblem(router.output, parsed.output, entry.prepared)
  );
}

function versionProblem(router: Router, { snapshot, expected }: Entry): string | null {
  for (const [field, state] of Object.entries({ snapshot, expected })) {
    if (state !== null && percentOfVersion(router, state.version) !== state.percent) {
      return `\`${field}.version\` is not this route at ${state.percent} %`;
    }
  }
  return null;
}

function preparedProblem(router: Router, prepared: unknown): string | null {
  if (prepared === null) {
    return null;
  }
  const records = recordRouteOf(router);
  return records === null ? '`prepared` is not for this router' : madeUpPreparation(records, prepared);
}

function snapshotProblem(router: Router, entry: Entry, prepared: unknown): string | null {
  const { lock, snapshot, expected, shiftingUntil, shiftingTo } = entry;
  if (snapshot !== null) {
    const isDown = lock?.direction === 'down';
    const [from, to] = [snapshot.percent, expected?.percent ?? snapshot.percent];
    return (isDown ? from >= to : from <= to)
      ? null
      : `\`snapshot\` is at ${from} %, ${isDown ? 'below' : 'above'} the ${to} % that the cutover wrote`;
  }
  // A preparation is recorded before there is a snapshot, and leaves the percent as it is; a shift never is.
  // One of a router without records has been refused above.
  const isPreparation =
    prepared !== null &&
    shiftingTo === null &&
    (expected === null || expected.percent === preparedPercent(recordRouteOf(router) as Route53, prepared));
  const moved = !isPreparation && (expected !== null || shiftingUntil !== null);
  return moved ? '`snapshot` is missing, although a shift was recorded' : null;
}
