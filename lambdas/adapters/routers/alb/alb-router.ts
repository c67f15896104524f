import {
  forwardAt,
  forwardDrift,
  type ListenerAction,
  type ListenerOrRule,
  labelOf,
  readForward,
  weighted,
} from '../../../core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../core/routers/alb/schema';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import type { Clock, TrafficRouter } from '../../../ports';

/** What the router needs of the Elastic Load Balancing API, over AWS or in a rehearsal. */
export interface ForwardApi {
  /** The route's listener or rule; null when it does not exist. */
  read(route: LoadBalancer): Promise<ListenerOrRule | null>;
  /** Replaces all its actions with these, and changes nothing else. */
  modify(route: LoadBalancer, actions: readonly ListenerAction[]): Promise<void>;
}

/**
 * Splits traffic by the weights of a forward action of an Application Load Balancer. The API has no
 * compare-and-swap: a change that someone else makes between our last read and our write, which are one
 * request apart, is overwritten (see docs/decisions).
 */
export const albRouter = (api: ForwardApi, clock: Pick<Clock, 'now'>): TrafficRouter<LoadBalancer> => {
  const find = async (route: LoadBalancer): Promise<ListenerOrRule> => {
    const found = await api.read(route);
    if (found === null) {
      throw new RouteBrokenError(`${labelOf(route)}: there is no such listener or rule; correct the plan`);
    }
    return found;
  };
  return {
    read: async (route) => readForward(route, await find(route)),
    write: async (route, percent, version) => {
      const found = await find(route);
      const now = readForward(route, found).version;
      if (now !== version) {
        throw new RouteChangedError(
          `${labelOf(route)} was changed by someone else after it was read, and nothing was written: ` +
            forwardDrift(version, now),
        );
      }
      await api.modify(route, weighted(route, found.Actions, percent));
      const id = new Date(clock.now()).toISOString();
      return { id, version: forwardAt(route, version, percent), route };
    },
    propagated: async ({ version, route }) => {
      const balancer = route as LoadBalancer;
      return readForward(balancer, await find(balancer)).version === version;
    },
  };
};
