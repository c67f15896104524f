import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { NewRecord } from '../../lambdas/core/routers/route53/new-record';
import type { Clock, HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../lambdas/ports';
import { type SmokeTestPorts, smokeTest } from '../../lambdas/steps/smoke-test';
import { type PlanInput, planOf as recordPlanOf } from '../support/plans/plans';

type SmokeTestInput = PlanInput['smokeTest'];
type CheckInput = SmokeTestInput['checks'][number];
type Answer = ProbeResponse | ProbeFailure;
type Send = (request: ProbeRequest, count: number) => Promise<Answer> | Answer;

/** Time stands still until no promise can continue; then it jumps to the next sleeper. */
function fakeClock() {
  let now = 1_000;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const slept: number[] = [];
  const clock: Clock = {
    now: () => now,
    aheadMs: () => null,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return new Promise((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
      });
    },
  };
  /** Lets time pass until the work is done. */
  const until = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const settled = work.finally(() => {
      done = true;
    });
    for (;;) {
      await new Promise(setImmediate);
      sleepers.sort((a, b) => a.at - b.at);
      const next = done ? undefined : sleepers.shift();
      if (next === undefined) {
        return settled;
      }
      now = Math.max(now, next.at);
      next.wake();
    }
  };
  return { clock, slept, until, elapsed: () => now - 1_000 };
}

const planOf = (smoke: Partial<SmokeTestInput> & { checks: CheckInput[] }) =>
  recordPlanOf({ smokeTest: { baseUrl: 'https://gw-api.example.com', ...smoke } });

const SETTINGS: Pick<SmokeTestPorts, 'allowedHosts' | 'productionNameTest' | 'secrets'> = {
  allowedHosts: ['gw-*.example.com'],
  productionNameTest: 'if-reachable',
  secrets: { read: async () => ({ value: 'canary-value' }) },
};

const ok: ProbeResponse = { status: 200, headers: {}, body: '', truncated: false, latencyMs: 42 };
const unavailable: ProbeResponse = { ...ok, status: 503 };
const down: ProbeFailure = { failure: 'connection refused', retryable: true };
const refused: ProbeFailure = { failure: 'address 10.0.0.1 refused as private', retryable: false };
const never = new Promise<Answer>(() => {});
const to = (location: string, status = 302): ProbeResponse => ({ ...ok, status, headers: { location } });

async function run(
  smoke: Partial<SmokeTestInput> & { checks: CheckInput[] },
  answer: Send,
  settings: Partial<typeof SETTINGS> & { newRecord?: NewRecord } = {},
) {
  const { clock, slept, until, elapsed } = fakeClock();
  const requests: ProbeRequest[] = [];
  const probe: HttpProbe = {
    send: async (request) => {
      requests.push(request);
      return answer(request, requests.length);
    },
  };
  const report = await until(
    smokeTest({ probe, clock, ...SETTINGS, ...settings })({
      plan: planOf(smoke),
      newRecord: settings.newRecord ?? null,
    }),
  );
  return { report, requests, slept, clock, elapsed };
}

/** One answer after the other, and the last one from then on. */
const inTurn =
  (...answers: Answer[]): Send =>
  (_, count) =>
    answers[Math.min(count, answers.length) - 1] as Answer;

