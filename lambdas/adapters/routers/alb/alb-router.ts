import {
  forwardAt,
  forwardDrift,
  type ListenerAction,
  type ListenerOrRule,
  labelOf,
  readForward,
  versionOf,
  weighted,
} from '../../../core/routers/alb/forward-action';
import { readForwardForRevert, revertedActions } from '../../../core/routers/alb/forward-revert';
import type { LoadBalancer } from '../../../core/routers/alb/schema';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import type { Clock, TrafficRouter } from '../../../ports';

/** What the router needs of the Elastic Load Balancing API, over AWS or in a rehearsal. */
export interface ForwardApi {
  /** The route's listener or rule; null when it does not exist. */
  read(route: LoadBalancer): Promise<ListenerOrRule | null>;
  /**
   * Replaces all its actions with these, and changes nothing else.
   * @throws RouteBrokenError when the API refuses them: nothing was written
   */
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
  /** @throws RouteChangedError unless the route has this version right now */
  const requireVersion = (route: LoadBalancer, found: ListenerOrRule, version: string): void => {
    const now = versionOf(found);
    if (now !== version) {
      throw new RouteChangedError(
        `${labelOf(route)} was changed by someone else after it was read, and nothing was written: ` +
          forwardDrift(version, now),
      );
    }
  };
  const changeId = () => new Date(clock.now()).toISOString();
  return {
    read: async (route) => readForward(route, await find(route)),
    write: async (route, percent, version) => {
      const found = await find(route);
      readForward(route, found);
      requireVersion(route, found, version);
      await api.modify(route, weighted(route, found.Actions, percent));
      return { id: changeId(), version: forwardAt(route, version, percent), route };
    },
    readForRevert: async (route, target) => readForwardForRevert(route, target, await find(route)),
    putBack: async (route, target, version) => {
      const found = await find(route);
      requireVersion(route, found, version);
      const Actions = revertedActions(route, target, found);
      await api.modify(route, Actions);
      const change = { id: changeId(), version: versionOf({ ...found, Actions }), route };
      return { change, refused: [] };
    },
    propagated: async ({ version, route }) => versionOf(await find(route as LoadBalancer)) === version,
  };
};
