import { routeKey } from '../../../../lambdas/core/routers/route';
import * as errors from '../../../../lambdas/core/shared/errors';
import type { World } from '../../../rehearsal/world/world';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { FailedCalls } from '../failed-calls';

/** What the watch of functions that fail needs. */
interface FailureWatchOptions {
  readonly world: Pick<World, 'functions' | 'clock' | 'plan'>;
  readonly disturbances: Pick<Disturbances, 'calmSince' | 'hasBeenActiveSince'>;
  readonly failedCalls: Pick<FailedCalls, 'hasFailed'>;
  readonly violations: Violations;
}

/** Errors with which a step says why it does nothing more. */
const NAMED: ReadonlySet<string> = new Set(Object.keys(errors));

/** The end of an upgrade updates the functions once more, and they may fail for so long. */
const UPDATED_MS = 60_000;

/**
 * Checks that a function fails only with an error that the state machines know by name, or where a fault made
 * it: a call of AWS that failed, or a function that hung, crashed or was slow. The cutover reverts for it.
 */
export function watchFailures({ world, disturbances, failedCalls, violations }: FailureWatchOptions): void {
  const { functions, clock } = world;
  const known = routeKey(world.plan.router);
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (task, payload, by) => {
    const from = clock.now();
    const invocation = functions.invocations() + 1;
    try {
      return await invoke(task, payload, by);
    } catch (error) {
      const { name, message } = error as Error;
      const { route = known } = payload as { readonly route?: unknown };
      // Whoever starts a revert by hand may name a route that the functions have no right to.
      const isUpdated = disturbances.hasBeenActiveSince('upgrade', from - UPDATED_MS);
      const isMade =
        route !== known || isUpdated || disturbances.calmSince() > from || failedCalls.hasFailed(invocation);
      violations.require(
        NAMED.has(name) || isMade,
        'reverts-for-a-reason',
        `${task} failed with ${name}, and nothing made it: ${message.slice(0, 300)}`,
      );
      throw error;
    }
  };
}
