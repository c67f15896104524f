import * as v from 'valibot';
import { checksEntries } from '../plan/smoke-test';
import { checksProblems } from '../smoke-test/smoke-check';
import { seconds, textLike } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';

/** A function of Lambda is ended after this (AWS Lambda Developer Guide, "Lambda quotas"). */
const LONGEST_FUNCTION_SECONDS = 900;

/** For finding the test listener, which is a handful of calls. */
const LOOKUP_SECONDS = 30;

/** Kept in reserve before the function's own end, to say how it went. */
export const REPORT_RESERVE_SECONDS = 60;

/** What waiting for targets and the checks may take together. */
const LONGEST_WORK_SECONDS = LONGEST_FUNCTION_SECONDS - LOOKUP_SECONDS - REPORT_RESERVE_SECONDS;

/**
 * All variables of a function may take 4 kB together (AWS Lambda Developer Guide, "Lambda quotas"); the rest is left for the
 * other variables.
 */
export const MAX_HOOK_PLAN_BYTES = 3_584;

/**
 * What a deployment hook asks of the new tasks, and where. Its checks are those of a plan's smoke test, with the same limits and
 * defaults. Headers and bodies stand in the function's environment in the clear, so no secret belongs in them.
 */
export const hookPlanSchema = v.strictObject({
  /** Host name of production. The requests bear it, and over TLS the certificate of the test listener must. */
  host: textLike(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i,
    'must be the host name of production, such as api.example.com',
  ),
  ...checksEntries,
  /** How long every target of the new tasks' target group may take to be healthy. Under ECS's own contract counted over all calls. */
  waitHealthySeconds: v.optional(seconds(1, 'until all new targets must be healthy', 840), 300),
  /** Where the test listener answers. Without it the listener is read from the deployment. */
  endpoint: v.optional(
    textLike(
      /^https?:\/\/[A-Za-z0-9.-]+:\d{1,5}$/,
      'must be the address of the test listener with its port, such as http://internal-api-123.eu-west-1.elb.amazonaws.com:8080',
    ),
  ),
});

/** What a deployment hook asks of the new tasks, and where. */
export type HookPlan = v.InferOutput<typeof hookPlanSchema>;
/** The same as it is written, before defaults are filled in. */
export type HookPlanInput = v.InferInput<typeof hookPlanSchema>;

/**
 * Checks a hook's plan completely. The construct calls it when it synthesizes, the function when it is loaded. The function is handed
 * `JSON.stringify` of the very value that was checked, as it was written, so that the size that was checked is the size that it has.
 */
export function checkHookPlan(value: unknown): Checked<HookPlan> {
  const shape = check(hookPlanSchema, value);
  if (!shape.ok) {
    return shape;
  }
  const problems = [
    ...checksProblems(shape.value.checks, 'checks'),
    ...endpointProblems(shape.value),
    ...timeProblems(shape.value),
    ...sizeProblems(value),
  ];
  return problems.length === 0 ? shape : { ok: false, problems };
}

/** Seconds that the hook's function must be given, so that it finds, waits, asks and still reports. At most 900. */
export function hookTimeoutSeconds({ waitHealthySeconds, deadlineSeconds }: HookPlan): number {
  return LOOKUP_SECONDS + waitHealthySeconds + deadlineSeconds + REPORT_RESERVE_SECONDS;
}

function endpointProblems({ endpoint }: HookPlan): Problem[] {
  return endpoint === undefined || (URL.canParse(endpoint) && !endpoint.endsWith(':0'))
    ? []
    : [{ path: 'endpoint', message: `is ${JSON.stringify(endpoint)}; must have a port from 1 to 65535` }];
}

function timeProblems({ waitHealthySeconds, deadlineSeconds }: HookPlan): Problem[] {
  const together = waitHealthySeconds + deadlineSeconds;
  if (together <= LONGEST_WORK_SECONDS) {
    return [];
  }
  const message =
    `is ${waitHealthySeconds}, with deadlineSeconds ${together} s; must be at most ${LONGEST_WORK_SECONDS} s together,` +
    ' because a function ends after 900 s and has to report before that';
  return [{ path: 'waitHealthySeconds', message }];
}

function sizeProblems(value: unknown): Problem[] {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  const message = `has ${bytes} bytes of JSON; must have at most ${MAX_HOOK_PLAN_BYTES}, which fit into a function's environment: leave out defaults, or ask less`;
  return bytes <= MAX_HOOK_PLAN_BYTES ? [] : [{ path: 'checks', message }];
}
