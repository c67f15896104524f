import type { Router, RouterKind, RouterOf } from '../../../lambdas/core/routers/router-schema';
import type { Clients } from '../traffic/clients';
import { simulatedAlb } from './alb/simulated-alb';
import { simulatedKeyValueStore } from './cloudfront-kvs/simulated-key-value-store';
import type { RouteSetup, SplitOptions } from './route-setup';
import { simulatedRoute53 } from './route53/simulated-route53';
import type { RouterOperations, SimulatedRouter, StubbornResolvers } from './simulated-router';
import type { Split } from './split';

/** Every kind of router in a rehearsal. A new kind is one entry here. */
export const simulatedRouters: { readonly [Kind in RouterKind]: SimulatedRouter<RouterOf<Kind>> } = {
  route53: simulatedRoute53,
  'cloudfront-kvs': simulatedKeyValueStore,
  alb: simulatedAlb,
};

function entryOf({ kind }: Router): SimulatedRouter<Router> {
  return simulatedRouters[kind];
}

/** A plan's route in a rehearsal, as it begins. */
export function makeSplit(options: SplitOptions<Router, RouteSetup>): Split {
  return entryOf(options.route).makeSplit(options);
}

/** The service whose API changes a route, as `Calls` names it. */
export function controlPlaneOf(route: Router): string {
  return entryOf(route).controlPlane;
}

/** The API operations that read and change a route. */
export function operationsOf(route: Router): RouterOperations {
  return entryOf(route).operations(route);
}

/** How clients get to a path of a route. */
export function clientsOf(route: Router, resolvers: StubbornResolvers): Clients {
  return entryOf(route).clients(resolvers);
}

/** Why tracked users may see both paths of a route although the percent was not lowered. */
export function whyBothPaths(route: Router): string {
  return entryOf(route).whyBothPaths;
}
