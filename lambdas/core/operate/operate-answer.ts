/** The answer of `Operate`, as a function URL and an HTTP API pass it on. */
export interface OperateAnswer {
  readonly statusCode: number;
  readonly headers: { readonly 'content-type': 'application/json' };
  /** JSON of `AcceptedCommand` or `RefusedCommand`. */
  readonly body: string;
}

/** What was accepted. */
export interface AcceptedCommand {
  readonly accepted: true;
  readonly kind: string;
  readonly route: string;
  /** ARN of the cutover. */
  readonly execution: string;
  /** ARN of the caller, as AWS authenticated it. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** What happens next, in words. */
  readonly next: string;
}

/** Why nothing was done, and what to do. */
export interface RefusedCommand {
  readonly accepted: false;
  readonly reason: string;
}

/**
 * Why a request is refused, by its HTTP status: `malformed` (400), `forbidden` (403), `not-found` (404),
 * `conflict` (409: the state of the cutover does not allow it), `busy` (503: try again).
 */
export type RefusalKind = keyof typeof STATUS;

const STATUS = { malformed: 400, forbidden: 403, 'not-found': 404, conflict: 409, busy: 503 } as const;

export function accepted(what: Omit<AcceptedCommand, 'accepted'>): OperateAnswer {
  return answer(200, { accepted: true, ...what });
}

export function refused(kind: RefusalKind, reason: string): OperateAnswer {
  return answer(STATUS[kind], { accepted: false, reason });
}

function answer(statusCode: number, body: AcceptedCommand | RefusedCommand): OperateAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
