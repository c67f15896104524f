import { describe, expect, test } from '@jest/globals';
import { judgeQuery } from '../../../lambdas/core/gates/judge-query';
import { checkQuery, type Query, queryUrl } from '../../../lambdas/core/gates/query-gate';
import type { QueryInput } from '../../../lambdas/core/gates/query-input';
import { describeProblems } from '../../../lambdas/core/validation/problems';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prometheus-AbCdEf';
const input: QueryInput = {
  url: 'https://prometheus.example.com',
  prometheus: 'sum(rate(errors[2m])) / sum(rate(requests[2m]))',
  passWhen: { comparison: 'below', threshold: 0.01 },
};

const queryOf = (over: Partial<QueryInput> = {}): Query => {
  const checked = checkQuery({ ...input, ...over });
  if (!checked.ok) {
    throw new Error(describeProblems(checked.problems));
  }
  return checked.value;
};
const { prometheus: _, ...withoutPrometheus } = input;
const jsonQuery = (jsonPath: string): Query => {
  const checked = checkQuery({ ...withoutPrometheus, jsonPath });
  return (checked as { readonly value: Query }).value;
};

describe('a query', () => {
  test('has defaults', () => {
    expect(queryOf()).toEqual({
      ...input,
      whenEmpty: 'inconclusive',
      timeoutMs: 10_000,
      allowedPrivateNetworks: [],
    });
  });

  test.each<[string, object, RegExp]>([
    ['neither a query nor a path', { prometheus: undefined }, /^prometheus: is missing, and so is jsonPath/],
    [
      'both',
      { jsonPath: '$.value' },
      /^prometheus: is given together with jsonPath; must be one of the two$/,
    ],
    ['a path that is none', { prometheus: undefined, jsonPath: 'value' }, /^jsonPath: must be a JSONPath/],
    [
      'no URL',
      { url: 'prometheus.example.com' },
      /^url: is "prometheus.example.com"; must be an http or https URL/,
    ],
    ['a URL that cannot be read', { url: 'https://[example' }, /^url: must be an http or https URL/],
    [
      'credentials in the URL',
      { url: 'https://me:canary@example.com' },
      /^url: is .*must be an http or https URL without credentials/,
    ],
    [
      'a query in the URL of Prometheus',
      { url: 'https://example.com/?a=b' },
      /^url: has a query; must have none with prometheus/,
    ],
    [
      'a secret over plain http',
      { url: 'http://example.com', headers: { authorization: { secret: SECRET }, 'x-scope': 'shop' } },
      /^url: is plain http, and a header is a secret; must be https$/,
    ],
    [
      'another comparison',
      { passWhen: { comparison: '<', threshold: 1 } },
      /^passWhen\.comparison: is "<"; must be one of "below"/,
    ],
    [
      'no threshold',
      { passWhen: { comparison: 'below' } },
      /^passWhen\.threshold: is missing; must be a number$/,
    ],
  ])('is refused with %s', (_, over, message) => {
    const given = Object.fromEntries(
      Object.entries({ ...input, ...over }).filter(([, value]) => value !== undefined),
    );
    const checked = checkQuery(given);
    expect(checked.ok ? '' : describeProblems(checked.problems)).toMatch(message);
  });

  test('may have a query in a URL that is asked as it is', () => {
    const url = 'https://example.com/health?deep=1';
    expect(checkQuery({ ...withoutPrometheus, url, jsonPath: '$.rate' }).ok).toBe(true);
  });

  test('may have a header in clear over plain http', () => {
    expect(checkQuery({ ...input, url: 'http://example.com:9090', headers: { 'x-scope': 'shop' } }).ok).toBe(
      true,
    );
  });

  test('asks the API of Prometheus for one instant, or the URL as it is', () => {
    const encoded = 'query=sum(rate(errors%5B2m%5D))%20%2F%20sum(rate(requests%5B2m%5D))';
    expect(queryUrl(queryOf())).toBe(`https://prometheus.example.com/api/v1/query?${encoded}`);
    expect(queryUrl(queryOf({ url: 'https://example.com/prometheus/' }))).toBe(
      `https://example.com/prometheus/api/v1/query?${encoded}`,
    );
    expect(queryUrl({ url: 'https://example.com/health?deep=1' })).toBe('https://example.com/health?deep=1');
  });
});

const answerOf = (body: unknown, over: object = {}) => ({
  ...{ status: 200, headers: {}, body: JSON.stringify(body), truncated: false, latencyMs: 5 },
  ...over,
});
const vector = (...values: readonly string[]) =>
  answerOf({
    status: 'success',
    data: {
      resultType: 'vector',
      result: values.map((value) => ({ metric: {}, value: [1_700_000_000.1, value] })),
    },
  });
const scalar = (value: string) =>
  answerOf({ status: 'success', data: { resultType: 'scalar', result: [1_700_000_000.1, value] } });

