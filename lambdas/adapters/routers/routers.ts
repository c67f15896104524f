import { roleOf } from '../../core/access/account-role';
import { forwardArnOf } from '../../core/routers/route';
import type { Router, RouterKind, RouterOf } from '../../core/routers/router-schema';
import { arnParts } from '../../core/shared/arn';
import type { TrafficRouter } from '../../ports';
import { oncePerPlace, type Place } from '../clients/place';

/** One maker per kind of router. Each makes a router that calls at a place. */
export type RouterMakers = { readonly [Kind in RouterKind]: (place: Place) => TrafficRouter<RouterOf<Kind>> };

/**
 * Where a route is called: in the Region of its ARN where it has one, and through its role where the plan
 * names one.
 */
export function placeOfRoute(route: Router): Place {
  const region = arnParts(forwardArnOf(route) ?? '')?.region;
  const role = roleOf(route);
  return { ...(region === undefined ? {} : { region }), ...(role === undefined ? {} : { role }) };
}

/**
 * Passes each route to the router of its kind at its place, which is made when the first such route comes.
 */
export function routers(makers: RouterMakers): TrafficRouter {
  const made = new Map<RouterKind, (place: Place) => TrafficRouter>();
  const routerFor = (route: Router): TrafficRouter => {
    const { kind } = route;
    const at = made.get(kind) ?? oncePerPlace<TrafficRouter>(makers[kind]);
    made.set(kind, at);
    return at(placeOfRoute(route));
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
