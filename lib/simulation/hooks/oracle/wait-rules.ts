import { HOOK_START } from '../hook-world';
import { CALLS_MS, hookAnswerOf, isUntestable, PAUSE_MS, waitedUntilMs, wasSlow } from './hook-facts';
import type { JudgedHook } from './judged';
import { reasonToFail, waitOf } from './reasons';

/** What fails, waits and ends for a reason and in time. */
export function judgeWait(judged: JudgedHook): void {
  const { drawn, plan, invocation, require } = judged;
  const { answer, atMs } = hookAnswerOf(invocation, drawn);
  if (answer === 'fail') {
    const isDue = reasonToFail(drawn, plan, invocation, atMs) !== null;
    require(isDue, 'hook-fails-for-a-reason', `a failure at ${atMs} ms: ${lastReason(judged)}`);
  }
  if (answer === 'wait') {
    judgeProgress(judged, atMs);
  }
  const { startMs, requests, calls } = invocation;
  if (answer === null || wasSlow(drawn, startMs, atMs)) {
    return;
  }
  const hasChecked = requests.length > 0 || calls.some(({ api }) => api.startsWith('secretsmanager'));
  const checksMs = hasChecked ? 1_000 * plan.deadlineSeconds : 0;
  const isCodeDeploy = drawn.contract === 'codedeploy';
  const waitMs = isCodeDeploy ? 1_000 * Math.max(0, waitOf(drawn, plan, invocation).seconds) + PAUSE_MS : 0;
  const latestMs = startMs + waitMs + checksMs + CALLS_MS;
  require(atMs <= latestMs, 'hook-wait-ends', `an answer at ${atMs} ms, later than ${latestMs} ms`);
  const untilMs = waitedUntilMs(drawn, invocation, atMs) ?? startMs;
  const soonMs = untilMs + (untilMs > startMs ? PAUSE_MS : 0) + checksMs + CALLS_MS;
  const detail = `an answer at ${atMs} ms, with nothing to wait for from ${untilMs} ms`;
  require(atMs <= soonMs, 'hook-waits-for-a-reason', detail);
}

/** IN_PROGRESS, which ECS alone is answered. */
function judgeProgress({ drawn, plan, invocation, require }: JudgedHook, atMs: number): void {
  const { startMs, details, result } = invocation;
  const isMendable = waitedUntilMs(drawn, invocation, atMs) !== null;
  const isRefused = isUntestable(drawn) && drawn.faults.length === 0;
  require(isMendable && !isRefused, 'hook-waits-for-a-reason', 'IN_PROGRESS with nothing to wait for');
  const { sinceMs, seconds } = waitOf(drawn, plan, invocation);
  const waited = Math.floor((atMs - firstSinceMs(drawn.waitingSince, sinceMs)) / 1_000);
  require(waited < seconds, 'hook-wait-ends', `IN_PROGRESS after ${waited} s (limit ${seconds} s)`);
  const returned = 'returned' in result ? result.returned : {};
  const { cutoverWaitingSince, cutoverProgress, ...others } = (returned.hookDetails ?? {}) as Record<
    string,
    unknown
  >;
  const { cutoverWaitingSince: _, cutoverProgress: __, ...given } = details;
  const since = new Date(HOOK_START + Math.min(sinceMs, startMs)).toISOString();
  const delay = Number(returned.callBackDelay);
  const isKept =
    cutoverWaitingSince === since &&
    typeof cutoverProgress === 'string' &&
    JSON.stringify(others) === JSON.stringify(given) &&
    delay >= 1 &&
    delay <= 60;
  const before = `the wait began at ${since}, with ${JSON.stringify(given)}`;
  require(isKept, 'hook-keeps-details', `${JSON.stringify(returned)}, where ${before}`);
}

/** The wait of ECS began at its first invocation at the latest, whatever the details say. */
function firstSinceMs(waitingSince: number | null, sinceMs: number): number {
  return Math.min(sinceMs, waitingSince !== null && waitingSince < 0 ? waitingSince * 1_000 : 0);
}

function lastReason({ invocation }: JudgedHook): string {
  return String(
    invocation.lines.find(({ detail }) => detail.verdict === 'fail')?.detail.reason ?? 'no reason',
  );
}
