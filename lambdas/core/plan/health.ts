import * as v from 'valibot';
import { listOf, oneOf, seconds, text, textLike, wholeNumber } from '../validation/fields';
import { compareSchema } from './compare';

/** `health` of a plan: what is watched during a soak, and how much doubt is borne. */
export const healthSchema = v.strictObject({
  /** Metric or composite alarms, by name. `DescribeAlarms` takes at most 100 names. */
  alarms: listOf(text(255, 'the name of a CloudWatch alarm'), 1, 100, 'names of CloudWatch alarms to watch'),
  everySeconds: v.optional(seconds(1, 'between two looks'), 60),
  /** What an alarm without data means: `wait` is inconclusive, `fail` reverts at once. Never health. */
  insufficientData: v.optional(oneOf('wait', 'fail'), 'wait'),
  inconclusiveLimitSeconds: v.optional(
    seconds(0, 'the verdict may stay inconclusive before the revert'),
    900,
  ),
  /** Measurements in a row that may end in `error`; one more reverts. */
  errorLimit: v.optional(wholeNumber(0, 100, 'failed measurements in a row that are borne'), 4),
  /** The new path is held against the old one, on top of the alarms. */
  compare: v.optional(compareSchema),
  minRequests: v.optional(
    v.strictObject({
      count: wholeNumber(1, 1_000_000_000, 'requests on the new path in a stage before it can pass'),
      loadBalancer: textLike(
        /^app\/[^/]+\/.+$/,
        'must be the LoadBalancer dimension of an ALB, such as app/new-alb/0123456789abcdef',
      ),
    }),
  ),
});

/** What a plan watches. */
export type Health = v.InferOutput<typeof healthSchema>;
