import * as v from 'valibot';
import { sourcesField } from '../measures/source';
import { wholeNumber } from '../validation/fields';

/**
 * `remainingTraffic` of a plan: the requests that still arrive at the path that has given its traffic up.
 * They are reported for each hour of the hold, and at the end. They never revert anything.
 */
export const remainingTrafficSchema = v.strictObject({
  /**
   * Where they are counted. Absent: where `health.compare` or the router counts that path, or else at the
   * load balancers in `decommission.oldPath`.
   */
  source: v.optional(sourcesField('giving')),
  /**
   * With more in an hour, the proof at the end says "keep the old path". Scanners send some to any address.
   */
  maxRequestsPerHour: v.optional(
    wholeNumber(0, 1_000_000_000, 'requests per hour with which the path may still be removed'),
    60,
  ),
});
