import { directActions, readDirectForward } from '../../../core/routers/alb/direct';
import { type ListenerOrRule, labelOf } from '../../../core/routers/alb/forward-action';
import type { LoadBalancer } from '../../../core/routers/alb/schema';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import type { Clock, DirectRouter } from '../../../ports';
import type { ForwardApi } from './alb-router';

/**
 * Sets the weights of a forward action exactly. The API has no compare-and-swap: as in a shift, a change that
 * lands between the last read and the write is overwritten (docs/decisions, 41).
 */
export const albDirectRouter = (api: ForwardApi, clock: Pick<Clock, 'now'>): DirectRouter<LoadBalancer> => {
  const find = async (route: LoadBalancer): Promise<ListenerOrRule> => {
    const found = await api.read(route);
    if (found === null) {
      throw new RouteBrokenError(`${labelOf(route)}: there is no such listener or rule in this account`);
    }
    return found;
  };
  return {
    read: async (route) => readDirectForward(route, await find(route)),
    write: async (route, weights, version) => {
      const found = await find(route);
      if (readDirectForward(route, found).version !== version) {
        throw new RouteChangedError(
          `${labelOf(route)} was changed by someone else after it was read, and nothing was written`,
        );
      }
      await api.modify(route, directActions(route, found.Actions, weights));
      return { id: new Date(clock.now()).toISOString(), route, refused: [] };
    },
    // The API has no state of a change; what was written is read again by whoever asks.
    propagated: async () => true,
  };
};
