import * as v from 'valibot';

const number = v.number('must be a number');
/** From when, in seconds since the first invocation. The first part of a course begins at 0. */
const from = number;

/** What the target group of the new tasks has; null: there is no such group. */
const targets = v.nullable(
  v.array(v.picklist(['initial', 'healthy', 'unhealthy', 'draining', 'unused', 'unavailable'])),
);

/** What goes wrong with the calls of an API. */
const fault = v.strictObject({
  /** `elbv2`, or `elbv2:DescribeRules`. */
  api: v.string(),
  /**
   * The calls are throttled; the service is down; permission is missing; the effect stays and the answer is
   * lost; or the calls take so many seconds longer.
   */
  kind: v.picklist(['throttled', 'down', 'denied', 'answer-lost', 'slow']),
  from: number,
  /** When it ends, in seconds since the first invocation. */
  to: number,
  /** For `slow`. */
  seconds: v.optional(number),
});

/** A deployment that calls its hook, as the simulation draws it. It is plain data and can be saved. */
export const hookCaseSchema = v.strictObject({
  contract: v.picklist(['codedeploy', 'ecs']),
  /** Decides how long calls take. */
  seed: number,
  /** As it is written for the construct. */
  plan: v.unknown(),
  /** What is wrong with the event; `none` and `more-fields` are valid. */
  event: v.picklist(['none', 'more-fields', 'incomplete', 'of-neither', 'of-both', 'odd-time']),
  /** How often Lambda delivers the event although the function has returned. CodeDeploy only. */
  deliveries: number,
  /** The stage in progress as the service names it; null: it names none. */
  stage: v.nullable(v.string()),
  /** ECS rolls back, and takes the test traffic from the new tasks. */
  isRollback: v.boolean(),
  /** ECS: the time in the details of the first invocation, in seconds from then; null: none. */
  waitingSince: v.nullable(number),
  /** Seconds that the function has at each invocation. */
  functionSeconds: number,
  deploymentExists: v.boolean(),
  /** ECS names the target group that the new revision uses. */
  namesGroup: v.boolean(),
  testListeners: number,
  listenerExists: v.boolean(),
  protocol: v.picklist(['HTTP', 'HTTPS', 'TLS', 'TCP']),
  /** Where the test listener forwards to. */
  testTraffic: v.array(v.strictObject({ from, to: v.picklist(['old', 'new', 'both', 'other']) })),
  targets: v.array(v.strictObject({ from, states: targets })),
  /** What the new tasks answer. */
  answers: v.array(
    v.strictObject({
      from,
      kind: v.picklist(['good', 'error', 'wrong-text', 'slow', 'refused', 'silent', 'throws', 'never']),
      /** The only path that is answered so; absent: all. The others are answered well. */
      path: v.optional(v.string()),
    }),
  ),
  faults: v.array(fault),
});

export type HookCase = v.InferOutput<typeof hookCaseSchema>;
export type HookFault = v.InferOutput<typeof fault>;
export type TaskAnswer = HookCase['answers'][number]['kind'];

/** The part of a course that holds at a time, in milliseconds since the first invocation. */
export function partAt<Part extends { readonly from: number }>(course: readonly Part[], ms: number): Part {
  const begun = course.filter((part) => part.from * 1_000 <= ms);
  return (begun.at(-1) ?? course[0]) as Part;
}

/** The parts of a course that hold at some time of a range. */
export function partsDuring<Part extends { readonly from: number }>(
  course: readonly Part[],
  fromMs: number,
  toMs: number,
): readonly Part[] {
  const later = course.filter((part) => part.from * 1_000 > fromMs && part.from * 1_000 <= toMs);
  return [partAt(course, fromMs), ...later];
}
