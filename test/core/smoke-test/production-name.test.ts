import { describe, expect, test } from '@jest/globals';
import type { SmokeCheck } from '../../../lambdas/core/plan/smoke-test';
import type { RecordTarget } from '../../../lambdas/core/routers/route53/new-record';
import {
  baseUrlChecks,
  checkPlaceProblems,
  joinProductionName,
  type ProductionNameTest,
  productionNameChecks,
  type TargetRuns,
} from '../../../lambdas/core/smoke-test/production-name';
import type { CheckRun, SmokeTestReport } from '../../../lambdas/core/smoke-test/smoke-report';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { loadBalancer } from '../../support/plans/routers';

const checksOf = (checks: PlanInput['smokeTest']['checks']) =>
  planOf({ smokeTest: { baseUrl: 'https://gw-api.example.com', checks } }).smokeTest;
const pathsOf = (checks: readonly SmokeCheck[]) => checks.map(({ path }) => path);

describe('a check', () => {
  test('that changes nothing is sent to both, any other to the base URL, unless the plan says where', () => {
    const smokeTest = checksOf([
      { path: '/get' },
      { path: '/head', method: 'HEAD' },
      { path: '/post', method: 'POST' },
      { path: '/post-both', method: 'POST', at: 'both' },
      { path: '/base', at: 'base-url' },
      { path: '/production', at: 'production-name' },
    ]);
    expect(pathsOf(baseUrlChecks(smokeTest))).toEqual(['/get', '/head', '/post', '/post-both', '/base']);
    expect(pathsOf(productionNameChecks(smokeTest))).toEqual(['/get', '/head', '/post-both', '/production']);
  });

  const { router } = planOf();
  test.each([
    [
      'that only the production name gets',
      { path: '/', at: 'production-name' },
      'has no check that is sent to smoke',
    ],
    [
      'that only the base URL gets',
      { path: '/', at: 'base-url' },
      'has no check that is sent to the production name',
    ],
    [
      'with POST alone',
      { path: '/', method: 'POST' },
      'has no check that is sent to the production name; must',
    ],
  ] as const)('%s leaves a problem', (_, check, message) => {
    expect(checkPlaceProblems(checksOf([check]), router)).toEqual([
      { path: 'smokeTest.checks', message: expect.stringContaining(message) },
    ]);
  });

  test('says nothing of new records where the router has none', () => {
    expect(checkPlaceProblems(checksOf([{ path: '/', method: 'POST' }]), loadBalancer())).toEqual([]);
    expect(checkPlaceProblems(checksOf([{ path: '/', at: 'both' }]), loadBalancer())).toEqual([
      { path: 'smokeTest.checks[0].at', message: expect.stringContaining('must be left out') },
    ]);
  });
});

const passed: CheckRun = {
  name: 'GET /',
  verdict: 'pass',
  reason: 'GET /: status 200 in 42 ms',
  attempts: 1,
  latencyMs: 42,
  unreachable: false,
  unsent: false,
};
const failed: CheckRun = {
  ...passed,
  verdict: 'fail',
  reason: 'GET /: TLS certificate is not valid for api.example.com',
  latencyMs: null,
};
const unreached: CheckRun = { ...failed, reason: 'GET /: the address is not allowed', unreachable: true };

const base: SmokeTestReport = { verdict: 'pass', reason: '1 of 1 checks passed, slowest 42 ms', checks: [] };
const at = (host: string, ...runs: CheckRun[]): TargetRuns => ({ target: { type: 'A', host }, runs });
const join = (
  targets: readonly TargetRuns[],
  mode: ProductionNameTest = 'if-reachable',
  report: SmokeTestReport = base,
) => joinProductionName(report, 'api.example.com', mode, targets);

