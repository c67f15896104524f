import { revertName } from '../core/revert-name';
import { describeDrift } from '../core/weighted-records';
import type { Clock, Executions, Ledger, TrafficRouter } from '../ports';
import { type HeldRoute, heldRoutes } from './held-routes';
import { record } from './record';
import { startRevert } from './start-revert';
import type { DeployedRoute } from './validate-plan';

/** What the reconciler looks at. */
export interface ReconcilePorts {
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly router: TrafficRouter;
  readonly clock: Clock;
  readonly routes: readonly DeployedRoute[];
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
  const held = await heldRoutes(ports.ledger, ports.routes);
  const repaired: string[] = [];
  for (const one of held) {
    const done = await repair(ports, one);
    if (done !== null) {
      await record(
        ports,
        { route: one.route, execution: one.lock.execution },
        { key: 'reconcile', what: 'repaired', reason: done, by: 'reconciler' },
      );
      repaired.push(`${one.route}: ${done}`);
    }
  }
  return {
    repaired,
    reason:
      repaired.length === 0 ? `${held.length} locked routes are as they should be` : repaired.join('; '),
  };
};

async function repair(ports: ReconcilePorts, one: HeldRoute): Promise<string | null> {
  const { executions } = ports;
  const { route, entry, lock } = one;
  const { execution } = lock;
  const status = await executions.status(execution);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    const drift = lock.reverting ? null : await driftOf(ports, one);
    if (drift === null) {
      return null;
    }
    await startRevert(executions, { execution, route, failure: { Cause: drift } });
    await executions.stop(execution, 'RouteChanged', drift);
    return drift;
  }
  if (status === 'SUCCEEDED' && !lock.reverting) {
    await ports.ledger.release(route, lock.fence);
    return 'the cutover had succeeded and only its lock was left; the route is free';
  }
  // A revert that ran and failed has rung its alarm and waits for a person: it is not started again from here.
  if ((await executions.revertStatus(revertName(execution))) !== null) {
    return null;
  }
  const why = `the execution is ${status ?? 'gone'} and still held the route${entry.snapshot === null ? '' : ', with traffic that may have moved'}`;
  await startRevert(executions, { execution, route, failure: { Error: status ?? 'gone', Cause: why } });
  return `${why}; its revert was started`;
}

/** What differs between route and ledger; null while a shift is on its way, or before the snapshot. */
async function driftOf({ router, clock }: ReconcilePorts, { entry }: HeldRoute): Promise<string | null> {
  const { expected, shiftingUntil } = entry;
  const isShifting = shiftingUntil !== null && Date.parse(shiftingUntil) > clock.now();
  if (expected === null || entry.router === null || isShifting) {
    return null;
  }
  const found = (await router.read(entry.router)).version;
  return found === expected.version
    ? null
    : `the route was changed by someone else: ${describeDrift(expected.version, found)}`;
}
