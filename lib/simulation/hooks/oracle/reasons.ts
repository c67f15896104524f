import type { HookPlan } from '../../../../lambdas/core/deployment-hook/hook-plan';
import { type HookCase, partsDuring } from '../hook-case';
import { SLOW_MS, USUAL_MS } from '../hook-probe';
import { REPORT_API, type RecordedInvocation } from '../hook-record';
import { HOOK_START } from '../hook-world';
import { isAddressUnknown, isUntestable, lastRequests, meets, RESERVE_MS, waitedUntilMs } from './hook-facts';

/** A call that is neither slow nor repeated takes less. */
const AT_ONCE_MS = 100;

/** When the wait began that an invocation belongs to, and how many seconds it may last. */
export function waitOf(drawn: HookCase, plan: HookPlan, { startMs, details }: RecordedInvocation) {
  if (drawn.contract === 'codedeploy') {
    // A function with less time waits for less.
    const limit = Math.min(plan.waitHealthySeconds, Math.floor(drawn.functionSeconds - RESERVE_MS / 1_000));
    return { sinceMs: startMs, seconds: limit };
  }
  const given = details.cutoverWaitingSince;
  const since = given === undefined ? startMs : Date.parse(String(given)) - HOOK_START;
  return { sinceMs: Math.min(since, startMs), seconds: plan.waitHealthySeconds };
}

/** Why an invocation may fail the deployment; null when the reference knows no reason. */
export function reasonToFail(
  drawn: HookCase,
  plan: HookPlan,
  invocation: RecordedInvocation,
  atMs: number,
): string | null {
  const { startMs, functionEndMs, calls } = invocation;
  if (isUntestable(drawn) || isAddressUnknown(drawn, plan)) {
    return 'the deployment cannot be tested';
  }
  if (partsDuring(drawn.targets, startMs, atMs).some(({ states }) => states === null)) {
    return 'the target group does not exist';
  }
  const isForGood = ({ api, failure }: (typeof calls)[number]) =>
    failure === 'other' || (failure === 'busy' && api.startsWith('secretsmanager'));
  if (calls.some((call) => call.api !== REPORT_API && isForGood(call))) {
    return 'a call has failed';
  }
  if (hasFailedCheck(plan, invocation)) {
    return 'a check has failed';
  }
  const { sinceMs, seconds } = waitOf(drawn, plan, invocation);
  const hasWaited = waitedUntilMs(drawn, invocation, atMs) !== null;
  if (hasWaited && Math.floor((atMs - sinceMs) / 1_000) >= seconds) {
    return 'the wait is over';
  }
  // Checks have whole seconds, so that the last one is not used.
  return atMs > functionEndMs - RESERVE_MS - 1_000 ? 'no time is left' : null;
}

/** Whether the last request of a check was not answered as expected, or too late. */
function hasFailedCheck(plan: HookPlan, invocation: RecordedInvocation): boolean {
  const { requests, calls, functionEndMs, endMs } = invocation;
  const secrets = calls.filter(({ api }) => api.startsWith('secretsmanager'));
  // Secrets that come too late leave no time to send a request.
  const isHeldUp = secrets.some(({ sentMs, answeredMs }) => (answeredMs ?? endMs) - sentMs > AT_ONCE_MS);
  const begunMs = Math.min(...[...requests.map(({ atMs }) => atMs), ...secrets.map(({ sentMs }) => sentMs)]);
  const deadlineMs = Math.min(begunMs + 1_000 * plan.deadlineSeconds, functionEndMs - RESERVE_MS - 1_000);
  return lastRequests(plan, invocation).some(({ check, request }) => {
    if (request === undefined) {
      return isHeldUp;
    }
    const answeredMs = request.atMs + (request.answer === 'slow' ? SLOW_MS : USUAL_MS);
    return !meets(check, request.answer) || answeredMs > deadlineMs - AT_ONCE_MS;
  });
}
