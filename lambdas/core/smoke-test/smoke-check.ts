import { shorten } from '../health/verdict';
import { BUDGET_TEXT, jsonPathProblem, valuesAt } from '../json-path/json-path';
import { workBudget } from '../json-path/work-budget';
import type { SmokeCheck, SmokeTest } from '../plan/smoke-test';
import { plural } from '../shared/plural';
import type { Problem } from '../validation/problems';
import { CHECK_REASON_LENGTH } from './check-reason';
import type { ProbeFailure, ProbeResponse } from './http-answer';

/** The result of a check. */
export interface CheckJudgement {
  readonly passed: boolean;
  /** At most 300 characters, with numbers. Contains no header value, body text or query string. */
  readonly reason: string;
  /** Whether another attempt may succeed; false if the check passed. */
  readonly retryable: boolean;
}

/**
 * Headers that frame a message or name its host. A plan that sets them could bypass the allow list of hosts
 * or break the connection.
 */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The name of a check in reasons: `GET /health`, or `login (POST /session)`. Without the query, which may
 * contain a secret.
 */
export function checkLabel(check: SmokeCheck): string {
  const [path = ''] = check.path.split('?');
  const request = `${check.method} ${shorten(path, 80)}`;
  return check.name === undefined ? request : `${check.name} (${request})`;
}

/**
 * Compares a response with the expectations of a check. The reason names every expectation that is not met.
 */
export function judgeAnswer(check: SmokeCheck, answer: ProbeResponse | ProbeFailure): CheckJudgement {
  const say = (what: string) => shorten(`${checkLabel(check)}: ${what}`, CHECK_REASON_LENGTH);
  if ('failure' in answer) {
    return { passed: false, reason: say(answer.failure), retryable: answer.retryable };
  }
  const unmet = [
    ...unmetStatus(check, answer),
    ...unmetLatency(check, answer),
    ...unmetHeaders(check, answer),
    ...unmetText(check, answer),
    ...unmetJson(check, answer),
  ];
  return unmet.length === 0
    ? {
        passed: true,
        reason: say(`status ${answer.status} in ${Math.round(answer.latencyMs)} ms`),
        retryable: false,
      }
    : { passed: false, reason: say(unmet.join('; ')), retryable: true };
}

/** Problems of the checks of a smoke test that their schema cannot find. */
export function smokeTestProblems(smokeTest: SmokeTest): Problem[] {
  return checksProblems(smokeTest.checks, 'smokeTest.checks');
}

/**
 * Problems of checks that their schema cannot find.
 * @param path the path of the list of checks
 */
export function checksProblems(checks: readonly SmokeCheck[], path: string): Problem[] {
  return checks.flatMap((check, i) => [
    ...(check.method === 'HEAD' && (check.expectText !== undefined || check.expectJson.length > 0)
      ? [
          {
            path: `${path}[${i}].method`,
            message:
              'is "HEAD", whose response has no body; must be another method if the check expects text' +
              ' or JSON',
          },
        ]
      : []),
    ...Object.keys(check.headers)
      .filter((name) => CONNECTION_HEADERS.has(name.toLowerCase()))
      .map((name) => ({
        path: `${path}[${i}].headers.${name}`,
        message: 'is set by the connection; must be removed',
      })),
    ...check.expectJson.flatMap((expected, j) => {
      const problem = jsonPathProblem(expected.path);
      return problem === null
        ? []
        : [
            {
              path: `${path}[${i}].expectJson[${j}].path`,
              message: `is ${JSON.stringify(shownPath(expected.path))}; ${problem}`,
            },
          ];
    }),
  ]);
}

function unmetStatus(check: SmokeCheck, { status }: ProbeResponse): string[] {
  const { expectStatus } = check;
  const shown = `${expectStatus.slice(0, 5).join(' or ')}${expectStatus.length > 5 ? ' or …' : ''}`;
  return expectStatus.includes(status) ? [] : [`status ${status}, expected ${shown}`];
}

function unmetLatency({ maxLatencyMs }: SmokeCheck, { latencyMs }: ProbeResponse): string[] {
  // Rounded up, so that 800.2 ms is not shown as "800 ms > 800 ms".
  return maxLatencyMs !== undefined && latencyMs > maxLatencyMs
    ? [`latency ${Math.ceil(latencyMs)} ms > ${maxLatencyMs} ms`]
    : [];
}

function unmetHeaders(check: SmokeCheck, answer: ProbeResponse): string[] {
  const found = new Map(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.entries(check.expectHeaders).flatMap(([name, expected]) => {
    const value = found.get(name.toLowerCase());
    return value === expected
      ? []
      : [`header ${name} is ${value === undefined ? 'missing' : 'not as expected'}`];
  });
}

function unmetText({ expectText }: SmokeCheck, answer: ProbeResponse): string[] {
  return expectText === undefined || answer.body.includes(expectText)
    ? []
    : [`body does not contain the expected text${readOnly(answer)}`];
}

function unmetJson({ expectJson }: SmokeCheck, answer: ProbeResponse): string[] {
  if (expectJson.length === 0) {
    return [];
  }
  const document = answer.truncated ? undefined : parsed(answer.body);
  if (document === undefined) {
    return [`body is not JSON${readOnly(answer)}`];
  }
  const budget = workBudget();
  return expectJson.flatMap(({ path, equals }) => {
    const shown = `JSON at ${shownPath(path)}`;
    const values = valuesAt(path, document, budget);
    if (values === null) {
      return [`${shown} cannot be evaluated`];
    }
    if (values === 'too much work') {
      return [`${shown} takes more than the ${BUDGET_TEXT} that a response may take; use a narrower path`];
    }
    const wrong = values.filter((value) => value !== equals).length;
    if (values.length > 0 && wrong === 0) {
      return [];
    }
    return [
      values.length === 0
        ? `${shown} is missing`
        : `${shown}: ${wrong} of ${plural(values.length, 'value')} not as expected`,
    ];
  });
}

/** A JSONPath as messages show it. A filter may contain a secret, so it is not shown. */
function shownPath(path: string): string {
  return shorten(path.replace(/\?.*$/s, '?…'), 80);
}

/** Never called for a truncated body: a part of a JSON text can be valid JSON itself (`12` of `123`). */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function readOnly({ truncated, body }: ProbeResponse): string {
  return truncated ? ` (only ${new TextEncoder().encode(body).length} bytes were read)` : '';
}
