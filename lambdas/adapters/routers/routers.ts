import type { Router, RouterKind, RouterOf } from '../../core/routers/router-schema';
import type { TrafficRouter } from '../../ports';

/** Makes the router of each kind. */
export type RouterMakers = { readonly [Kind in RouterKind]: () => TrafficRouter<RouterOf<Kind>> };

/** Hands each route to the router of its kind, which is made when its first route comes. */
export function routers(make: RouterMakers): TrafficRouter {
  const made = new Map<RouterKind, TrafficRouter>();
  const of = ({ kind }: Router): TrafficRouter => {
    const router: TrafficRouter = made.get(kind) ?? make[kind]();
    made.set(kind, router);
    return router;
  };
  return {
    read: async (route) => of(route).read(route),
    ready: async (route) => of(route).ready?.(route),
    write: async (route, percent, version) => of(route).write(route, percent, version),
    propagated: async (change) => of(change.route).propagated(change),
  };
}
