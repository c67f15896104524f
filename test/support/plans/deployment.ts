import { routeKey } from '../../../lambdas/core/routers/route';
import type { Route53 } from '../../../lambdas/core/routers/route53/schema';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import type { ExecutionStatus, Executions, Lock, TrafficRouter } from '../../../lambdas/ports';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { began, fakeClock, fakeRouter } from '../world/cutover';
import { planOf } from './plans';

/**
 * Executions with the status that the test sets. Stopping one sets it to ABORTED; starting a revert sets it
 * to RUNNING. `inputs` has the inputs of the
 * reverts.
 */
export function fakeExecutions() {
  const forward = new Map<string, ExecutionStatus>();
  const reverts = new Map<string, ExecutionStatus>();
  const inputs = new Map<string, unknown>();
  /** The starts and stops, in their order. */
  const acts: (
    | { readonly start: string; readonly input: unknown }
    | { readonly stop: string; readonly error: string; readonly cause: string }
  )[] = [];
  const executions: Executions = {
    startRevert: async (name, input) => {
      if (reverts.has(name)) {
        return false;
      }
      reverts.set(name, 'RUNNING');
      inputs.set(name, input);
      acts.push({ start: name, input });
      return true;
    },
    stop: async (execution, error, cause) => {
      forward.set(execution, 'ABORTED');
      acts.push({ stop: execution, error, cause });
    },
    status: async (execution) => forward.get(execution) ?? null,
    describeRevert: async (name) => {
      const status = reverts.get(name);
      const input = JSON.stringify(inputs.get(name));
      return status === undefined ? null : { status, input, output: null, cause: null };
    },
  };
  return { executions, forward, reverts, inputs, acts };
}

type Owner = Partial<Pick<Lock, 'alarms'>>;

/** An installation of the workflow with a route for each of these record names, at 100/0 and not locked. */
export function deploymentOf(...recordNames: readonly string[]) {
  const routers = new Map(recordNames.map((name) => [name, { ...planOf().router, recordName: name }]));
  const zones = new Map([...routers].map(([name, router]) => [name, fakeRouter(router)]));
  const of = <T>(found: T | undefined, name: string): T => {
    if (found === undefined) {
      throw new Error(`the test has no route ${name}`);
    }
    return found;
  };
  const routerOf = (name: string): Router => of(routers.get(name), name);
  const zoneOf = (name: string) => of(zones.get(name), name);
  const router: TrafficRouter = {
    ...zoneOf(recordNames[0] ?? '').router,
    read: (route: Route53) => zoneOf(route.recordName).router.read(route),
  };
  const ledger = memoryLedger();
  const { clock, pass } = fakeClock();
  const fakes = fakeExecutions();
  /** What was logged, in its order. */
  const logged: { readonly level: 'info' | 'error'; readonly detail: Record<string, unknown> }[] = [];
  const routeOf = (name: string) => routeKey(routerOf(name));

  /** Locks a route, which must be free, for an execution. The execution is RUNNING. */
  const lock = async (name: string, execution: string, owner: Owner = {}): Promise<number> => {
    const taken = await ledger.acquire(routeOf(name), routerOf(name), {
      execution,
      planName: 'api',
      acquiredAt: began,
      ...owner,
    });
    if (!taken.acquired) {
      throw new Error(`${name} is locked by ${taken.holder.execution}`);
    }
    fakes.forward.set(execution, 'RUNNING');
    return taken.fence;
  };

  return {
    ...fakes,
    logged,
    routeOf,
    zoneOf,
    ledger,
    pass,
    lock,
    /** The same, with a snapshot. */
    hold: async (name: string, execution: string, owner: Owner = {}): Promise<number> => {
      const fence = await lock(name, execution, owner);
      await ledger.saveSnapshot(routeOf(name), fence, await router.read(routerOf(name)));
      return fence;
    },
    entryOf: async (name: string) => await ledger.read(routeOf(name)),
    decisionsOf: async (name: string) => await ledger.decisions(routeOf(name)),
    ports: {
      ledger,
      router,
      clock,
      executions: fakes.executions,
      log: {
        info: (_: string, detail: Record<string, unknown>) => void logged.push({ level: 'info', detail }),
        error: (_: string, detail: Record<string, unknown>) => void logged.push({ level: 'error', detail }),
      },
      ledgerTable: 'ledger',
      routes: [...routers.values()].map(routeKey),
    },
  };
}
