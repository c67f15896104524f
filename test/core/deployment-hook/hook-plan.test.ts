import { describe, expect, test } from '@jest/globals';
import {
  checkHookPlan,
  hookTimeoutSeconds,
  MAX_HOOK_PLAN_BYTES,
} from '../../../lambdas/core/deployment-hook/hook-plan';
import type { HookPlanInput } from '../../../lambdas/core/deployment-hook/hook-plan-input';
import { describeProblems } from '../../../lambdas/core/validation/problems';

const planInput = (over: object = {}): HookPlanInput => ({
  host: 'api.example.com',
  checks: [{ path: '/health' }],
  ...over,
});
const problemsIn = (value: unknown) => {
  const checked = checkHookPlan(value);
  return checked.ok ? [] : describeProblems(checked.problems).split('\n');
};
const endpointMust =
  'must be the address of the test listener with its port, such as' +
  ' http://internal-api-123.eu-west-1.elb.amazonaws.com:8080';

test('a checked plan has all defaults, including those of its checks', () => {
  const checked = checkHookPlan(planInput());
  expect(checked.ok && checked.value).toMatchObject({
    host: 'api.example.com',
    checks: [{ path: '/health', method: 'GET', expectStatus: [200], retries: 2 }],
    concurrency: 5,
    deadlineSeconds: 120,
    waitHealthySeconds: 300,
  });
});

test.each([
  'http://internal-api-123.eu-west-1.elb.amazonaws.com:8080',
  'https://10.0.0.7:8443',
  'https://test.example.com:443',
])('accepts the endpoint %s', (endpoint) => {
  expect(problemsIn(planInput({ endpoint }))).toEqual([]);
});

describe('an invalid plan', () => {
  test.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['is missing; must be a mapping']],
    [
      'an unknown field',
      planInput({ baseUrl: 'https://api.example.com' }),
      [
        'baseUrl: is not a field; allowed fields: host, checks, concurrency, deadlineSeconds,' +
          ' waitHealthySeconds, endpoint',
      ],
    ],
    [
      'a host that is a URL',
      planInput({ host: 'https://api.example.com' }),
      ['host: is "https://api.example.com"; must be the production host name, such as api.example.com'],
    ],
    [
      'a host with a port',
      planInput({ host: 'api.example.com:443' }),
      ['host: is "api.example.com:443"; must be the production host name, such as api.example.com'],
    ],
    ['no checks', planInput({ checks: [] }), ['checks: is an empty list; must be a list of 1 to 50 checks']],
    [
      'an endpoint with a path',
      planInput({ endpoint: 'http://10.0.0.7:8080/' }),
      [`endpoint: is "http://10.0.0.7:8080/"; ${endpointMust}`],
    ],
    [
      'an endpoint without a port',
      planInput({ endpoint: 'http://10.0.0.7' }),
      [`endpoint: is "http://10.0.0.7"; ${endpointMust}`],
    ],
    ...['http://10.0.0.7:0', 'http://10.0.0.7:65536'].map((endpoint): [string, unknown, string[]] => [
      `the endpoint ${endpoint}`,
      planInput({ endpoint }),
      [`endpoint: is "${endpoint}"; must have a port from 1 to 65535`],
    ]),
    [
      'a check with a connection header',
      planInput({ checks: [{ path: '/', headers: { Host: 'other.example.com' } }] }),
      ['checks[0].headers.Host: is set by the connection; must be removed'],
    ],
    [
      'more seconds than a function has',
      planInput({ waitHealthySeconds: 500, deadlineSeconds: 311 }),
      [
        'waitHealthySeconds: is 500, together with deadlineSeconds 811 s;' +
          ' must be at most 810 s together, because a function ends after 900 s and must report before',
      ],
    ],
  ])('is rejected: %s', (_what, value, lines) => {
    expect(problemsIn(value)).toEqual(lines);
  });

  test('is rejected if it does not fit into an environment, counted in bytes without defaults', () => {
    const withBody = (body: string) => planInput({ checks: [{ path: '/', method: 'POST', body }] });
    const room = MAX_HOOK_PLAN_BYTES - JSON.stringify(withBody('')).length;
    expect(problemsIn(withBody('x'.repeat(room)))).toEqual([]);
    expect(problemsIn(withBody('x'.repeat(room + 1)))).toEqual([
      'checks: makes the plan 3585 bytes of JSON; the plan must have at most 3584 to fit into the' +
        " function's environment: remove defaults or checks",
    ]);
    expect(problemsIn(withBody(`${'x'.repeat(room - 1)}é`))).toHaveLength(1);
  });
});

test('the timeout of the function covers all its work, at most 900 s', () => {
  const timeout = (over: object) => {
    const checked = checkHookPlan(planInput(over));
    return checked.ok ? hookTimeoutSeconds(checked.value) : null;
  };
  expect(timeout({})).toBe(510);
  expect(timeout({ waitHealthySeconds: 500, deadlineSeconds: 310 })).toBe(900);
});

describe('the host of a plan', () => {
  const label = 'a'.repeat(63);
  test.each([
    'a.b',
    'api.example.com',
    '1.example.com',
    'a-b.c-d',
    `${label}.example.com`,
    `example.${label}`,
    `${label}.${label}.${label}.${'a'.repeat(61)}`,
  ])('may be %s', (host) => {
    expect(problemsIn(planInput({ host }))).toEqual([]);
  });

  test.each([
    'localhost',
    '-a.example.com',
    'a-.example.com',
    'a..b',
    'a.b.',
    'a_b.example.com',
    `${label}a.example.com`,
    `example.${label}a`,
    `${label}.${label}.${label}.${'a'.repeat(62)}`,
    'a.b:443',
  ])('may not be %s', (host) => {
    expect(problemsIn(planInput({ host }))).toHaveLength(1);
  });
});
