import { SIDE_HEADER } from '../../lambdas/edge/event';

/** The most that is ever sent, so that a slip of the keyboard is no attack. */
export const TRAFFIC_LIMITS = {
  users: 10_000,
  seconds: 3_600,
  rps: 200,
  requests: 100_000,
  concurrency: 100,
  timeoutMs: 60_000,
} as const;

/** An answer of a `UserAwareDistribution` says its side so. */
export const DEFAULT_RULE = `header:${SIDE_HEADER}=new`;
