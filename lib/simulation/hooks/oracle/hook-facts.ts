import type { HookPlan } from '../../../../lambdas/core/deployment-hook/hook-plan';
import { type HookCase, partsDuring, type TaskAnswer } from '../hook-case';
import { SLOW_MS } from '../hook-probe';
import { REPORT_API, type RecordedCall, type RecordedInvocation, type RecordedRequest } from '../hook-record';

/** The minute before the function's end, in which the outcome is reported. */
export const RESERVE_MS = 60_000;
/** What a round of calls takes at most when none of them is slow, retries of the client included. */
export const CALLS_MS = 30_000;
/** The longest pause between two tests. */
export const PAUSE_MS = 15_000;

const USABLE_STAGES = [
  ...['AfterAllowTestTraffic', 'BeforeAllowTraffic'],
  ...['TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'],
];

type States = HookCase['targets'][number]['states'];

/** Whether the new tasks can serve: there are some beside those that leave, and all are healthy. */
export function areHealthy(states: States): boolean {
  const staying = (states ?? []).filter((state) => state !== 'draining');
  return staying.length > 0 && staying.every((state) => state === 'healthy');
}

/** What no time mends, and is wrong all the time. */
export function isUntestable(drawn: HookCase): boolean {
  const { deploymentExists, stage, testListeners, listenerExists } = drawn;
  const isMisplaced = stage !== null && !USABLE_STAGES.includes(stage);
  return !deploymentExists || isMisplaced || testListeners !== 1 || !listenerExists;
}

/** A listener that does not say whether it serves HTTP, where the plan does not say it either. */
export function isAddressUnknown({ protocol }: HookCase, { endpoint }: HookPlan): boolean {
  return protocol === 'TCP' && endpoint === undefined;
}

/** Whether an answer is what a check expects. */
export function meets(check: HookPlan['checks'][number], answer: TaskAnswer): boolean {
  switch (answer) {
    case 'good':
      return true;
    case 'wrong-text':
      return check.expectText === undefined && check.expectJson.length === 0;
    case 'slow':
      return (check.maxLatencyMs ?? SLOW_MS) >= SLOW_MS && check.timeoutMs > SLOW_MS;
    default:
      return false;
  }
}

/** The last request of each check; undefined for a check without any. Each check has a path of its own. */
export function lastRequests(
  { checks }: HookPlan,
  { requests }: RecordedInvocation,
): readonly { readonly check: HookPlan['checks'][number]; readonly request: RecordedRequest | undefined }[] {
  return checks.map((check) => ({
    check,
    request: requests.filter(({ path }) => path === check.path).at(-1),
  }));
}

/** The reports of an invocation to CodeDeploy, in their order. */
export function reportsOf({ calls }: RecordedInvocation): readonly RecordedCall[] {
  return calls.filter(({ api }) => api === REPORT_API);
}

/** Whether a service has accepted a call, and the function knows. */
export function isAnswered({ answeredMs, failure }: RecordedCall): boolean {
  return answeredMs !== null && failure === null;
}

/** A call that nothing waits for: a busy one is repeated, or fails a check. */
function isAside({ api }: RecordedCall): boolean {
  return api === REPORT_API || api.startsWith('secretsmanager');
}

/** What the service was answered. */
export type HookAnswer = 'pass' | 'fail' | 'wait' | null;

/** What an invocation answers, and when it was known. */
export function hookAnswerOf(invocation: RecordedInvocation, { contract }: HookCase) {
  if (contract === 'codedeploy') {
    const [first] = reportsOf(invocation);
    const given = first === undefined ? null : first.about === 'Succeeded' ? 'pass' : 'fail';
    return { answer: given as HookAnswer, atMs: first?.sentMs ?? invocation.endMs };
  }
  const { result, endMs } = invocation;
  const status = 'returned' in result ? result.returned.hookStatus : null;
  const given = { SUCCEEDED: 'pass', FAILED: 'fail', IN_PROGRESS: 'wait' }[String(status)] ?? null;
  return { answer: given as HookAnswer, atMs: endMs };
}

/** The times of an invocation at which there was something that time can mend: the end of the last one. */
export function waitedUntilMs(drawn: HookCase, invocation: RecordedInvocation, atMs: number): number | null {
  const { startMs, calls } = invocation;
  const ends = [
    ...endsOf(drawn.testTraffic, startMs, atMs, ({ to }) => to !== 'new'),
    ...endsOf(drawn.targets, startMs, atMs, ({ states }) => states !== null && !areHealthy(states)),
    ...calls.flatMap((call) => (!isAside(call) && call.failure === 'busy' ? [call.answeredMs ?? atMs] : [])),
  ];
  return ends.length === 0 ? null : Math.max(...ends);
}

function endsOf<Part extends { readonly from: number }>(
  course: readonly Part[],
  startMs: number,
  atMs: number,
  waits: (part: Part) => boolean,
): readonly number[] {
  return partsDuring(course, startMs, atMs).flatMap((part) => {
    const next = course[course.indexOf(part) + 1];
    return waits(part) ? [Math.min(atMs, next === undefined ? atMs : next.from * 1_000)] : [];
  });
}

/** Whether calls of an API were slow at some time of a range. */
export function wasSlow({ faults }: HookCase, fromMs: number, toMs: number): boolean {
  return faults.some(({ kind, from, to }) => kind === 'slow' && from * 1_000 <= toMs && to * 1_000 >= fromMs);
}
