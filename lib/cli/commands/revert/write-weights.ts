import { type DirectReading, planDirect, standsAt } from '../../../../lambdas/core/routers/direct-weights';
import { pathNames, routeName } from '../../../../lambdas/core/routers/route';
import type { Router } from '../../../../lambdas/core/routers/router-schema';
import {
  RouteBrokenError,
  RouteChangedError,
  ServiceBusyError,
} from '../../../../lambdas/core/shared/errors';
import type { DirectWrite } from '../../../../lambdas/ports';
import { fromAws } from '../../../shared/aws-error';
import type { DirectRevertOrder, DirectRevertPorts } from './ports';

/**
 * Reads a route.
 * @returns what stands there, or why there is nothing that could be written
 */
export async function readWeightsOf(
  ports: DirectRevertPorts,
  router: Router,
): Promise<DirectReading | RouteBrokenError> {
  return orBroken(fromAws(`read ${routeName(router)}`, ports.router.read(router)));
}

/**
 * Writes the weights, and once more if the answer to the first write was lost: the SDK repeats a request
 * whose connection broke, and the service then refuses the second one although the first has landed.
 * @returns the change, or why nothing was written
 */
export async function writeWeights(
  ports: DirectRevertPorts,
  { router, weights }: DirectRevertOrder,
  { version }: DirectReading,
): Promise<DirectWrite | RouteBrokenError | RouteChangedError> {
  const write = (read: string) => orChanged(orBroken(ports.router.write(router, weights, read)));
  let first: DirectWrite | RouteBrokenError | RouteChangedError | ServiceBusyError;
  try {
    first = await write(version);
  } catch (error) {
    if (!(error instanceof ServiceBusyError)) {
      return fromAws(`write ${routeName(router)}`, Promise.reject(error));
    }
    first = error;
  }
  if (!(first instanceof RouteChangedError || first instanceof ServiceBusyError)) {
    return first;
  }
  const now = await ports.router.read(router).catch(() => null);
  const hasLanded = now !== null && standsAt(planDirect(pathNames(router), now.standing), weights);
  if (!hasLanded && first instanceof RouteChangedError) {
    return first;
  }
  const again = hasLanded ? write(now.version) : Promise.reject(first);
  return fromAws(`write ${routeName(router)}, and it may still be written`, again);
}

async function orBroken<T>(call: Promise<T>): Promise<T | RouteBrokenError> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RouteBrokenError) {
      return error;
    }
    throw error;
  }
}

async function orChanged<T>(call: Promise<T>): Promise<T | RouteChangedError> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RouteChangedError) {
      return error;
    }
    throw error;
  }
}
