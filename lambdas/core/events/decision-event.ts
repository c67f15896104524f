import * as v from 'valibot';
import { numberBetween, oneOf, text, wholeNumber } from '../validation/fields';
import { type Checked, check } from '../validation/problems';
import { DECISION_KINDS } from './decision';

/** The source of every event, by which rules find them. */
export const EVENT_SOURCE = 'cutover';
/** The detail type of every event. */
export const EVENT_DETAIL_TYPE = 'Cutover decision';

/** The longest reason of an event, in characters. Ten events stay far below the limit of a request. */
export const EVENT_REASON_LENGTH = 4_000;

const comparison = v.strictObject({
  measure: oneOf('errorRate', 'latency', 'throughput'),
  estimate: v.pipe(v.number(), v.description('the difference, in the unit of the limit')),
  low: v.pipe(v.number(), v.description('the true difference is at least this')),
  high: v.pipe(v.number(), v.description('the true difference is at most this')),
  limit: v.pipe(v.number(), v.description('what the plan tolerates')),
});

/**
 * The detail of an event on EventBridge. Later versions may add fields; a change of one that is there gets
 * another `version`.
 */
export const decisionEventSchema = v.strictObject({
  version: v.literal('1'),
  id: text(2_200, 'the same for every delivery of the same decision: the execution, # and the key'),
  kind: v.pipe(oneOf(...DECISION_KINDS), v.description('must be one of the kinds that the page lists')),
  plan: v.nullable(text(200, 'the name of the plan; null when it is not known')),
  route: text(2_048, 'the key of the route, such as route53/Z0123456789ABCDEFGHIJ/api.example.com'),
  execution: text(2_048, 'the ARN of the execution of the cutover'),
  what: text(1_000, 'what was decided, in words'),
  percent: v.nullable(numberBetween(0, 100, 'of the traffic on the new path, once it is carried out')),
  stage: v.nullable(wholeNumber(0, 1_000, 'index of the stage of the plan')),
  verdict: v.nullable(oneOf('pass', 'fail', 'inconclusive', 'error')),
  comparison: v.pipe(
    v.array(comparison),
    v.maxLength(3),
    v.description('what a comparison of both paths knew; empty where there is none'),
  ),
  reason: v.pipe(
    v.string(),
    v.maxLength(EVENT_REASON_LENGTH),
    v.description('why, in words and with its numbers'),
  ),
  by: text(4_000, 'who or what decided: cutover, reconciler, or the ARN of a caller'),
  at: v.pipe(
    v.string(),
    v.check(
      (at) => /^\d{4}-\d\d-\d\dT/.test(at) && !Number.isNaN(Date.parse(at)),
      'must be an ISO 8601 time',
    ),
    v.description('must be an ISO 8601 time: when it was decided'),
  ),
});

/** The detail of an event on EventBridge. */
export type DecisionEvent = v.InferOutput<typeof decisionEventSchema>;

/** An event, or what is wrong with what should become one. */
export function checkDecisionEvent(event: unknown): Checked<DecisionEvent> {
  return check(decisionEventSchema, event);
}
