import { describe, expect, test } from '@jest/globals';
import type { SoakState } from '../../lambdas/core/health/soak-state';
import type { NewRecord } from '../../lambdas/core/routers/route53/new-record';
import type { Clock, ProbeFailure, ProbeRequest, ProbeResponse } from '../../lambdas/ports';
import { probeNewPath } from '../../lambdas/steps/probe-new-path';
import type { SmokeTestPorts } from '../../lambdas/steps/smoke-test';
import { probeRound } from '../../lambdas/steps/support/probes/probe-round';
import { VirtualClock } from '../../lib/rehearsal/kernel/virtual-clock';
import { type PlanInput, planOf } from '../support/plans/plans';
import { effectiveAt, secondsIn, soakStateOf } from '../support/plans/soak';

type Answer = ProbeResponse | ProbeFailure;
const ok: ProbeResponse = { status: 200, headers: {}, body: '', truncated: false, latencyMs: 42 };
const unavailable: ProbeResponse = { ...ok, status: 503 };
const unreachable: ProbeFailure = { failure: 'no route to it', retryable: false, unreachable: true };
const newRecord: NewRecord = {
  name: 'api.example.com',
  targets: [
    { type: 'A', host: '192.0.2.7' },
    { type: 'A', host: '192.0.2.8' },
  ],
};

interface Probing {
  readonly probes?: Partial<PlanInput['smokeTest']>;
  readonly soakState?: Partial<SoakState>;
  readonly waitSeconds?: number;
  readonly newRecord?: NewRecord;
  readonly settings?: Partial<SmokeTestPorts>;
  /** @param seconds since the Task began */
  readonly answer?: (request: ProbeRequest, seconds: number) => Answer;
}

/**
 * Runs one Task of probes that begins when the shift is effective. Every answer takes a tenth of a second.
 */
async function run(given: Probing = {}) {
  const { probes = { everySeconds: 5 }, answer = () => ok, waitSeconds = 60, settings = {} } = given;
  const clock = new VirtualClock(Date.parse(effectiveAt));
  const sent: { readonly at: number; readonly request: ProbeRequest }[] = [];
  const secondsNow = () => (clock.now() - Date.parse(effectiveAt)) / 1_000;
  const step = probeNewPath({
    probe: {
      send: async (request) => {
        sent.push({ at: secondsNow(), request });
        const answered = answer(request, secondsNow());
        await clock.sleep(100);
        return answered;
      },
    },
    clock,
    secrets: { read: async () => ({ value: 'canary-value' }) },
    allowedHosts: ['gw-*.example.com'],
    productionNameTest: 'if-reachable',
    ...settings,
  });
  const plan = planOf({
    smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }], ...probes },
  });
  const output = await clock.runUntil(
    step({
      plan,
      newRecord: given.newRecord ?? null,
      soakState: soakStateOf(given.soakState),
      waitSeconds,
    }),
  );
  return { output, sent, rounds: [...new Set(sent.map(({ at }) => at))], elapsed: secondsNow() };
}

