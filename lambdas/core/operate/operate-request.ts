import * as v from 'valibot';
import { routeKeySchema } from '../routers/route';
import { COMMAND_REASON_LENGTH } from '../shared/operator-command';
import { oneOf, text, textLike, wholeNumber } from '../validation/fields';
import { type Checked, check } from '../validation/problems';

/** The longest name of an execution, and the characters that it may have (Step Functions quotas). */
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

const reason = text(COMMAND_REASON_LENGTH, 'why: the ledger keeps it');
const toRoute = {
  /** The route, such as `route53/ZONE/NAME`. */
  route: routeKeySchema,
  /** The execution that it is meant for. Absent: the one that holds the lock. */
  execution: v.exactOptional(
    textLike(
      /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:execution:[^:]+:[^:]+$/,
      'must be the ARN of an execution',
    ),
  ),
  reason,
};
const atPercent = wholeNumber(0, 100, 'the percent of the stage that soaks now, or is held');

const requestSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('approve'), ...toRoute, atPercent }),
  v.strictObject({ kind: v.literal('promote'), ...toRoute, atPercent }),
  v.strictObject({ kind: oneOf('pause', 'resume', 'abort', 'revert'), ...toRoute }),
  v.strictObject({
    kind: v.literal('start'),
    /** The plan, as the input of the execution. */
    plan: v.unknown(),
    /** The name of the execution. Absent: the name of the plan and the time. */
    name: v.exactOptional(textLike(NAME, 'must be 1 to 80 letters, digits, "-" and "_"')),
    reason,
  }),
]);

/** What somebody asks `Operate` for. */
export type OperateRequest = v.InferOutput<typeof requestSchema>;
/** A request about a route that has a cutover. */
export type RouteRequest = Exclude<OperateRequest, { readonly kind: 'start' }>;
/** A request to start a cutover. */
export type StartRequest = Extract<OperateRequest, { readonly kind: 'start' }>;

/**
 * The body of an event of a function URL, which encodes it in Base64 where it takes the content for binary.
 */
export function bodyOf(event: object): unknown {
  const { body, isBase64Encoded } = event as { readonly body?: unknown; readonly isBase64Encoded?: unknown };
  if (isBase64Encoded !== true || typeof body !== 'string') {
    return body;
  }
  try {
    const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

/** The most characters of a request: those of the input of an execution. */
const MAX_BODY = 262_144;

/** Reads the body of a request: JSON, whose every field is known. */
export function parseRequest(body: unknown): Checked<OperateRequest> {
  if (typeof body !== 'string' || body.length > MAX_BODY) {
    return problem(`must be JSON of at most ${MAX_BODY} characters`);
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return problem('is not JSON; must be an object such as {"kind": "pause", "route": …, "reason": …}');
  }
  return check(requestSchema, value);
}

function problem(message: string): Checked<OperateRequest> {
  return { ok: false, problems: [{ path: 'body', message }] };
}
