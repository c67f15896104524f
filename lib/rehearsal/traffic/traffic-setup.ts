import * as v from 'valibot';
import { numberBetween, seconds } from '../../../lambdas/core/validation/fields';

/** Field `traffic` of a scenario. */
export const trafficSchema = v.strictObject({
  requestsPerSecond: v.optional(
    numberBetween(
      0,
      1_000_000,
      'requests per second on both paths; absent: 50, or more if the minimums of the plan need more',
    ),
  ),
  stubbornShare: v.optional(
    numberBetween(0, 1, 'share of clients behind resolvers that cache an answer beyond its TTL'),
    0.02,
  ),
  stubbornSeconds: v.optional(seconds(1, 'that those resolvers cache an answer'), 300),
});

/** How much traffic there is, and how its resolvers cache. */
export type TrafficSetup = v.InferOutput<typeof trafficSchema>;