describe('a Task of probes', () => {
  test('sends a round at once and then at each interval, and leaves the rest of the wait', async () => {
    const { output, rounds } = await run({ waitSeconds: 17 });
    expect(rounds).toEqual([0, 5, 10, 15]);
    expect(output).toMatchObject({
      verdict: 'pass',
      reason: 'all checks passed in the last of 4 probes',
      waitSeconds: 2,
      soakState: { probes: { rounds: 4, failing: [], unsent: null } },
    });
  });

  test('goes on where the Task before has ended', async () => {
    const { output } = await run({ waitSeconds: 17 });
    const probes = { ...output.soakState.probes, lastAt: new Date(secondsIn(-2)).toISOString() };
    const { rounds } = await run({
      soakState: { ...output.soakState, probes } as SoakState,
      waitSeconds: 10,
    });
    expect(rounds).toEqual([3, 8]);
  });

  test('begins at once when the clock of the round before was ahead', async () => {
    const { output } = await run({ waitSeconds: 1 });
    const probes = { ...output.soakState.probes, lastAt: new Date(secondsIn(900)).toISOString() };
    const { rounds } = await run({ soakState: { probes } as SoakState, waitSeconds: 6 });
    expect(rounds).toEqual([0, 5]);
  });

  test('ends after 10 minutes, and leaves the rest until the next round is due', async () => {
    const long = await run({ probes: { everySeconds: 250 }, waitSeconds: 3_600 });
    expect(long.rounds).toEqual([0, 250, 500]);
    expect(long.output.waitSeconds).toBe(250);
    const longer = await run({ probes: { everySeconds: 900 }, waitSeconds: 3_600 });
    expect(longer.rounds).toEqual([0]);
    expect(longer.output.waitSeconds).toBe(900);
    const short = await run({ probes: { everySeconds: 900 }, waitSeconds: 60 });
    expect(short.output.waitSeconds).toBe(60);
  });

  test('sends nothing when no round is due before the next evaluation', async () => {
    const { output } = await run({ waitSeconds: 1 });
    const next = await run({ soakState: output.soakState, waitSeconds: 5 });
    expect(next.sent).toEqual([]);
    expect(next.output).toMatchObject({ verdict: 'pass', waitSeconds: 5 });
  });

  test('sends nothing when the next evaluation is due at once', async () => {
    const { output, sent } = await run({ waitSeconds: 0 });
    expect(sent).toEqual([]);
    expect(output).toMatchObject({ verdict: 'inconclusive', waitSeconds: 0 });
    expect(output.soakState).not.toHaveProperty('probes');
  });

  test('has an interval of its own in the hold, and that of the soak while a check fails', async () => {
    const { rounds } = await run({
      probes: { everySeconds: 5, holdEverySeconds: 60 },
      soakState: { phase: 'hold' },
      waitSeconds: 300,
      answer: (_, seconds) => (seconds === 60 || seconds === 65 ? unavailable : ok),
    });
    expect(rounds).toEqual([0, 60, 65, 70, 130, 190, 250]);
  });

  test('never waits longer in the hold after a failure than after a pass', async () => {
    const { rounds } = await run({
      probes: { everySeconds: 60, holdEverySeconds: 20 },
      soakState: { phase: 'hold' },
      waitSeconds: 45,
      answer: (_, seconds) => (seconds === 0 ? unavailable : ok),
    });
    expect(rounds).toEqual([0, 20, 40]);
  });

  test('is inconclusive in the hold when the next evaluation is due between two failures', async () => {
    const { output, rounds } = await run({
      probes: { everySeconds: 60, holdEverySeconds: 60 },
      soakState: { phase: 'hold' },
      waitSeconds: 70,
      answer: (_, seconds) => (seconds >= 60 ? unavailable : ok),
    });
    expect(rounds).toEqual([0, 60]);
    expect(output).toMatchObject({ verdict: 'inconclusive', waitSeconds: 10 });
  });

  test('ends at once when a check has failed a few times in a row', async () => {
    const { output, rounds } = await run({
      answer: (_, s) => (s >= 20 ? unavailable : ok),
      waitSeconds: 600,
    });
    expect(rounds).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(output).toMatchObject({
      verdict: 'fail',
      reason: 'probe GET /health failed 3 times in a row (limit 3): GET /health: status 503, expected 200',
      waitSeconds: 0,
    });
    const again = await run({ soakState: output.soakState });
    expect(again.sent).toEqual([]);
    expect(again.output.waitSeconds).toBe(0);
  });

  test('goes on when a single probe has failed', async () => {
    const { output } = await run({ answer: (_, s) => (s === 10 ? unavailable : ok), waitSeconds: 30 });
    expect(output).toMatchObject({ verdict: 'pass', soakState: { probes: { rounds: 6, failing: [] } } });
  });

  test('sends a check once in a round: the next round is the next try', async () => {
    const { sent } = await run({
      probes: { everySeconds: 60, checks: [{ path: '/health', retries: 10, backoffMs: 0 }] },
      answer: () => unavailable,
      waitSeconds: 30,
    });
    expect(sent).toHaveLength(1);
  });

  test('ends a round that hangs after a minute', async () => {
    const { elapsed, output } = await run({
      probes: { everySeconds: 5, deadlineSeconds: 600, checks: [{ path: '/', timeoutMs: 60_000 }] },
      waitSeconds: 1,
      settings: { probe: { send: () => new Promise(() => {}) } },
    });
    expect(elapsed).toBe(60);
    expect(output.waitSeconds).toBe(0);
    expect(output.reason).toContain('no answer before the deadline of 60 s');
  });

  test('is refused for a plan without probes', async () => {
    await expect(run({ probes: {} })).rejects.toThrow('smokeTest.everySeconds is missing');
  });

  test('sends nothing to a host that is not allowed', async () => {
    const { output, sent } = await run({ settings: { allowedHosts: ['other.example.com'] } });
    expect(sent).toEqual([]);
    expect(output).toMatchObject({ verdict: 'error', waitSeconds: 60 });
    expect(output.soakState.probeError).toContain('gw-api.example.com');
  });
});