describe('a smoke test', () => {
  it('passes when every check passes', async () => {
    const { report, requests } = await run(
      {
        checks: [
          { path: '/health' },
          { name: 'login', method: 'POST', path: '/session' },
          { path: '/v?key=1' },
        ],
      },
      inTurn({ ...ok, latencyMs: 10 }, { ...ok, latencyMs: 412 }, ok),
    );
    expect(report).toEqual({
      verdict: 'pass',
      reason: '3 of 3 checks passed, slowest 412 ms',
      checks: [
        {
          name: 'GET /health',
          verdict: 'pass',
          reason: 'GET /health: status 200 in 10 ms',
          attempts: 1,
          latencyMs: 10,
        },
        {
          name: 'login',
          verdict: 'pass',
          reason: 'login (POST /session): status 200 in 412 ms',
          attempts: 1,
          latencyMs: 412,
        },
        {
          name: 'GET /v',
          verdict: 'pass',
          reason: 'GET /v: status 200 in 42 ms',
          attempts: 1,
          latencyMs: 42,
        },
      ],
    });
    expect(requests).toHaveLength(3);
  });

  it('fails when one check fails, and still runs the others', async () => {
    const { report } = await run(
      { checks: [{ path: '/health' }, { path: '/ok' }, { path: '/too' }] },
      ({ url }) => (url.endsWith('/health') ? unavailable : ok),
    );
    expect(report.verdict).toBe('fail');
    expect(report.reason).toBe('1 of 3 checks failed: GET /health: status 503, expected 200 (3 attempts)');
    expect(report.checks.map(({ verdict, attempts }) => [verdict, attempts])).toEqual([
      ['fail', 3],
      ['pass', 1],
      ['pass', 1],
    ]);
  });

  it('sends exactly what the plan says', async () => {
    const { requests } = await run(
      {
        baseUrl: 'https://api.example.com:8443/',
        connectTo: '192.0.2.1',
        checks: [
          {
            path: '//evil.example.org/?a=b',
            method: 'PUT',
            headers: { 'X-A': '1' },
            body: 'hello',
            timeoutMs: 1_234,
          },
        ],
      },
      inTurn(ok),
    );
    expect(requests).toEqual([
      {
        method: 'PUT',
        url: 'https://api.example.com:8443//evil.example.org/?a=b',
        headers: { 'X-A': '1' },
        body: 'hello',
        connectTo: '192.0.2.1',
        timeoutMs: 1_234,
        maxBytes: 262_144,
      },
    ]);
    const plain = await run({ checks: [{ path: '/' }] }, inTurn(ok));
    expect(plain.requests).toEqual([
      { method: 'GET', url: 'https://gw-api.example.com/', headers: {}, timeoutMs: 5_000, maxBytes: 262_144 },
    ]);
  });

  it('runs no more checks concurrently than the plan allows', async () => {
    let running = 0;
    let most = 0;
    const { clock, until } = fakeClock();
    const probe: HttpProbe = {
      send: async () => {
        running += 1;
        most = Math.max(most, running);
        await clock.sleep(100);
        running -= 1;
        return ok;
      },
    };
    const checks = Array.from({ length: 7 }, () => ({ path: '/' }));
    const plan = planOf({ checks, concurrency: 3 });
    const report = await until(smokeTest({ probe, clock, ...SETTINGS })({ plan, newRecord: null }));
    expect(report.verdict).toBe('pass');
    expect(most).toBe(3);
  });

  it('gives a report that survives JSON', async () => {
    const { report } = await run({ checks: [{ path: '/' }, { path: '/' }] }, inTurn(ok, refused));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('the list of allowed hosts', () => {
  test.each([
    [
      { baseUrl: 'https://evil.example.org' },
      'smokeTest.baseUrl: is "https://evil.example.org"; must be a host on',
    ],
    [{ connectTo: 'evil.example.org' }, 'smokeTest.connectTo: is "evil.example.org"; must be'],
    [
      { baseUrl: 'https://api.example.com' },
      'smokeTest.baseUrl: is "https://api.example.com", which the old path',
    ],
  ])('stops %j before any request', async (smoke, reason) => {
    const { report, requests } = await run({ ...smoke, checks: [{ path: '/' }] }, inTurn(ok));
    expect(report).toEqual({ verdict: 'fail', reason: expect.stringContaining(reason), checks: [] });
    expect(requests).toEqual([]);
  });

  it('is the configured one', async () => {
    const { report } = await run({ checks: [{ path: '/' }] }, inTurn(ok), {
      allowedHosts: ['test-*.example.com'],
    });
    expect(report.verdict).toBe('fail');
  });
});

describe('the production name at the targets of the new record', () => {
  const newRecord: NewRecord = {
    name: 'api.example.com',
    targets: [
      { type: 'A', host: '203.0.113.66' },
      { type: 'AAAA', host: 'new.example.net' },
    ],
  };
  const asked = (requests: readonly ProbeRequest[]) =>
    requests.map(({ url, connectTo, family }) => [url, connectTo, family]);

  it('is asked with its own Host and TLS name, in the family of the record', async () => {
    const { report, requests } = await run(
      {
        checks: [
          { path: '/health', headers: { 'X-A': '1' } },
          { path: '/login', method: 'POST' },
        ],
      },
      inTurn(ok),
      { newRecord },
    );
    expect(report.verdict).toBe('pass');
    expect(asked(requests)).toEqual([
      ['https://gw-api.example.com/health', undefined, undefined],
      ['https://gw-api.example.com/login', undefined, undefined],
      ['https://api.example.com/health', '203.0.113.66', 4],
      ['https://api.example.com/health', 'new.example.net', 6],
    ]);
    expect(requests.map(({ headers }) => headers)).toEqual([
      { 'X-A': '1' },
      {},
      { 'X-A': '1' },
      { 'X-A': '1' },
    ]);
  });

  it('is asked at the port of the base URL', async () => {
    const { requests } = await run(
      { baseUrl: 'https://gw-api.example.com:8443', checks: [{ path: '/' }] },
      inTurn(ok),
      { newRecord: { name: 'api.example.com', targets: [{ type: 'CNAME', host: 'new.example.net' }] } },
    );
    expect(asked(requests)[1]).toEqual(['https://api.example.com:8443/', 'new.example.net', undefined]);
  });

  it('fails the smoke test when one target does not serve it', async () => {
    const certificate = { failure: 'TLS certificate is not valid for api.example.com', retryable: false };
    const { report } = await run(
      { checks: [{ path: '/' }] },
      ({ connectTo }) => (connectTo === '203.0.113.66' ? certificate : ok),
      { newRecord },
    );
    expect(report).toMatchObject({
      verdict: 'fail',
      reason:
        '1 of 1 checks passed, slowest 42 ms; but api.example.com at 203.0.113.66 (A): ' +
        'GET /: TLS certificate is not valid for api.example.com (1 attempt)',
    });
    expect(report.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });

  it('is named when a target cannot be reached, and has no retries there', async () => {
    const nowhere: ProbeFailure = { failure: 'no route to it', retryable: false, unreachable: true };
    const { report, requests } = await run(
      { checks: [{ path: '/' }] },
      ({ family }) => (family === 6 ? nowhere : ok),
      { newRecord },
    );
    expect(report).toMatchObject({
      verdict: 'pass',
      reason: expect.stringContaining('was not asked at new.example.net (AAAA): GET /: no route to it'),
    });
    expect(requests).toHaveLength(3);
  });

  it('is asked within the one deadline of all checks', async () => {
    const { report, elapsed } = await run(
      { checks: [{ path: '/', retries: 0 }], deadlineSeconds: 10 },
      ({ connectTo }) => (connectTo === undefined ? ok : never),
      { newRecord },
    );
    expect(elapsed()).toBe(10_000);
    expect(report).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('deadline of 10 s') });
  });

  it('is not asked where the policy waives it', async () => {
    const { report, requests } = await run({ checks: [{ path: '/' }] }, inTurn(ok), {
      newRecord,
      productionNameTest: 'waived',
    });
    expect(requests).toHaveLength(1);
    expect(report.reason).toMatch(/was not asked: the policy waives it/);
  });
});

describe('a secret', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf';
  const checks: CheckInput[] = [
    {
      path: '/',
      method: 'POST',
      headers: { Authorization: { secret, prefix: 'Bearer ' } },
      body: { secret },
      retries: 1,
      followRedirects: true,
    },
  ];

  it('is sent in its header and in its body, read once in a run', async () => {
    let reads = 0;
    const secrets = {
      read: async () => {
        reads += 1;
        return { value: 'canary-value' };
      },
    };
    const { report, requests } = await run({ checks: [...checks, ...checks] }, inTurn(ok), { secrets });
    expect(report.verdict).toBe('pass');
    expect(requests.map(({ headers, body }) => [headers, body])).toEqual([
      [{ Authorization: 'Bearer canary-value' }, 'canary-value'],
      [{ Authorization: 'Bearer canary-value' }, 'canary-value'],
    ]);
    expect(reads).toBe(1);
  });

  const echo = { ...ok, body: 'canary-value', headers: { 'x-echo': 'canary-value' } };
  it.each<[string, Answer]>([
    ['an answer that repeats it', echo],
    ['a wrong answer that repeats it', { ...echo, status: 500 }],
    ['a redirect to a host of its name', to('https://canary-value.example.net/canary-value')],
    ['a redirect that is not a URL', to('https://canary-value:canary-value/')],
    ['a redirect to another protocol', to('http://canary-value/')],
    ['a redirect without a host', to('canary-value:canary-value')],
    ['a failure of the connection', down],
  ])('is in no report: %s', async (_, answer) => {
    const expectations = { expectHeaders: { 'X-Echo': 'other' }, expectText: 'other' };
    const expecting = checks.map((check) => ({ ...check, ...expectations }));
    for (const some of [checks, expecting]) {
      const { report, requests } = await run({ checks: some }, () => answer);
      expect(JSON.stringify(requests)).toContain('canary-value');
      expect(JSON.stringify(report)).not.toContain('canary');
    }
  });

  it('is in no report of a probe that throws it', async () => {
    const { report } = await run({ checks }, () => {
      throw new Error('canary-value');
    });
    expect(report.verdict).toBe('fail');
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  it('that cannot be read fails the check by its ARN, after a retry when the service was busy', async () => {
    const failing = (retryable: boolean) => ({
      secrets: { read: async () => ({ failure: `the secret ${secret} cannot be read (Why)`, retryable }) },
    });
    for (const [retryable, attempts] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const { report, requests } = await run({ checks }, inTurn(ok), failing(retryable));
      expect(requests).toEqual([]);
      expect(report.checks).toMatchObject([
        { verdict: 'fail', attempts, reason: `POST /: the secret ${secret} cannot be read (Why)` },
      ]);
    }
  });

  it('that never comes ends with the deadline', async () => {
    const secrets = { read: () => new Promise<never>(() => {}) };
    const { report, elapsed } = await run({ checks, deadlineSeconds: 5 }, inTurn(ok), { secrets });
    expect(elapsed()).toBe(5_000);
    expect(report.checks[0]?.reason).toBe('POST /: no answer before the deadline of 5 s');
  });
});

describe('a retry', () => {
  it('lets a new path pass that starts late, with twice the pause each time', async () => {
    const { report, slept, elapsed } = await run(
      { checks: [{ path: '/', retries: 3, backoffMs: 500 }], deadlineSeconds: 60 },
      inTurn(down, unavailable, down, ok),
    );
    expect(report.checks[0]).toMatchObject({ verdict: 'pass', attempts: 4, latencyMs: 42 });
    expect(slept).toEqual([60_000, 500, 1_000, 2_000]);
    expect(elapsed()).toBe(3_500);
  });

  it('is made exactly as often as the plan says', async () => {
    for (const retries of [0, 1, 4]) {
      const { report, requests } = await run(
        { checks: [{ path: '/', retries, backoffMs: 0 }] },
        inTurn(down),
      );
      expect(requests).toHaveLength(retries + 1);
      expect(report.checks).toEqual([
        {
          name: 'GET /',
          verdict: 'fail',
          reason: 'GET /: connection refused',
          attempts: retries + 1,
          latencyMs: null,
        },
      ]);
    }
  });

  it('is not made after a failure that is not retryable', async () => {
    const { report, requests } = await run({ checks: [{ path: '/' }] }, inTurn(refused, ok));
    expect(requests).toHaveLength(1);
    expect(report.reason).toBe(
      '1 of 1 checks failed: GET /: address 10.0.0.1 refused as private (1 attempt)',
    );
  });

  it('is not made when the deadline would pass before it', async () => {
    const { report, elapsed } = await run(
      { checks: [{ path: '/', retries: 5, backoffMs: 4_000 }], deadlineSeconds: 12 },
      inTurn(unavailable),
    );
    expect(report.checks[0]).toMatchObject({
      verdict: 'fail',
      attempts: 2,
      latencyMs: 42,
      reason: 'GET /: status 503, expected 200; the deadline of 12 s leaves no time for another try',
    });
    expect(elapsed()).toBe(4_000);
  });
});

describe('a probe that throws', () => {
  const answers: [string, Send, string][] = [
    ['by rejecting', () => Promise.reject(new TypeError('hunter2')), 'TypeError'],
    [
      'at once',
      () => {
        throw new RangeError('hunter2');
      },
      'RangeError',
    ],
    ['something other than an Error', () => Promise.reject('hunter2'), 'string'],
  ];
  test.each(answers)('%s fails the check, without its message', async (_, answer, kind) => {
    const { report } = await run({ checks: [{ path: '/' }] }, answer);
    expect(report.reason).toBe(`1 of 1 checks failed: GET /: the probe failed (${kind}) (3 attempts)`);
  });

  it('is retried', async () => {
    const { report } = await run({ checks: [{ path: '/' }] }, (_, count) =>
      count === 1 ? Promise.reject(new Error('hunter2')) : ok,
    );
    expect(report.verdict).toBe('pass');
  });
});

describe('the deadline', () => {
  it('also ends the judging of answers that came together', async () => {
    let now = 0;
    // Searching the body stands for work that takes 3 s.
    const includes = () => {
      now += 3_000;
      return false;
    };
    const slow: ProbeResponse = { ...ok, body: { includes } as unknown as string };
    const plan = planOf({
      checks: ['/a', '/b', '/c'].map((path) => ({ path, expectText: 'x', retries: 0 })),
      deadlineSeconds: 2,
    });
    const clock = { now: () => now, aheadMs: () => null, sleep: () => new Promise<void>(() => {}) };
    const step = smokeTest({ probe: { send: async () => slow }, clock, ...SETTINGS });
    expect((await step({ plan, newRecord: null })).checks.map(({ reason }) => reason)).toEqual([
      'GET /a: body does not contain the expected text',
      'GET /b: no answer before the deadline of 2 s',
      'GET /c: no answer before the deadline of 2 s',
    ]);
  });

  it('is kept by a JSONPath whose pattern backtracks', async () => {
    const body = JSON.stringify([{ x: `${'a'.repeat(28)}!` }]);
    const expectJson = [{ path: '$[?search(@.x, "(a+)+$")]', equals: 1 }];
    const { report } = await run(
      { checks: [{ path: '/', expectJson, retries: 0 }], deadlineSeconds: 2 },
      async () => ({
        ...ok,
        body,
      }),
    );
    expect(report.checks[0]?.reason).toBe('GET /: JSON at $[?… is missing');
  });

  it('ends a check whose probe never answers, and the checks behind it', async () => {
    const { report, requests, elapsed } = await run(
      {
        checks: [{ path: '/ok' }, { path: '/hangs' }, { path: '/waits' }],
        concurrency: 1,
        deadlineSeconds: 30,
      },
      ({ url }) => (url.endsWith('/hangs') ? never : ok),
    );
    expect(elapsed()).toBe(30_000);
    expect(requests).toHaveLength(2);
    expect(report.checks).toMatchObject([
      { verdict: 'pass', attempts: 1 },
      {
        verdict: 'fail',
        attempts: 1,
        latencyMs: null,
        reason: 'GET /hangs: no answer before the deadline of 30 s',
      },
      {
        verdict: 'fail',
        attempts: 0,
        latencyMs: null,
        reason: 'GET /waits: not started; the deadline of 30 s has passed',
      },
    ]);
  });

  it('is kept when a sleep takes longer than asked for', async () => {
    // As after a function was frozen: the pause of 500 ms took a minute.
    let now = 0;
    const clock: Clock = {
      now: () => now,
      aheadMs: () => null,
      sleep: async (milliseconds) => {
        if (milliseconds === 30_000) {
          return new Promise(() => {});
        }
        now += 60_000;
      },
    };
    const probe: HttpProbe = { send: async () => unavailable };
    const plan = planOf({ checks: [{ path: '/' }], deadlineSeconds: 30 });
    const report = await smokeTest({ probe, clock, ...SETTINGS })({ plan, newRecord: null });
    expect(report.checks[0]).toMatchObject({
      attempts: 1,
      latencyMs: 42,
      reason: 'GET /: status 503, expected 200; the deadline of 30 s has passed',
    });
  });

  it('is kept when the sleep ends before the clock shows it', async () => {
    const sleep = () => new Promise<void>((wake) => setImmediate(wake));
    const clock: Clock = { now: () => 0, aheadMs: () => null, sleep };
    const probe: HttpProbe = { send: () => never };
    const plan = planOf({ checks: [{ path: '/a' }, { path: '/b' }], concurrency: 1 });
    const report = await smokeTest({ probe, clock, ...SETTINGS })({ plan, newRecord: null });
    expect(report.checks.map(({ attempts }) => attempts)).toEqual([1, 0]);
  });

  it('limits the time of a try', async () => {
    const { requests } = await run(
      { checks: [{ path: '/', timeoutMs: 5_000, retries: 3, backoffMs: 2_000 }], deadlineSeconds: 8 },
      inTurn(unavailable),
    );
    // At 0, 2 and 6 s.
    expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([5_000, 5_000, 2_000]);
  });

  it('leaves no unhandled rejection behind, and follows no late redirect', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const late: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
    const { report, requests } = await run(
      { checks: [{ path: '/a', followRedirects: true }, { path: '/b' }], deadlineSeconds: 5 },
      () => new Promise((resolve, reject) => late.push({ resolve, reject })),
    );
    expect(report.verdict).toBe('fail');
    late[0]?.resolve(to('/next'));
    late[1]?.reject(new Error('too late'));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(requests).toHaveLength(2);
  });
});

describe('a redirect', () => {
  it('is only a status unless the plan follows it', async () => {
    const seen = await run(
      { checks: [{ path: '/', expectStatus: [302] }] },
      inTurn(to('https://evil.example.org/')),
    );
    expect(seen.report.verdict).toBe('pass');
    expect(seen.requests).toHaveLength(1);
    const odd = await run({ checks: [{ path: '/', retries: 0 }] }, inTurn(to('/next'), ok));
    expect(odd.report.reason).toContain('status 302, expected 200');
  });

  it('is followed on the same host within the same time-out, and counts into the latency', async () => {
    const { report, requests } = await run(
      {
        baseUrl: 'https://api.example.com',
        connectTo: '192.0.2.1',
        checks: [
          {
            path: '/a',
            headers: { 'X-A': '1' },
            followRedirects: true,
            timeoutMs: 1_000,
            maxLatencyMs: 500,
            retries: 0,
          },
        ],
      },
      inTurn(
        { ...to('/b?c=d'), latencyMs: 200.5 },
        { ...to('e', 308), latencyMs: 100 },
        { ...ok, latencyMs: 300 },
      ),
    );
    expect(requests).toEqual(
      [
        ['/a', 1_000],
        ['/b?c=d', 799],
        ['/e', 699],
      ].map(([path, timeoutMs]) => ({
        method: 'GET',
        url: `https://api.example.com${path}`,
        headers: { 'X-A': '1' },
        connectTo: '192.0.2.1',
        timeoutMs,
        maxBytes: 262_144,
      })),
    );
    expect(report.checks[0]).toMatchObject({ latencyMs: 600.5, reason: 'GET /a: latency 601 ms > 500 ms' });
  });

  it('counts against the time-out of the try', async () => {
    const { report, requests } = await run(
      { checks: [{ path: '/', followRedirects: true, timeoutMs: 1_000, retries: 0 }] },
      inTurn({ ...to('/next'), latencyMs: 600 }),
    );
    expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([1_000, 400]);
    expect(report.reason).toContain('GET /: timed out after 1200 ms and 2 redirects (1 attempt)');
  });

  it('that takes too long is retried', async () => {
    const { report } = await run(
      { checks: [{ path: '/', followRedirects: true, timeoutMs: 500 }] },
      inTurn({ ...to('/next'), latencyMs: 600 }, ok),
    );
    expect(report.checks[0]).toMatchObject({ verdict: 'pass', attempts: 2 });
  });

  it('to another host fails at once, with nothing but the host in the reason', async () => {
    const { report, requests } = await run(
      { checks: [{ path: '/', followRedirects: true }] },
      inTurn(to('https://evil.example.org/hunter2?hunter2'), ok),
    );
    expect(requests).toHaveLength(1);
    expect(report.reason).toBe(
      '1 of 1 checks failed: GET /: redirected to evil.example.org, away from gw-api.example.com (1 attempt)',
    );
  });

  it('is followed at most five times', async () => {
    const check = { path: '/', followRedirects: true };
    const five = await run({ checks: [check] }, (_, count) => (count <= 5 ? to(`/${count}`) : ok));
    expect(five.report.verdict).toBe('pass');
    const six = await run({ checks: [check] }, (_, count) => (count <= 6 ? to(`/${count}`) : ok));
    expect(six.requests).toHaveLength(6);
    expect(six.report.reason).toContain('GET /: redirected more than 5 times (1 attempt)');
  });

  it('that ends in a failure fails', async () => {
    const { report } = await run(
      { checks: [{ path: '/', followRedirects: true }] },
      inTurn(to('/a'), refused),
    );
    expect(report.reason).toContain('address 10.0.0.1 refused as private (1 attempt)');
  });

  const post = {
    path: '/',
    method: 'POST' as const,
    followRedirects: true,
    body: 'hello',
    headers: { 'Content-Type': 'text/plain', 'X-A': '1', 'X-Content-Id': '2' },
  };
  test.each([301, 302, 303])('%d turns a POST into a GET without its body', async (status) => {
    const { requests } = await run({ checks: [post] }, inTurn(to('/next', status), ok));
    expect(requests[1]).toMatchObject({ method: 'GET', headers: { 'X-A': '1', 'X-Content-Id': '2' } });
    expect(requests[1]).not.toHaveProperty('body');
    expect(requests[1]?.headers).not.toHaveProperty('Content-Type');
  });
  test.each([307, 308])('%d repeats a POST', async (status) => {
    const { requests } = await run({ checks: [post] }, inTurn(to('/next', status), ok));
    expect(requests[1]).toMatchObject({ method: 'POST', headers: post.headers, body: 'hello' });
  });
});

describe('a reason', () => {
  it('never contains a header value, a body or a query, whatever the answers', async () => {
    const secret = fc.stringMatching(/^[QXZ0-9]{12,40}$/);
    const kinds = fc.array(
      fc.constantFrom('ok', 'unavailable', 'down', 'throws', 'redirect', 'elsewhere', 'never'),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(secret, kinds, fc.boolean(), async (hidden, answers, followRedirects) => {
        const headers = { location: `/${hidden}`, 'x-a': hidden };
        const makers: Record<string, () => Promise<Answer> | Answer> = {
          ok: () => ({ ...ok, headers, body: hidden }),
          unavailable: () => ({ ...unavailable, headers, body: hidden }),
          down: () => down,
          throws: () => Promise.reject(new Error(hidden)),
          redirect: () => ({ ...ok, status: 302, headers }),
          elsewhere: () => to(`https://evil.example.org/${hidden}`),
          never: () => never,
        };
        const { report } = await run(
          {
            checks: [
              {
                path: `/health?key=${hidden}`,
                headers: { Authorization: hidden },
                body: hidden,
                expectText: `${hidden}!`,
                expectHeaders: { 'x-a': `${hidden}!` },
                followRedirects,
              },
              { path: '/' },
            ],
            deadlineSeconds: 10,
          },
          (_, count) => (makers[answers[(count - 1) % answers.length] as string] as () => Answer)(),
        );
        expect(JSON.stringify(report)).not.toContain(hidden);
      }),
      { numRuns: 60 },
    );
  });

  it('has at most 1,000 characters, and that of a check at most 300', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `check ${i} ${'x'.repeat(80)}`);
    const expectHeaders = Object.fromEntries(names.map((_, i) => [`x-long-header-name-${i}`, '1']));
    const checks = names.map((name) => ({ name, path: '/', expectHeaders, backoffMs: 60_000 }));
    const { report } = await run({ checks, concurrency: 50, deadlineSeconds: 10 }, inTurn(unavailable));
    expect(report.reason).toHaveLength(1_000);
    expect(Math.max(...report.checks.map(({ reason }) => reason.length))).toBe(300);
    const hosts = Array.from({ length: 99 }, (_, i) => `host-${i}.example.com`);
    const { report: stopped } = await run({ checks: [{ path: '/' }] }, inTurn(ok), {
      allowedHosts: hosts,
    });
    expect(stopped.reason.length).toBeLessThanOrEqual(1_000);
  });
});
