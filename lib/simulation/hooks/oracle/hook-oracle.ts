import { REHEARSED_SECRET } from '../../../rehearsal/aws/secrets';
import { type HookCase, partAt } from '../hook-case';
import { isAnswerable } from '../hook-event';
import type { HookViolation } from '../hook-invariants';
import { testPlaceOf } from '../hook-probe';
import { HEALTH_API, type HookRun } from '../hook-record';
import { NEW_GROUP } from '../hook-services';
import { hookPlanOf } from '../hook-world';
import { areHealthy, hookAnswerOf, isAddressUnknown, isUntestable, lastRequests, meets } from './hook-facts';
import type { JudgedHook, Require } from './judged';
import { judgeReports } from './report-rules';
import { judgeWait } from './wait-rules';

/** What a run violates: each invariant once for each invocation. */
export function judgeHook(drawn: HookCase, { invocations }: HookRun): readonly HookViolation[] {
  const violations: HookViolation[] = [];
  const plan = hookPlanOf(drawn);
  for (const [i, invocation] of invocations.entries()) {
    const require: Require = (holds, invariant, detail) => {
      if (!holds) {
        violations.push({ invariant, detail: `invocation ${i + 1}: ${detail}` });
      }
    };
    judgeInvocation({ drawn, plan, invocation, require });
  }
  return violations;
}

function judgeInvocation(judged: JudgedHook): void {
  const { drawn, invocation, require } = judged;
  if (!isAnswerable(drawn)) {
    judgeRefusal(judged);
  } else if (drawn.isRollback) {
    const { answer } = hookAnswerOf(invocation, drawn);
    const isUntested = invocation.calls.length + invocation.requests.length === 0;
    const detail = `${answer ?? 'no answer'}, ${invocation.requests.length} requests`;
    require(answer === 'pass' && isUntested, 'hook-passes-a-rollback', detail);
  } else {
    judgeRequests(judged);
    if (hookAnswerOf(invocation, drawn).answer === 'pass') {
      judgePass(judged);
    }
    judgeReports(judged);
    judgeWait(judged);
  }
  judgeLog(judged);
}

/** Events that are not valid. */
function judgeRefusal({ drawn, invocation, require }: JudgedHook): void {
  const { result, calls, requests } = invocation;
  const isOfEcs = drawn.contract === 'ecs' && ['incomplete', 'odd-time'].includes(drawn.event);
  const isRefused = isOfEcs
    ? 'returned' in result && result.returned.hookStatus === 'FAILED'
    : 'threw' in result && result.threw.name === 'ValidationError';
  const isUntested = calls.length + requests.length === 0;
  require(isRefused && isUntested, 'hook-refuses-other-events', JSON.stringify(result));
}

function judgeRequests({ drawn, plan, invocation, require }: JudgedHook): void {
  const place = testPlaceOf(plan);
  const isHttp = plan.endpoint?.startsWith('http:') ?? drawn.protocol === 'HTTP';
  const origin = `${isHttp ? 'http' : 'https'}://${plan.host}/`;
  const misplaced = invocation.requests.find((one) => one.place !== place || !one.url.startsWith(origin));
  const detail = `a request for ${misplaced?.url} went to ${misplaced?.place}, not to ${place}`;
  require(misplaced === undefined, 'hook-asks-no-production-listener', detail);
  const early = invocation.requests.find(({ reached }) => reached !== null && reached !== 'new');
  const where = `the test listener forwarded to ${early?.reached}`;
  require(early === undefined, 'hook-tests-new-tasks-alone', `a request at ${early?.atMs} ms, when ${where}`);
}

function judgePass({ drawn, plan, invocation, require }: JudgedHook): void {
  const isTestable = !isUntestable(drawn) && !isAddressUnknown(drawn, plan);
  require(isTestable, 'hook-tests-new-tasks-alone', 'a pass of a deployment that cannot be tested');
  for (const { check, request } of lastRequests(plan, invocation)) {
    const isMet = request !== undefined && meets(check, request.answer);
    const detail = `a pass although ${check.path} was answered: ${request?.answer ?? 'never asked'}`;
    require(isMet, 'hook-passes-what-it-tested', detail);
  }
  const read = invocation.calls
    .filter(({ api, about, failure }) => api === HEALTH_API && about === NEW_GROUP && failure === null)
    .at(-1);
  const states = read?.effectMs == null ? null : partAt(drawn.targets, read.effectMs).states;
  const detail = `a pass with targets that were ${JSON.stringify(states)} when they were read last`;
  require(areHealthy(states), 'hook-passes-healthy-targets-alone', detail);
}

function judgeLog({ drawn, invocation, require }: JudgedHook): void {
  const { lines, result } = invocation;
  const { answer } = hookAnswerOf(invocation, drawn);
  const isLogged = (verdict: unknown) =>
    lines.some(({ detail }) => detail.verdict === verdict && String(detail.reason ?? '').length > 0);
  require(answer === null || isLogged(answer), 'hook-records-its-outcome', `no line for the ${answer}`);
  const isLost = drawn.contract === 'codedeploy' && answer !== null && 'threw' in result;
  require(!isLost || isLogged('fail'), 'hook-records-its-outcome', 'no line for the report that failed');
  require(!JSON.stringify(lines).includes(
    REHEARSED_SECRET,
  ), 'hook-records-its-outcome', 'a secret is in the log');
}
