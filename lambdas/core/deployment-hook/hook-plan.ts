import * as v from 'valibot';
import { checksEntries } from '../plan/smoke-test';
import { checksProblems } from '../smoke-test/smoke-check';
import { seconds, textLike } from '../validation/fields';
import { type Checked, check, type Problem } from '../validation/problems';

/** The longest timeout of a Lambda function (AWS Lambda Developer Guide, "Lambda quotas"). */
const LONGEST_FUNCTION_SECONDS = 900;

/** Time to find the test listener, which takes a few API calls. */
const LOOKUP_SECONDS = 30;

/** Time reserved before the timeout of the function, to report the result. */
export const REPORT_RESERVE_SECONDS = 60;

/** Time for the wait for targets and the checks together. */
const LONGEST_WORK_SECONDS = LONGEST_FUNCTION_SECONDS - LOOKUP_SECONDS - REPORT_RESERVE_SECONDS;

/**
 * The largest hook plan, in bytes of JSON. All environment variables of a function may have 4 kB together
 * (AWS Lambda Developer Guide, "Lambda quotas"); the rest is for the other variables.
 */
export const MAX_HOOK_PLAN_BYTES = 3_584;

/**
 * The plan of a deployment hook: the checks of the new tasks, and where to send them. The checks are those of
 * a smoke test, with the same limits and defaults. Headers and bodies are in the environment of the function
 * in plain text, so they refer to secrets and do not contain any.
 */
export const hookPlanSchema = v.strictObject({
  /**
   * The production host name: the Host header of every request and, over TLS, a name of the test listener's
   * certificate.
   */
  host: textLike(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i,
    'must be the production host name, such as api.example.com',
  ),
  ...checksEntries,
  /**
   * How long all targets of the new target group may take to become healthy. For ECS, counted over all
   * invocations.
   */
  waitHealthySeconds: v.optional(seconds(1, 'until all new targets must be healthy', 840), 300),
  /** The address of the test listener. Default: the listener is found from the deployment. */
  endpoint: v.optional(
    textLike(
      /^https?:\/\/[A-Za-z0-9.-]+:\d{1,5}$/,
      'must be the address of the test listener with its port, such as' +
        ' http://internal-api-123.eu-west-1.elb.amazonaws.com:8080',
    ),
  ),
});

/** A checked plan of a deployment hook, with all defaults. */
export type HookPlan = v.InferOutput<typeof hookPlanSchema>;

/**
 * Checks the plan of a deployment hook completely. The construct calls it at synthesis, the function when it
 * is loaded. The function must get `JSON.stringify` of the value that was checked, without defaults, so that
 * its size is the size that was checked.
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

/**
 * The timeout of the hook's function in seconds: time to find the listener, wait, send the checks and report.
 * At most 900.
 */
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
    `is ${waitHealthySeconds}, together with deadlineSeconds ${together} s;` +
    ` must be at most ${LONGEST_WORK_SECONDS} s together, because a function ends after 900 s and must` +
    ' report before';
  return [{ path: 'waitHealthySeconds', message }];
}

function sizeProblems(value: unknown): Problem[] {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  const message =
    `makes the plan ${bytes} bytes of JSON; the plan must have at most ${MAX_HOOK_PLAN_BYTES} to fit` +
    ' into the' +
    " function's environment: remove defaults or checks";
  return bytes <= MAX_HOOK_PLAN_BYTES ? [] : [{ path: 'checks', message }];
}