describe('the answer of Prometheus', () => {
  test.each([
    [scalar('0.005'), 'pass', '0.005; must be below 0.01'],
    [vector('0.005', '0'), 'pass', '0.005, 0; must be below 0.01'],
    [vector('0.02'), 'fail', 'is 0.02; must be below 0.01'],
    [vector('0.005', '0.02', 'NaN'), 'fail', 'is 0.02, one of 2 values; must be below 0.01'],
    [vector('+Inf'), 'fail', 'is Infinity; must be below 0.01'],
    [vector('-Inf'), 'pass', '-Infinity; must be below 0.01'],
    [vector('Inf'), 'fail', 'is Infinity; must be below 0.01'],
    [vector('Infinity'), 'fail', 'is Infinity; must be below 0.01'],
    [vector(' '), 'inconclusive', 'the answer has a value that is no number; must be below 0.01'],
    [vector(), 'inconclusive', 'the answer has no value; must be below 0.01'],
    [vector('NaN'), 'inconclusive', 'the answer has a value that is no number; must be below 0.01'],
    [vector('0.005', ''), 'inconclusive', 'the answer has a value that is no number; must be below 0.01'],
    [
      answerOf({ status: 'error', errorType: 'bad_data', error: 'canary' }),
      'error',
      'Prometheus answered an error (bad_data)',
    ],
    [answerOf({ status: 'error' }), 'error', 'Prometheus answered an error (unknown)'],
    [
      answerOf({ status: 'success', data: { resultType: 'matrix', result: [] } }),
      'error',
      'the answer is not that of an instant query of Prometheus with a scalar or a vector',
    ],
    [
      answerOf([]),
      'error',
      'the answer is not that of an instant query of Prometheus with a scalar or a vector',
    ],
    [answerOf({}, { status: 503 }), 'error', 'the answer has status 503; must be 200 to 299'],
    [answerOf({}, { status: 301 }), 'error', 'the answer has status 301; must be 200 to 299'],
    [{ ...scalar('0.005'), status: 299 }, 'pass', '0.005; must be below 0.01'],
    [answerOf({}, { status: 300 }), 'error', 'the answer has status 300; must be 200 to 299'],
    [answerOf({}, { status: 199 }), 'error', 'the answer has status 199; must be 200 to 299'],
    [answerOf({}, { truncated: true }), 'error', 'the answer is too long; narrow the query'],
    [{ ...answerOf({}), body: '<html>' }, 'error', 'the answer is not JSON'],
    [{ failure: 'timed out after 10000 ms', retryable: true }, 'error', 'timed out after 10000 ms'],
  ])('%j is judged', (answer, verdict, reason) => {
    expect(judgeQuery(queryOf(), answer)).toEqual({ verdict, reason });
  });

  test('without a value counts as the deployment says', () => {
    expect(judgeQuery(queryOf({ whenEmpty: 'pass' }), vector()).verdict).toBe('pass');
    expect(judgeQuery(queryOf({ whenEmpty: 'fail' }), vector('NaN')).verdict).toBe('fail');
    expect(judgeQuery(queryOf({ whenEmpty: 'pass' }), vector('NaN', '1')).verdict).toBe('fail');
  });
});

test.each<[Query['passWhen']['comparison'], readonly [string, string, string]]>([
  ['below', ['pass', 'fail', 'fail']],
  ['at-most', ['pass', 'pass', 'fail']],
  ['above', ['fail', 'fail', 'pass']],
  ['at-least', ['fail', 'pass', 'pass']],
  ['equal-to', ['fail', 'pass', 'fail']],
])('%s compares with the threshold', (comparison, verdicts) => {
  const query = queryOf({ passWhen: { comparison, threshold: 5 } });
  expect(['4', '5', '6'].map((value) => judgeQuery(query, scalar(value)).verdict)).toEqual(verdicts);
});

describe('a JSONPath', () => {
  const document = { errors: [{ rate: 0.001 }, { rate: '0.002' }], state: 'ok', none: null };

  test.each([
    ['$.errors[*].rate', 'pass', '0.001, 0.002; must be below 0.01'],
    ['$.state', 'inconclusive', 'the answer has a value that is no number; must be below 0.01'],
    ['$.none', 'inconclusive', 'the answer has a value that is no number; must be below 0.01'],
    ['$.missing', 'inconclusive', 'the answer has no value; must be below 0.01'],
  ])('%s selects what is compared', (path, verdict, reason) => {
    expect(judgeQuery(jsonQuery(path), answerOf(document))).toEqual({ verdict, reason });
  });

  test('that needs too much work is an error', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`);
    expect(judgeQuery(jsonQuery('$..*..*'), answerOf(deep))).toMatchObject({
      verdict: 'error',
      reason: expect.stringMatching(/needs more than [\d,]+ steps in this answer$/),
    });
  });
});
