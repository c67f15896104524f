import type { HookPlan } from '../../../../lambdas/core/deployment-hook/hook-plan';
import { type HookCase, partsDuring } from '../hook-case';
import { REPORT_API, type RecordedInvocation } from '../hook-record';
import { START } from '../hook-world';
import {
  isAddressUnknown,
  isUntestable,
  lastRequests,
  meets,
  RESERVE_MS,
  waitedUntilMs,
  wasSlow,
} from './hook-facts';

/** When the wait began that an invocation belongs to, and how many seconds it may last. */
export function waitOf(drawn: HookCase, plan: HookPlan, { startMs, details }: RecordedInvocation) {
  if (drawn.contract === 'codedeploy') {
    // A function with less time waits for less.
    const limit = Math.min(plan.waitHealthySeconds, Math.floor(drawn.functionSeconds - RESERVE_MS / 1_000));
    return { sinceMs: startMs, seconds: limit };
  }
  const given = details.cutoverWaitingSince;
  const since = given === undefined ? startMs : Date.parse(String(given)) - START;
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
  if (hasFailedCheck(drawn, plan, invocation)) {
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
function hasFailedCheck(drawn: HookCase, plan: HookPlan, invocation: RecordedInvocation): boolean {
  const { requests, functionEndMs, startMs, endMs } = invocation;
  const [first] = requests;
  if (first === undefined) {
    // Secrets that come too late leave nothing to send.
    return (
      invocation.calls.some(({ api }) => api.startsWith('secretsmanager')) && wasSlow(drawn, startMs, endMs)
    );
  }
  const deadlineMs = Math.min(first.atMs + 1_000 * plan.deadlineSeconds, functionEndMs - RESERVE_MS - 1_000);
  const isSlow = wasSlow(drawn, startMs, endMs);
  return lastRequests(plan, invocation).some(({ check, request }) => {
    if (request === undefined || !meets(check, request.answer)) {
      return request !== undefined || isSlow;
    }
    const tookMs = request.answer === 'slow' ? 1_500 : 40;
    return request.atMs + tookMs > deadlineMs - 100;
  });
}
