import { shorten } from '../health/verdict';
import type { SmokeCheck, SmokeTest } from '../plan/smoke-test';
import type { Problem } from '../validation/problems';
import type { ProbeFailure, ProbeResponse } from './http-answer';
import { isJsonPath, valuesAt } from './json-path';

/** What an answer amounts to. */
export interface CheckJudgement {
  readonly passed: boolean;
  /** At most 300 characters, with numbers; never a header value, body text or query string. */
  readonly reason: string;
  /** Whether another try can help; false once passed. */
  readonly retryable: boolean;
}

/** Fifty reasons of this length still fit the payload of an execution. */
export const CHECK_REASON_LENGTH = 300;

/**
 * The headers that frame a message or name its host. A plan that set them would change whom the request is for, behind the allow
 * list's back, or break the connection.
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

/** How a check is called in reasons: `GET /health`, or `login (POST /session)`. The query may hold a secret and is left out. */
export function checkLabel(check: SmokeCheck): string {
  const [path = ''] = check.path.split('?');
  const request = `${check.method} ${shorten(path, 80)}`;
  return check.name === undefined ? request : `${check.name} (${request})`;
}

/** Holds an answer against what the check expects, and names everything that is not met. */
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

/** What is wrong with the checks of a plan's smoke test that their schema cannot tell. */
export function smokeTestProblems(smokeTest: SmokeTest): Problem[] {
  return checksProblems(smokeTest.checks, 'smokeTest.checks');
}

/**
 * What is wrong with checks that their schema cannot tell.
 * @param path of the list, for the problems
 */
export function checksProblems(checks: readonly SmokeCheck[], path: string): Problem[] {
  return checks.flatMap((check, i) => [
    ...(check.method === 'HEAD' && (check.expectText !== undefined || check.expectJson.length > 0)
      ? [
          {
            path: `${path}[${i}].method`,
            message: 'is "HEAD", whose answer has no body; must be another where text or JSON is expected',
          },
        ]
      : []),
    ...Object.keys(check.headers)
      .filter((name) => CONNECTION_HEADERS.has(name.toLowerCase()))
      .map((name) => ({
        path: `${path}[${i}].headers.${name}`,
        message: 'is set by the connection itself; must be left out',
      })),
    ...check.expectJson.flatMap((expected, j) =>
      isJsonPath(expected.path)
        ? []
        : [
            {
              path: `${path}[${i}].expectJson[${j}].path`,
              message: `is ${JSON.stringify(shorten(expected.path, 80))}; must be a JSONPath of RFC 9535, such as $.status`,
            },
          ],
    ),
  ]);
}

function unmetStatus(check: SmokeCheck, { status }: ProbeResponse): string[] {
  const { expectStatus } = check;
  const shown = `${expectStatus.slice(0, 5).join(' or ')}${expectStatus.length > 5 ? ' or …' : ''}`;
  return expectStatus.includes(status) ? [] : [`status ${status}, expected ${shown}`];
}

function unmetLatency({ maxLatencyMs }: SmokeCheck, { latencyMs }: ProbeResponse): string[] {
  // Rounded up, so that 800.2 ms does not read "800 ms > 800 ms".
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
    : [`body lacks the expected text${readOnly(answer)}`];
}

function unmetJson({ expectJson }: SmokeCheck, answer: ProbeResponse): string[] {
  if (expectJson.length === 0) {
    return [];
  }
  const document = answer.truncated ? undefined : parsed(answer.body);
  if (document === undefined) {
    return [`body is not JSON${readOnly(answer)}`];
  }
  return expectJson.flatMap(({ path, equals }) => {
    // A filter may quote what it looks for, so it is not shown.
    const shown = `JSON at ${shorten(path.replace(/\?.*$/s, '?…'), 80)}`;
    const values = valuesAt(path, document);
    if (values === null) {
      return [`${shown} cannot be followed`];
    }
    const odd = values.filter((value) => value !== equals).length;
    if (values.length > 0 && odd === 0) {
      return [];
    }
    return [
      values.length === 0 ? `${shown} is missing` : `${shown}: ${odd} of ${values.length} not as expected`,
    ];
  });
}

/** Half a JSON text can be one itself (`12` of `123`), so a truncated body never gets here. */
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
