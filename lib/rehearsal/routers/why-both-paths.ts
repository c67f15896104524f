import type { RouterKind } from '../../../lambdas/core/routers/router-schema';

/** Why users may see both paths although the percent was not lowered. */
export const WHY_BOTH_PATHS: Readonly<Record<RouterKind, string>> = {
  route53: 'DNS splits resolvers, not users',
  'cloudfront-kvs': 'edge locations receive a new percent at different times',
  alb: 'the load balancer splits requests, not users',
};
