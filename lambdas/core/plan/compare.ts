import * as v from 'valibot';
import { listOf, numberBetween, oneOf, seconds, textLike, wholeNumber } from '../validation/fields';

const confidence = v.optional(
  numberBetween(0.8, 0.995, 'how sure a test must be before it calls the new path worse'),
  0.99,
);
const maxLatencyRatio = v.optional(
  numberBetween(1, 100, 'latency of the new path over that of the old one'),
  1.5,
);

const metricsOf = (which: string) =>
  textLike(
    /^(app\/[^/]+\/[^/]+|api\/[a-z0-9]+(\/[^/]+)?)$/,
    `must be where the metrics of the ${which} path are: the LoadBalancer dimension of an ALB, such as app/alb/0123456789abcdef, or an HTTP API as api/ID or api/ID/STAGE`,
  );

/** `health.compare` of a plan: the new path is held against the old one, on top of the alarms. */
export const compareSchema = v.strictObject({
  old: metricsOf('old'),
  new: metricsOf('new'),
  measures: v.optional(listOf(oneOf('errorRate', 'latency', 'throughput'), 1, 3, 'measures'), [
    'errorRate',
    'latency',
    'throughput',
  ]),
  /** Requests on either path before any of it is judged. */
  minRequests: v.optional(
    wholeNumber(1, 1_000_000_000, 'requests on either path before they are compared'),
    100,
  ),
  maxErrorRateAbovePercent: v.optional(
    numberBetween(0, 100, 'points by which the error rate in percent may be above that of the old path'),
    0.5,
  ),
  latencyStatistic: v.optional(oneOf('p99', 'p95', 'p90', 'p50'), 'p99'),
  maxLatencyRatio,
  minThroughputRatio: v.optional(
    numberBetween(
      0,
      1,
      'share of the requests that arrive on the new path over the share that the stage gives it',
    ),
    0.5,
  ),
  confidence,
});

/** `smokeTest.compare` of a plan: both hosts are asked in turn, before any traffic moves. */
export const pairedProbesSchema = v.strictObject({
  baseUrl: textLike(
    /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/?$/,
    'must be the https origin at which the old path answers, without a path, such as https://api.example.com',
  ),
  pairs: v.optional(wholeNumber(7, 60, 'pairs of requests, one to each path'), 20),
  maxLatencyRatio,
  /** A difference of fewer milliseconds than this is none. */
  ignoreBelowMs: v.optional(wholeNumber(0, 60_000, 'milliseconds that are no difference'), 20),
  confidence,
  deadlineSeconds: v.optional(seconds(1, 'for all pairs together', 300), 60),
});

/** How the paths are compared while traffic moves. */
export type Compare = v.InferOutput<typeof compareSchema>;
/** How they are compared before. */
export type PairedProbes = v.InferOutput<typeof pairedProbesSchema>;
