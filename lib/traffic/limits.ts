import { SIDE_HEADER } from '../../lambdas/edge/event';

/** The upper limits of the options, so that a typing error does not cause an attack. */
export const TRAFFIC_LIMITS = {
  users: 10_000,
  seconds: 3_600,
  rps: 200,
  requests: 100_000,
  concurrency: 100,
  timeoutMs: 60_000,
} as const;

/** The header by which responses of a `UserAwareDistribution` name their side. */
export const DEFAULT_RULE = `header:${SIDE_HEADER}=new`;
