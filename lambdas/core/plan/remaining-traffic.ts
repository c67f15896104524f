import * as v from 'valibot';
import { listOf, textLike, wholeNumber } from '../validation/fields';

const source = textLike(
  /^(app\/[^/]+\/[^/]+|api\/[a-z0-9]+(\/[^/]+)?)$/,
  'must be where the requests of the path that gives its traffic up are counted: the LoadBalancer dimension' +
    ' of an ALB, such as app/alb/0123456789abcdef, or an HTTP API as api/ID or api/ID/STAGE',
);

/**
 * `remainingTraffic` of a plan: the requests that still arrive at the path that has given its traffic up. They
 * are told for each hour of the hold, and at the end. They never revert anything.
 */
export const remainingTrafficSchema = v.strictObject({
  /**
   * Where they are counted. Default: `health.compare.old`, or else the load balancers in
   * `decommission.oldPath`.
   */
  sources: v.optional(listOf(source, 1, 20, 'places where requests are counted')),
  /** With more in an hour, the proof at the end says "keep the old path". Scanners send some to any address. */
  maxRequestsPerHour: v.optional(
    wholeNumber(0, 1_000_000_000, 'requests per hour with which the path may still be removed'),
    60,
  ),
});
