import * as v from 'valibot';
import { sourcesField } from '../measures/source';
import { listOf, numberBetween, oneOf, seconds, textLike, wholeNumber } from '../validation/fields';
import { DEFAULT_UNKNOWN_LIMIT_SECONDS } from './unknown-limit';

const confidence = v.optional(
  numberBetween(0.8, 0.995, 'confidence of a test before it reports the new path as worse'),
  0.99,
);
const maxLatencyRatio = v.optional(
  numberBetween(1, 100, 'latency of the new path divided by that of the old path'),
  1.5,
);

/** `health.compare` of a plan: the new path is compared with the old path, in addition to the alarms. */
export const compareSchema = v.strictObject({
  /** Where each path is measured. Absent: as the router knows, whose target groups are the two paths. */
  old: v.optional(sourcesField('old')),
  new: v.optional(sourcesField('new')),
  measures: v.optional(listOf(oneOf('errorRate', 'latency', 'throughput'), 1, 3, 'measures'), [
    'errorRate',
    'latency',
    'throughput',
  ]),
  /** Requests that each path needs before the paths are compared. */
  minRequests: v.optional(
    wholeNumber(1, 1_000_000_000, 'requests that each path needs before the paths are compared'),
    100,
  ),
  maxErrorRateAbovePercent: v.optional(
    numberBetween(0, 100, 'percentage points by which the error rate may exceed that of the old path'),
    0.5,
  ),
  latencyStatistic: v.optional(oneOf('p99', 'p95', 'p90', 'p50'), 'p99'),
  maxLatencyRatio,
  minThroughputRatio: v.optional(
    numberBetween(0, 1, 'share of requests on the new path divided by the share that the stage sends to it'),
    0.5,
  ),
  confidence,
  /**
   * What happens when it is still not known at the end of the soak whether the new path is within the limits:
   * `revert` after `health.inconclusiveLimitSeconds`, as for any other doubt; `wait` up to a limit of its
   * own; or `accept`, with the interval in the ledger.
   */
  whenUnknown: v.optional(oneOf('revert', 'wait', 'accept'), 'revert'),
  unknownLimitSeconds: v.optional(
    seconds(
      0,
      'beyond the end of the soak that whenUnknown: wait goes on before the revert;' +
        ` ${DEFAULT_UNKNOWN_LIMIT_SECONDS} by default`,
    ),
  ),
});

/** `smokeTest.compare` of a plan: requests are sent to both hosts in turn, before any traffic moves. */
export const pairedProbesSchema = v.strictObject({
  baseUrl: textLike(
    /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/?$/,
    'must be the https origin of the old path, without a path, such as https://api.example.com',
  ),
  /** Before the comparison can pass. It goes on while nothing is known, up to `maxPairs`. */
  pairs: v.optional(wholeNumber(7, 60, 'pairs of requests, one to each path, before it can pass'), 20),
  maxPairs: v.optional(wholeNumber(7, 1_000, 'pairs of requests, at most'), 200),
  maxLatencyRatio,
  /** Differences of fewer milliseconds are ignored. */
  ignoreBelowMs: v.optional(wholeNumber(0, 60_000, 'milliseconds below which a difference is ignored'), 20),
  maxOnlyNewPercent: v.optional(
    numberBetween(1, 100, 'percent of the pairs of requests that may fail on the new path alone'),
    25,
  ),
  confidence,
  deadlineSeconds: v.optional(seconds(1, 'for all pairs together', 300), 60),
});

/** How the paths are compared during a soak. */
export type Compare = v.InferOutput<typeof compareSchema>;
/** What happens when a comparison stays unknown. */
export type WhenUnknown = Compare['whenUnknown'];
/** How the paths are compared before any traffic moves. */
export type PairedProbes = v.InferOutput<typeof pairedProbesSchema>;
