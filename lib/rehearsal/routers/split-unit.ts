import type { RouterKind } from '../../../lambdas/core/routers/router-schema';

/** Why users may see both paths although the percent does not change; null where a user stays on one path. */
export const SPLIT_UNIT: Readonly<Record<RouterKind, string | null>> = {
  route53: 'DNS splits resolvers, not users',
  'cloudfront-kvs': null,
  alb: 'the load balancer splits requests, not users',
};
