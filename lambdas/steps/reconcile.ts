import { describeDrift } from '../core/routers/route';
import { RouteBrokenError } from '../core/shared/errors';
import type { Failure } from '../core/shared/failure';
import { revertName } from '../core/shared/revert-name';
import type { Clock, Executions, Ledger, TrafficRouter } from '../ports';
import { eachLockedRoute, type LockedRoute } from './support/locked-routes';
import { record } from './support/record-decision';
import { startRevert } from './support/start-revert';

/** What the reconciler looks at. */
export interface ReconcilePorts {
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly router: TrafficRouter;
  readonly clock: Clock;
  readonly routes: readonly string[];
}

interface Output {
  /** What was repaired, a sentence each; empty when all is as it should be. */
  repaired: string[];
  reason: string;
}

/**
 * Status events are best effort, so every few minutes somebody compares ledger, executions and routes, and repairs: a lock whose execution is gone,
 * a revert that never started, a route that is off its ledger while its execution sleeps.
 */
export const reconcile = (ports: ReconcilePorts) => async (): Promise<Output> => {
  const looked = await eachLockedRoute(ports.ledger, ports.routes, async (held) => {
    const repair = await repairOf(ports, held);
    if (repair === null || (await hasMovedOn(ports.ledger, held))) {
      return [];
    }
    await carryOut(ports, held, repair);
    return [`${held.route}: ${repair.reason}`];
  });
  const repaired = looked.flat();
  return {
    repaired,
    reason:
      repaired.length === 0 ? `${looked.length} locked routes are as they should be` : repaired.join('; '),
  };
};

/** What is to be done about a route, and why. */
type Repair =
  | { readonly does: 'release'; readonly reason: string }
  | { readonly does: 'revert' | 'revert-and-stop'; readonly reason: string; readonly failure: Failure };

/** Null when all is as it should be. */
async function repairOf(ports: ReconcilePorts, held: LockedRoute): Promise<Repair | null> {
  const { executions } = ports;
  const { entry, lock } = held;
  const status = await executions.status(lock.execution);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    const drift = lock.reverting ? null : await driftOf(ports, held);
    return drift === null ? null : { does: 'revert-and-stop', reason: drift, failure: { Cause: drift } };
  }
  if (status === 'SUCCEEDED' && !lock.reverting) {
    return {
      does: 'release',
      reason: 'the cutover had succeeded and only its lock was left; the route is free',
    };
  }
  // A revert that ran and failed has rung its alarm and waits for a person: it is not started again from here.
  if ((await executions.revertStatus(revertName(lock.execution))) !== null) {
    return null;
  }
  const why = `the execution is ${status ?? 'gone'} and still held the route${entry.snapshot === null ? '' : ', with traffic that may have moved'}`;
  const failure = { Error: status ?? 'gone', Cause: why };
  return { does: 'revert', reason: `${why}; its revert was started`, failure };
}

/** The ledger has it before a cutover is stopped, and after what makes the route safe. */
async function carryOut(ports: ReconcilePorts, { route, lock }: LockedRoute, repair: Repair): Promise<void> {
  const { ledger, executions } = ports;
  const { execution } = lock;
  if (repair.does === 'release') {
    await ledger.release(route, lock.fence);
  } else {
    await startRevert(executions, { execution, route, failure: repair.failure });
  }
  await record(
    ports,
    { route, execution },
    { key: 'reconcile', what: 'repaired', reason: repair.reason, by: 'reconciler' },
  );
  if (repair.does === 'revert-and-stop') {
    await executions.stop(execution, 'RouteChanged', repair.reason);
  }
}

/** What differs between route and ledger; null while a shift is on its way, or before the snapshot. */
async function driftOf({ router, clock }: ReconcilePorts, { entry }: LockedRoute): Promise<string | null> {
  const { expected, shiftingUntil } = entry;
  const isShifting = shiftingUntil !== null && Date.parse(shiftingUntil) > clock.now();
  if (expected === null || entry.router === null || isShifting) {
    return null;
  }
  try {
    const found = (await router.read(entry.router)).version;
    return found === expected.version
      ? null
      : `the route was changed by someone else: ${describeDrift(entry.router, expected.version, found)}`;
  } catch (error) {
    // The revert will say loudly that it cannot mend this; a cutover that sleeps for an hour would not.
    if (error instanceof RouteBrokenError) {
      return error.message;
    }
    throw error;
  }
}

/**
 * Whether the cutover has gone on while it was looked at: its own shift would look like somebody else's change, and its own end like a lock that was
 * left. Then the next round looks afresh.
 */
async function hasMovedOn(ledger: Ledger, { route, entry, lock }: LockedRoute): Promise<boolean> {
  const now = await ledger.read(route);
  return (
    now?.lock?.fence !== lock.fence ||
    now.shiftingUntil !== entry.shiftingUntil ||
    now.expected?.version !== entry.expected?.version
  );
}
