import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { type SmokeCheck, smokeTestSchema } from '../../../lambdas/core/plan/smoke-test';
import type { ProbeResponse } from '../../../lambdas/core/smoke-test/http-answer';
import { checkLabel, judgeAnswer, smokeTestProblems } from '../../../lambdas/core/smoke-test/smoke-check';

type CheckInput = v.InferInput<typeof smokeTestSchema>['checks'][number];

const testOf = (...checks: CheckInput[]) =>
  v.parse(smokeTestSchema, { baseUrl: 'https://gw-api.example.com', checks });
const checkOf = (check: Partial<CheckInput>): SmokeCheck =>
  testOf({ path: '/health', ...check }).checks[0] as SmokeCheck;
const answerOf = (answer: Partial<ProbeResponse>): ProbeResponse => ({
  status: 200,
  headers: {},
  body: '',
  truncated: false,
  latencyMs: 42,
  ...answer,
});
const judge = (check: Partial<CheckInput>, answer: Partial<ProbeResponse> = {}) =>
  judgeAnswer(checkOf(check), answerOf(answer));
const unmet = (reason: string) => ({ passed: false, reason: `GET /health: ${reason}`, retryable: true });
const met = { passed: true, reason: 'GET /health: status 200 in 42 ms', retryable: false };

describe('the status', () => {
  test.each<[number[] | undefined, number, string | null]>([
    [undefined, 200, null],
    [undefined, 503, 'status 503, expected 200'],
    [undefined, 204, 'status 204, expected 200'],
    [[204, 200], 200, null],
    [[200, 204], 404, 'status 404, expected 200 or 204'],
    [[200, 201, 202, 203, 204], 404, 'status 404, expected 200 or 201 or 202 or 203 or 204'],
    [[200, 201, 202, 203, 204, 205], 404, 'status 404, expected 200 or 201 or 202 or 203 or 204 or …'],
    [[200, 201, 202, 203, 204, 205], 205, null],
  ])('is compared: expected %j, found %d', (expectStatus, status, reason) => {
    const judged = judge(expectStatus === undefined ? {} : { expectStatus }, { status });
    expect(judged).toEqual(
      reason === null ? { ...met, reason: `GET /health: status ${status} in 42 ms` } : unmet(reason),
    );
  });
});

describe('the latency', () => {
  test.each<[number | undefined, number, string | null]>([
    [undefined, 60_000, null],
    [800, 800, null],
    [800, 912, 'latency 912 ms > 800 ms'],
    [800, 800.2, 'latency 801 ms > 800 ms'],
  ])('is compared: at most %p ms, found %d', (maxLatencyMs, latencyMs, reason) => {
    const judged = judge(maxLatencyMs === undefined ? {} : { maxLatencyMs }, { latencyMs });
    expect(judged).toEqual(
      reason === null ? { ...met, reason: `GET /health: status 200 in ${latencyMs} ms` } : unmet(reason),
    );
  });
});

describe('headers', () => {
  test.each<[string, Record<string, string>, string | null]>([
    ['x-version', { 'x-version': '7' }, null],
    ['X-Version', { 'x-version': '7' }, null],
    ['x-version', { 'X-Version': '7' }, null],
    ['X-Version', { 'x-version': '8' }, 'header X-Version is not as expected'],
    ['X-Version', {}, 'header X-Version is missing'],
  ])('are compared: expected %s, found %j', (name, headers, reason) => {
    expect(judge({ expectHeaders: { [name]: '7' } }, { headers })).toEqual(
      reason === null ? met : unmet(reason),
    );
  });
});

describe('text', () => {
  test.each<[string, boolean, string | null]>([
    ['all is well here', false, null],
    ['all is well here', true, null],
    ['nothing', false, 'body does not contain the expected text'],
    ['nothing', true, 'body does not contain the expected text (only 7 bytes were read)'],
    ['nöthing', true, 'body does not contain the expected text (only 8 bytes were read)'],
  ])('is searched in %j, truncated %p', (body, truncated, reason) => {
    expect(judge({ expectText: 'is well' }, { body, truncated })).toEqual(
      reason === null ? met : unmet(reason),
    );
  });
});

