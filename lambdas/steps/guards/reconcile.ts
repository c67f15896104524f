import { describeDrift } from '../../core/routers/route';
import { RouteBrokenError } from '../../core/shared/errors';
import type { Failure } from '../../core/shared/failure';
import { leaseLeftMs, serviceNow } from '../../core/shared/lease';
import { entryProblem } from '../../core/shared/ledger-entry';
import { plural } from '../../core/shared/plural';
import type { Executions, Ledger, TrafficRouter } from '../../ports';
import { eachLockedRoute, type LockedRoute } from '../support/locked-routes';
import { readTime } from '../support/read-time';
import { recordDecision } from '../support/record-decision';
import { reportUnattended, type UnattendedPorts } from '../support/report-unattended';
import { hasRevert, startRevert } from '../support/start-revert';

/** What the reconciler reads and repairs. */
export interface ReconcilePorts extends UnattendedPorts {
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly router: TrafficRouter;
  readonly routes: readonly string[];
}

interface Output {
  /** A sentence for each repair; empty when none was needed. */
  repaired: string[];
  reason: string;
}

/**
 * Compares ledger, executions and routes every few minutes, because the events that start a revert are
 * delivered at best effort. Repairs a lock whose execution has ended, a revert that never started, and a
 * route that was changed by someone else while its cutover waits for the next evaluation. Reports how many
 * routes stay locked while nothing works on them.
 */
export const reconcile = (ports: ReconcilePorts) => async (): Promise<Output> => {
  const unattended: string[] = [];
  let complete = false;
  const checks = eachLockedRoute(ports.ledger, ports.routes, async (held) => {
    const repair = await repairOf(ports, held);
    if (repair === null || (await hasMovedOn(ports.ledger, held))) {
      return [];
    }
    if (repair.action === 'none') {
      unattended.push(held.route);
      await recordUnattended(ports, held, repair.reason);
      return [];
    }
    return (await carryOut(ports, held, repair)) ? [`${held.route}: ${repair.reason}`] : [];
  });
  const results = await checks
    .then((all) => {
      complete = true;
      return all;
    })
    .finally(() => reportUnattended(ports, unattended.sort(), complete));
  const repaired = results.flat();
  return {
    repaired,
    reason:
      repaired.length === 0
        ? `${plural(results.length, 'locked route')} checked, nothing to repair`
        : repaired.join('; '),
  };
};

/** Records once an execution that its lock is unattended, as far as the lock says whose it is. */
async function recordUnattended(
  ports: ReconcilePorts,
  { route, lock }: LockedRoute,
  reason: string,
): Promise<void> {
  const { execution }: { readonly execution: unknown } = lock;
  if (typeof execution !== 'string' || execution === '') {
    return;
  }
  await recordDecision(
    ports,
    { route, execution },
    { key: 'unattended', kind: 'unattended', what: 'locked and unattended', reason, by: 'reconciler' },
  );
}

/** The repair of a route, and why it is needed. */
type Repair =
  /** Nothing works on the route, and only an operator can repair it. */
  | { readonly action: 'none'; readonly reason: string }
  | { readonly action: 'release'; readonly reason: string }
  | { readonly action: 'revert' | 'revert-and-stop'; readonly reason: string; readonly failure: Failure };

/** Null when the route needs no repair. */
async function repairOf(ports: ReconcilePorts, held: LockedRoute): Promise<Repair | null> {
  const { executions } = ports;
  const { entry, lock } = held;
  const corrupt = entryProblem(held.route, entry);
  if (corrupt !== null) {
    ports.log.error("the ledger's entry of a route is corrupt; nothing acts on it until an operator has", {
      route: held.route,
      reason: corrupt,
    });
    return { action: 'none', reason: `the ledger's entry is corrupt: ${corrupt}` };
  }
  const status = await executions.status(lock.execution);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    const drift = lock.reverting ? null : await driftOf(ports, held);
    return drift === null ? null : { action: 'revert-and-stop', reason: drift, failure: { Cause: drift } };
  }
  if (status === 'SUCCEEDED' && !lock.reverting) {
    return {
      action: 'release',
      reason: 'the cutover succeeded without releasing its lock; the lock was released',
    };
  }
  const now = status ?? 'gone';
  // A revert that failed has raised an alarm and waits for an operator. It is not started again from here.
  const revert = await hasRevert(ports, { execution: lock.execution, route: held.route });
  if (revert !== null) {
    const reason = `the execution is ${now}, and its revert has ended without releasing the lock`;
    return revert === 'running' ? null : { action: 'none', reason };
  }
  const moved = entry.snapshot === null ? '' : ', and traffic may have moved';
  const why = `the execution is ${now} and still held the lock${moved}`;
  const failure = { Error: now, Cause: why };
  return { action: 'revert', reason: `${why}; its revert was started`, failure };
}

/**
 * Records the repair after the lock is released or the revert started, and before a cutover is stopped.
 * @returns false when the lock must stay until no write of its cutover can land: the next run releases it
 */
async function carryOut(
  ports: ReconcilePorts,
  { route, lock }: LockedRoute,
  repair: Exclude<Repair, { action: 'none' }>,
): Promise<boolean> {
  const { ledger, executions } = ports;
  const { execution } = lock;
  if (repair.action === 'release') {
    const at = new Date(serviceNow(readTime(ports))).toISOString();
    if ((await ledger.release(route, lock.fence, at)) !== null) {
      return false;
    }
  } else {
    await startRevert(ports, { execution, route, failure: repair.failure });
  }
  await recordDecision(
    ports,
    { route, execution },
    { key: 'reconcile', kind: 'repaired', what: 'repaired', reason: repair.reason, by: 'reconciler' },
  );
  if (repair.action === 'revert-and-stop') {
    await executions.stop(execution, 'RouteChanged', repair.reason);
  }
  return true;
}

/** How the route differs from the ledger; null when it does not, during a shift, and before the snapshot. */
async function driftOf(ports: ReconcilePorts, { entry }: LockedRoute): Promise<string | null> {
  const { expected, shiftingUntil } = entry;
  const isShifting = leaseLeftMs(shiftingUntil, readTime(ports)) > 0;
  if (expected === null || entry.router === null || isShifting) {
    return null;
  }
  try {
    const found = (await ports.router.read(entry.router)).version;
    return found === expected.version
      ? null
      : `the route was changed by someone else: ${describeDrift(entry.router, expected.version, found)}`;
  } catch (error) {
    // The revert fails on this with an alarm; the cutover would only notice at its next evaluation.
    if (error instanceof RouteBrokenError) {
      return error.message;
    }
    throw error;
  }
}

/**
 * Whether the cutover has advanced during the check: then its own shift would be taken for someone else's
 * change, or its own end for an abandoned lock. The next run checks it again.
 */
async function hasMovedOn(ledger: Ledger, { route, entry, lock }: LockedRoute): Promise<boolean> {
  const now = await ledger.read(route);
  return (
    now?.lock?.fence !== lock.fence ||
    now.shiftingUntil !== entry.shiftingUntil ||
    now.expected?.version !== entry.expected?.version
  );
}
