import { describe, expect, test } from '@jest/globals';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../../lambdas/ports';
import { smokeTest } from '../../../lambdas/steps/smoke-test';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { type PlanInput, planOf } from '../../support/plans/plans';

const OLD = 'https://api.example.com';
const NEW = 'https://gw-api.example.com';
type Answer = ProbeResponse | ProbeFailure | 'never';
type Answers = (request: ProbeRequest) => Answer;

const answer = (latencyMs: number, status = 200): ProbeResponse => ({
  status,
  headers: {},
  body: '',
  truncated: false,
  latencyMs,
});

/** Runs a smoke test with a comparison; answers take as long as they say. */
async function compared(answers: Answers, smoke: Partial<PlanInput['smokeTest']> = {}) {
  const clock = new VirtualClock(0);
  const asked: string[] = [];
  const probe: HttpProbe = {
    send: async (request) => {
      asked.push(`${request.method} ${request.url}`);
      const given = answers(request);
      if (given === 'never') {
        return new Promise(() => undefined);
      }
      await clock.sleep('failure' in given ? 0 : given.latencyMs);
      return given;
    },
  };
  const plan = planOf({
    smokeTest: { baseUrl: NEW, checks: [{ path: '/health' }], compare: { baseUrl: OLD }, ...smoke },
  });
  const run = smokeTest({
    probe,
    clock,
    allowedHosts: ['gw-*.example.com'],
    productionNameTest: 'if-reachable',
    secrets: { read: async () => ({ value: 'a secret' }) },
  })({ plan, newRecord: null });
  const report = await clock.runUntil(run);
  return { report, asked, seconds: clock.now() / 1_000 };
}
const isOld = ({ url }: ProbeRequest) => url.startsWith(OLD);

describe('a smoke test with a comparison', () => {
  test('sends to both paths after the checks, with each path first in every other pair', async () => {
    const checks: PlanInput['smokeTest']['checks'] = [
      { path: '/a' },
      { path: '/b', method: 'POST' },
      { path: '/c', method: 'HEAD' },
    ];
    const { report, asked } = await compared(() => answer(40), {
      checks,
      compare: { baseUrl: OLD, pairs: 7, maxPairs: 7 },
    });
    expect(report.reason).toMatch(/^3 of 3 checks passed, slowest 40 ms; but inconclusive: .* of 7 pairs /);
    const [a, c] = [
      [`GET ${OLD}/a`, `GET ${NEW}/a`],
      [`HEAD ${NEW}/c`, `HEAD ${OLD}/c`],
    ] as const;
    expect(asked.slice(3)).toEqual([...a, ...c, ...a, ...c, ...a, ...c, ...a]);
    expect(asked).toHaveLength(3 + 14);
  });

  test('connects to the old path by its own address', async () => {
    const connections: (string | undefined)[] = [];
    const smoke = { baseUrl: OLD, connectTo: '203.0.113.7' };
    await compared((request) => {
      connections.push(request.connectTo);
      return answer(40);
    }, smoke);
    expect(connections.slice(0, 5)).toEqual([
      '203.0.113.7',
      undefined,
      '203.0.113.7',
      '203.0.113.7',
      undefined,
    ]);
  });

  test('fails when the new path is slower, and keeps the checks', async () => {
    const { report } = await compared((request) => answer(isOld(request) ? 40 : 90));
    expect(report).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(
        /^1 of 1 checks passed, slowest 90 ms; but median 90 ms .* in 11 of 11 pairs \(between 53 and /,
      ),
      checks: [{ verdict: 'pass' }],
    });
  });

  test('applies the latency limit to the new path only', async () => {
    const { report } = await compared((request) => answer(isOld(request) ? 400 : 90), {
      checks: [{ path: '/health', maxLatencyMs: 100 }],
    });
    expect(report.verdict).toBe('pass');
  });

  test('fails when the old path does not answer, because there is nothing to compare with', async () => {
    const { report } = await compared((request) =>
      isOld(request) ? { failure: 'connection refused', retryable: true } : answer(40),
    );
    expect(report).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('both paths passed in none of 20 pairs'),
    });
  });

  test('ends at its deadline when a path never answers', async () => {
    const { report, seconds } = await compared((request) => (isOld(request) ? 'never' : answer(40)), {
      compare: { baseUrl: OLD, deadlineSeconds: 3 },
    });
    expect(report.verdict).toBe('fail');
    expect(report.reason).toContain('both paths passed in none of 1 pair ');
    expect(seconds).toBeLessThan(4);
  });

  test('sends no pair once its time is over', async () => {
    // 15 pairs of 100 ms to each path in 3 s, whose last answer comes too late.
    const { report, asked } = await compared(() => answer(100), {
      compare: { baseUrl: OLD, deadlineSeconds: 3 },
    });
    expect(report.reason).toMatch(/ of 15 pairs of requests /);
    expect(asked).toHaveLength(1 + 30);
  });

  test('goes on while nothing is known, until it is, or until it has sent the most pairs', async () => {
    const third = (at: number) => (request: ProbeRequest) => answer(isOld(request) || at % 3 > 0 ? 40 : 90);
    let sent = 0;
    const known = await compared((request) => third(sent++ >> 1)(request));
    expect(known.report.verdict).toBe('pass');
    expect(known.asked.length).toBeGreaterThan(1 + 2 * 30);
    expect(known.asked.length).toBeLessThan(1 + 2 * 200);
    let other = 0;
    const half = (request: ProbeRequest) => answer(isOld(request) || (other++ >> 1) % 2 === 0 ? 40 : 90);
    const unknown = await compared(half, { compare: { baseUrl: OLD, maxPairs: 40 } });
    expect(unknown.report.reason).toContain('but inconclusive: ');
    expect(unknown.asked).toHaveLength(1 + 80);
  });

  test('compares nothing once a check has failed', async () => {
    const { report, asked } = await compared(() => answer(40, 500), {
      checks: [{ path: '/health', retries: 0 }],
    });
    expect(report.verdict).toBe('fail');
    expect(asked).toEqual([`GET ${NEW}/health`]);
  });
});