describe('JSON', () => {
  test.each<[string, string | number | boolean | null, string, string | null]>([
    ['$.status', 'ok', '{"status":"ok"}', null],
    ['$.status', 'ok', '{"status":"down"}', 'JSON at $.status: 1 of 1 value not as expected'],
    ['$.status', 'ok', '{}', 'JSON at $.status is missing'],
    ['$.status', null, '{"status":null}', null],
    ['$.status', null, '{}', 'JSON at $.status is missing'],
    ['$.count', 0, '{"count":0}', null],
    ['$.count', 0, '{"count":false}', 'JSON at $.count: 1 of 1 value not as expected'],
    ['$.count', 1, '{"count":"1"}', 'JSON at $.count: 1 of 1 value not as expected'],
    ['$.up', true, '{"up":true}', null],
    ['$', 'ok', '"ok"', null],
    ['$', null, 'null', null],
    ['$[*].up', true, '[{"up":true},{"up":true}]', null],
    [
      '$[*].up',
      true,
      '[{"up":true},{"up":false},{"up":1}]',
      'JSON at $[*].up: 2 of 3 values not as expected',
    ],
    ["$[?@.name == 'db'].up", true, '[{"name":"db","up":true},{"name":"x","up":false}]', null],
    ["$[?@.name == 'db'].up", true, '[]', 'JSON at $[?… is missing'],
    ['$.status', 'ok', '', 'body is not JSON'],
    ['$.status', 'ok', '<html>', 'body is not JSON'],
    ['$..status', 'ok', `${'['.repeat(200)}${']'.repeat(200)}`, 'JSON at $..status is missing'],
    ['$[', 'ok', '{}', 'JSON at $[ cannot be evaluated'],
  ])('is compared: %s = %p in %s', (path, equals, body, reason) => {
    expect(judge({ expectJson: [{ path, equals }] }, { body })).toEqual(
      reason === null ? met : unmet(reason),
    );
  });

  it('is not searched without limit: all paths of a check share a budget', () => {
    const body = JSON.stringify(Array.from({ length: 2_000 }, () => [0]));
    const tooMuch = 'takes more than the 2,000,000 steps that a response may take; use a narrower path';
    const expectJson = ['$[0][0]', '$[?$..x]', '$[1][0]'].map((path) => ({ path, equals: 0 }));
    expect(judge({ expectJson }, { body })).toEqual(
      unmet(`JSON at $[?… ${tooMuch}; JSON at $[1][0] ${tooMuch}`),
    );
  });

  it('is not read from a truncated body, which may be valid JSON', () => {
    expect(judge({ expectJson: [{ path: '$', equals: 12 }] }, { body: '12', truncated: true })).toEqual(
      unmet('body is not JSON (only 2 bytes were read)'),
    );
  });

  it('is not required without expectations', () => {
    expect(judge({}, { body: '<html>' })).toEqual(met);
  });
});

it('names all unmet expectations in one reason', () => {
  const check = {
    maxLatencyMs: 800,
    expectHeaders: { 'X-A': '1', 'X-B': '2' },
    expectText: 'well',
    expectJson: [
      { path: '$.a', equals: 1 },
      { path: '$.b', equals: 2 },
    ],
  };
  const answer = { status: 500, latencyMs: 912, headers: { 'x-a': '1' }, body: '{"a":0}' };
  expect(judge(check, answer)).toEqual(
    unmet(
      'status 500, expected 200; latency 912 ms > 800 ms; header X-B is missing;' +
        ' body does not contain the expected text; JSON at $.a: 1 of 1 value not as expected;' +
        ' JSON at $.b is missing',
    ),
  );
});

describe('a failure', () => {
  test.each([true, false])('is the reason, and is retryable if the failure is: %p', (retryable) => {
    expect(judgeAnswer(checkOf({}), { failure: 'connection refused', retryable })).toEqual({
      passed: false,
      reason: 'GET /health: connection refused',
      retryable,
    });
  });
});

describe('the label', () => {
  test.each<[Partial<CheckInput>, string]>([
    [{}, 'GET /health'],
    [{ method: 'POST', path: '/a/b' }, 'POST /a/b'],
    [{ path: '/a?token=abc?x' }, 'GET /a'],
    [{ name: 'login' }, 'login (GET /health)'],
    [{ path: `/${'a'.repeat(500)}` }, `GET /${'a'.repeat(78)}…`],
  ])('of %j is %s', (check, label) => {
    expect(checkLabel(checkOf(check))).toBe(label);
  });
});