describe('the checks of a probe', () => {
  const checks = [
    { path: '/health' },
    { path: '/orders', method: 'POST' as const, at: 'both' as const },
    { path: '/search', method: 'POST' as const, repeat: true },
  ];

  test('are those that may be repeated, at the base URL and for production at each target', async () => {
    const { sent } = await run({ probes: { everySeconds: 60, checks }, newRecord, waitSeconds: 30 });
    expect(sent.map(({ request: { method, url, connectTo } }) => [method, url, connectTo])).toEqual([
      ['GET', 'https://gw-api.example.com/health', undefined],
      ['POST', 'https://gw-api.example.com/search', undefined],
      ['GET', 'https://api.example.com/health', '192.0.2.7'],
      ['GET', 'https://api.example.com/health', '192.0.2.8'],
    ]);
  });

  test('are not sent to the production name where the policy waives it', async () => {
    const settings = { productionNameTest: 'waived' as const };
    const { sent } = await run({ newRecord, settings, waitSeconds: 1 });
    expect(sent.map(({ request }) => request.url)).toEqual(['https://gw-api.example.com/health']);
  });

  test('are counted for each target', async () => {
    const { output } = await run({
      newRecord,
      answer: ({ connectTo }, seconds) => {
        const [first, second] = [connectTo === '192.0.2.7', connectTo === '192.0.2.8'];
        return (first && seconds < 5) || (second && seconds >= 5) ? unavailable : ok;
      },
      waitSeconds: 15,
    });
    expect(output.soakState.probes?.failing).toEqual([
      {
        id: '0 A 192.0.2.8',
        check: 'GET /health of api.example.com at 192.0.2.8 (A)',
        times: 2,
        reason: 'GET /health: status 503, expected 200',
      },
    ]);
  });

  test('at a target that cannot be reached are left out, unless the policy requires an answer', async () => {
    const answer = ({ connectTo }: ProbeRequest) => (connectTo === '192.0.2.8' ? unreachable : ok);
    const left = await run({ newRecord, answer, waitSeconds: 1 });
    expect(left.output).toMatchObject({ verdict: 'pass', soakState: { probes: { unsent: null } } });
    const settings = { productionNameTest: 'required' as const };
    const required = await run({ newRecord, answer, settings, waitSeconds: 1 });
    expect(required.output).toMatchObject({
      verdict: 'error',
      reason: 'probes could not be sent: GET /health: no route to it',
    });
  });

  test('that cannot be sent are an error, not a failure of the new path', async () => {
    const secret = { secret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf' };
    const { output, sent } = await run({
      probes: { everySeconds: 5, checks: [{ path: '/', headers: { authorization: secret } }] },
      settings: { secrets: { read: async () => ({ failure: 'access denied', retryable: false }) } },
      waitSeconds: 30,
    });
    expect(sent).toEqual([]);
    expect(output).toMatchObject({
      verdict: 'error',
      reason: 'probes could not be sent: GET /: access denied',
      soakState: { probes: { failing: [] } },
    });
    const base = await run({ answer: () => unreachable, waitSeconds: 1 });
    expect(base.output).toMatchObject({ verdict: 'error' });
  });
});

test('our own requests are counted by minute, with their errors', async () => {
  const { output } = await run({
    probes: { everySeconds: 30, failuresInARow: 9 },
    waitSeconds: 100,
    answer: (_, seconds) => (seconds === 60 ? unavailable : ok),
  });
  const at = Date.parse(effectiveAt);
  expect(output.soakState.probes?.minutes).toEqual([
    { at, requests: 2, errors: 0 },
    { at: at + 60_000, requests: 2, errors: 1 },
  ]);
});

test('a request that is answered in the next minute is taken off both', async () => {
  const { output: before } = await run({ waitSeconds: 1 });
  const lastAt = new Date(secondsIn(-0.05)).toISOString();
  const probes = { ...before.soakState.probes, lastAt, minutes: [] };
  const { output } = await run({
    probes: { everySeconds: 30, failuresInARow: 9 },
    soakState: { probes } as Partial<SoakState>,
    waitSeconds: 60,
    answer: () => unavailable,
  });
  const at = Date.parse(effectiveAt);
  expect(output.soakState.probes?.minutes).toEqual([
    { at, requests: 2, errors: 1 },
    { at: at + 60_000, requests: 1, errors: 1, sentBefore: 1 },
  ]);
});

test('a request during which the clock is set back is taken off once over both minutes', async () => {
  const plan = planOf();
  // The request is sent in the second minute by the clock, and answered in the first.
  let isAnswered = false;
  const real = new VirtualClock(60_100);
  const clock: Clock = {
    now: () => real.now() - (isAnswered ? 200 : 0),
    aheadMs: () => 0,
    sleep: (ms) => real.sleep(ms),
  };
  const probe = {
    send: async () => {
      isAnswered = true;
      return ok;
    },
  };
  const { minutes } = await probeRound(
    { probe, clock, secrets: { read: async () => ({ value: '' }) } },
    { smokeTest: plan.smokeTest, newRecord: null, productionNameTest: 'waived' },
  );
  expect(minutes).toEqual([
    { at: 60_000, requests: 1, errors: 0, sentBefore: 1 },
    { at: 0, requests: 1, errors: 0 },
  ]);
});
