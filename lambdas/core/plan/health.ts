import * as v from 'valibot';
import { sourcesField } from '../measures/source';
import { listOf, oneOf, seconds, textLike, wholeNumber } from '../validation/fields';
import { compareSchema } from './compare';
import { alarmReference } from './plan-fields';

const COMPARE_MUST = 'must be a mapping that says how both paths are compared, or "none"';

/** `health` of a plan: what is monitored during a soak, and how long a result may stay inconclusive. */
export const healthSchema = v.strictObject({
  /**
   * Metric or composite alarms: by name in the account and Region of the workflow, or by ARN in any. The
   * metrics of CloudFront and Route 53, and so their alarms, are in us-east-1.
   */
  alarms: listOf(alarmReference, 1, 100, 'names or ARNs of CloudWatch alarms'),
  everySeconds: v.optional(seconds(1, 'between two evaluations'), 60),
  /**
   * How an alarm without data counts: `wait` is inconclusive, `fail` reverts at once. It never counts as
   * healthy.
   */
  insufficientData: v.optional(oneOf('wait', 'fail'), 'wait'),
  inconclusiveLimitSeconds: v.optional(
    seconds(0, 'that the verdict may stay inconclusive before the revert'),
    900,
  ),
  /** Consecutive evaluations that may end in `error`; one more reverts. */
  errorLimit: v.optional(wholeNumber(0, 100, 'consecutive evaluations that may fail before the revert'), 4),
  /** Absent: the error rate, where the router knows what is measured of both paths. */
  compare: v.optional(
    v.pipe(v.union([oneOf('none'), compareSchema], COMPARE_MUST), v.description(COMPARE_MUST)),
  ),
  minRequests: v.optional(
    v.strictObject({
      count: wholeNumber(
        1,
        1_000_000_000,
        'requests on the path that gains traffic, before a stage can pass',
      ),
      /** Where they are counted. Absent: as the router knows, whose target group is that path. */
      source: v.optional(sourcesField('gaining')),
      /** The same for a whole ALB, as plans before `source` name it. */
      loadBalancer: v.optional(
        textLike(
          /^app\/[^/]+\/[^/]+$/,
          'must be the LoadBalancer dimension of an ALB, such as app/new-alb/0123456789abcdef',
        ),
      ),
    }),
  ),
});

/** What a plan monitors. */
export type Health = v.InferOutput<typeof healthSchema>;