describe('the reason', () => {
  // Long, and with letters that the messages do not have, so that no match is accidental.
  const secret = fc.stringMatching(/^[QXZ0-9]{12,40}$/);

  it('contains no header value, body, expected value, filter or query', () => {
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom(200, 302, 503),
        fc.boolean(),
        fc.constantFrom('text', 'json', 'value'),
        (hidden, status, truncated, kind) => {
          const body = { text: hidden, json: JSON.stringify({ a: hidden }), value: JSON.stringify(hidden) }[
            kind
          ];
          const { reason } = judge(
            {
              path: `/health?key=${hidden}`,
              headers: { Authorization: hidden },
              body: hidden,
              expectHeaders: { 'X-A': `${hidden}!`, 'X-B': hidden },
              expectText: `${hidden}?`,
              expectJson: [
                { path: '$.a', equals: `${hidden}.` },
                { path: `$[?@.a == '${hidden}'].b`, equals: hidden },
              ],
            },
            { status, truncated, body, headers: { 'x-a': hidden, location: hidden } },
          );
          expect(reason).toMatch(/^GET \/health: /);
          expect(reason).not.toContain(hidden);
        },
      ),
    );
  });

  it('has at most 300 characters', () => {
    const expectHeaders = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-${i}`, '1']));
    expect(judge({ expectHeaders }).reason).toHaveLength(300);
    expect(judge({ expectHeaders }).reason).toMatch(/…$/);
  });
});

describe('problems of a smoke test', () => {
  it('are empty for a valid one', () => {
    const good = testOf({
      path: '/',
      headers: { Authorization: 'x', 'X-Forwarded-Host': 'y' },
      expectJson: [{ path: "$..a[?@.b > 1 && match(@.c, 'd.*')]", equals: 1 }],
    });
    expect(smokeTestProblems(good)).toEqual([]);
  });

  it('include every invalid JSONPath with its path', () => {
    const bad = testOf(
      { path: '/' },
      {
        path: '/',
        expectJson: [
          { path: '$.a', equals: 1 },
          { path: '$.[', equals: 1 },
        ],
      },
      { path: '/', expectJson: [{ path: '$[?nope(@)]', equals: 1 }] },
    );
    expect(smokeTestProblems(bad)).toEqual([
      {
        path: 'smokeTest.checks[1].expectJson[1].path',
        message: 'is "$.["; must be a JSONPath (RFC 9535), such as $.status',
      },
      {
        path: 'smokeTest.checks[2].expectJson[0].path',
        message: 'is "$[?…"; must be a JSONPath (RFC 9535), such as $.status',
      },
    ]);
  });

  test.each<[Partial<CheckInput>, boolean]>([
    [{ method: 'HEAD', expectText: 'ok' }, true],
    [{ method: 'HEAD', expectJson: [{ path: '$.a', equals: 1 }] }, true],
    [{ method: 'HEAD' }, false],
    [{ method: 'HEAD', expectJson: [], expectHeaders: { 'content-type': 'text/html' } }, false],
    [{ method: 'GET', expectText: 'ok' }, false],
    [{ method: 'OPTIONS', expectJson: [{ path: '$.a', equals: 1 }] }, false],
  ])('include a HEAD check with expectations of the body: %j', (check, isProblem) => {
    const problem = {
      path: 'smokeTest.checks[1].method',
      message:
        'is "HEAD", whose response has no body; must be another method if the check expects text or JSON',
    };
    expect(smokeTestProblems(testOf({ path: '/' }, { path: '/', ...check }))).toEqual(
      isProblem ? [problem] : [],
    );
  });

  test.each([
    'Host',
    'connection',
    'Content-Length',
    'expect',
    'keep-alive',
    'TE',
    'trailer',
    'Transfer-Encoding',
    'upgrade',
  ])('include the connection header %s', (name) => {
    expect(smokeTestProblems(testOf({ path: '/', headers: { [name]: 'evil.example.org' } }))).toEqual([
      {
        path: `smokeTest.checks[0].headers.${name}`,
        message: 'is set by the connection; must be removed',
      },
    ]);
  });
});
