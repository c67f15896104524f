import type { RouterKind, RouterOf } from '../../../lambdas/core/routers/router-schema';
import { forwardRoutesDefinition } from './alb/definition';
import type { ForwardRoutes } from './alb/forward-routes';
import { storeRoutesDefinition } from './cloudfront-kvs/definition';
import type { StoreRoutes } from './cloudfront-kvs/store-routes';
import type { RouteConfigDefinition } from './route-config-definition';
import { recordRoutesDefinition } from './route53/definition';
import type { RecordRoutes } from './route53/record-routes';

/** The entry of `routes` of each kind, as a user of the construct writes it. */
export interface RouteConfigs {
  /** Weighted records of Route 53. */
  readonly route53: RecordRoutes;
  /** Keys of a key value store of CloudFront. */
  readonly 'cloudfront-kvs': StoreRoutes;
  /** Forward actions of an Application Load Balancer. */
  readonly alb: ForwardRoutes;
}

/** The entry of a kind with every default filled in and every name in one spelling. */
export type NormalizedConfigOf<Kind extends RouterKind> = Extract<
  { readonly [K in RouterKind]: Required<RouteConfigs[K]> }[RouterKind],
  { readonly kind: Kind }
>;

/** What a deployment knows of each kind of route. */
export const routeConfigDefinitions: {
  readonly [Kind in RouterKind]: RouteConfigDefinition<NormalizedConfigOf<Kind>, RouterOf<Kind>>;
} = {
  route53: recordRoutesDefinition,
  'cloudfront-kvs': storeRoutesDefinition,
  alb: forwardRoutesDefinition,
};