describe('the production name', () => {
  test('passes when every check passes at every target', () => {
    const slow = { ...passed, latencyMs: 81, reason: 'GET /: status 200 in 81 ms' };
    expect(join([at('192.0.2.1', passed), at('192.0.2.2', slow)])).toEqual({
      verdict: 'pass',
      reason:
        '1 of 1 checks passed, slowest 42 ms; ' +
        'api.example.com at 192.0.2.1 (A), 192.0.2.2 (A): 1 of 1 checks passed',
      checks: [
        {
          name: 'GET / at api.example.com',
          verdict: 'pass',
          reason: 'api.example.com at 2 targets: GET /: status 200 in 42 ms',
          attempts: 1,
          latencyMs: 81,
        },
      ],
    });
  });

  test('fails when one check fails at one target of many', () => {
    const others = Array.from({ length: 99 }, (_, i) => at(`192.0.2.${i}`, passed, passed));
    const report = join([...others, at('203.0.113.66', passed, failed)]);
    expect(report).toMatchObject({
      verdict: 'fail',
      reason:
        '1 of 1 checks passed, slowest 42 ms; but api.example.com at 203.0.113.66 (A): ' +
        'GET /: TLS certificate is not valid for api.example.com (1 attempt)',
    });
    expect(report.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    expect(
      join([...others, ...others.map(({ target }) => ({ target, runs: [failed, failed] }))]),
    ).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('fails at 99 targets'),
    });
  });

  test('names the first three hosts, each with its types, and counts the others', () => {
    const target = (host: string, type: RecordTarget['type']) => ({ target: { type, host }, runs: [passed] });
    const dual = ['a', 'b', 'c', 'd', 'e'].flatMap((host) => [target(host, 'A'), target(host, 'AAAA')]);
    expect(join(dual).reason).toContain(
      'api.example.com at a (A, AAAA), b (A, AAAA), c (A, AAAA) and 2 more:',
    );
  });

  test('that could not be asked at a target is said, with the cause', () => {
    expect(join([at('192.0.2.1', passed), at('10.0.0.1', unreached)])).toMatchObject({
      verdict: 'pass',
      reason:
        '1 of 1 checks passed, slowest 42 ms; api.example.com at 192.0.2.1 (A): 1 of 1 checks passed; ' +
        'api.example.com was not asked at 10.0.0.1 (A): GET /: the address is not allowed',
    });
    expect(join([at('10.0.0.1', unreached)])).toMatchObject({ verdict: 'pass', checks: [] });
    expect(join([])).toMatchObject({
      verdict: 'pass',
      reason: expect.stringContaining('was not asked: its record names no address and no host'),
    });
  });

  test('that is reached by some checks only has failed', () => {
    expect(join([at('192.0.2.1', passed, unreached)]).verdict).toBe('fail');
  });

  test.each([
    ['at one target', [at('192.0.2.1', passed), at('10.0.0.1', unreached)]],
    ['at any target', [at('10.0.0.1', unreached)]],
    ['because there is no target', []],
  ])('that could not be asked %s fails where the policy requires it', (_, targets) => {
    expect(join(targets, 'required')).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/; but .*the policy requires an answer there \(productionNameTest\)$/),
    });
    expect(join([at('192.0.2.1', passed)], 'required').verdict).toBe('pass');
  });

  test('is not asked where the policy waives it, and the reason says so', () => {
    expect(join([], 'waived')).toEqual({
      ...base,
      reason: `${base.reason}; api.example.com was not asked: the policy waives it (productionNameTest)`,
    });
  });

  test('never turns a failed smoke test into a pass', () => {
    const down: SmokeTestReport = { ...base, verdict: 'fail', reason: '1 of 1 checks failed' };
    for (const mode of ['required', 'if-reachable', 'waived'] as const) {
      expect(join([at('192.0.2.1', passed)], mode, down).verdict).toBe('fail');
    }
    expect(join([at('192.0.2.1', failed)], 'if-reachable', down).reason).toMatch(
      /^1 of 1 checks failed; api/,
    );
  });
});
