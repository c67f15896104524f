import type { Router, RouterKind, RouterOf } from '../../core/routers/router-schema';
import type { TrafficRouter } from '../../ports';

/** One maker per kind of router. */
export type RouterMakers = { readonly [Kind in RouterKind]: () => TrafficRouter<RouterOf<Kind>> };

/** Passes each route to the router of its kind, which is made when the first route of that kind comes. */
export function routers(makers: RouterMakers): TrafficRouter {
  const made = new Map<RouterKind, TrafficRouter>();
  const routerFor = ({ kind }: Router): TrafficRouter => {
    const router: TrafficRouter = made.get(kind) ?? makers[kind]();
    made.set(kind, router);
    return router;
  };
  return {
    read: async (route) => routerFor(route).read(route),
    ready: async (route) => routerFor(route).ready?.(route),
    around: async (route, reading) =>
      (await routerFor(route).around?.(route, reading)) ?? { zone: null, findings: [] },
    write: async (route, percent, version) => routerFor(route).write(route, percent, version),
    readForRevert: async (route, target) => routerFor(route).readForRevert(route, target),
    putBack: async (route, target, version) => routerFor(route).putBack(route, target, version),
    propagated: async (change) => routerFor(change.route).propagated(change),
  };
}
