import { expect, it } from '@jest/globals';
import { reportSmokeTest, type SmokeCheckResult } from '../../../lambdas/core/smoke-test/smoke-report';

const result = (over: Partial<SmokeCheckResult>): SmokeCheckResult => ({
  name: 'GET /health',
  verdict: 'pass',
  reason: 'GET /health: status 200 in 42 ms',
  attempts: 1,
  latencyMs: 42,
  ...over,
});
const failed = (path: string, attempts: number) =>
  result({ verdict: 'fail', reason: `GET ${path}: status 503, expected 200`, attempts });

it('passes if every check passes, and reports the slowest', () => {
  const checks = [result({}), result({ latencyMs: 411.6 }), result({ latencyMs: null })];
  expect(reportSmokeTest(checks)).toEqual({
    verdict: 'pass',
    reason: '3 of 3 checks passed, slowest 412 ms',
    checks,
  });
});

it('fails if one check fails, and reports the attempts', () => {
  expect(reportSmokeTest([result({}), failed('/a', 3), failed('/b', 1)])).toMatchObject({
    verdict: 'fail',
    reason:
      '2 of 3 checks failed: GET /a: status 503, expected 200 (3 attempts); GET /b: status 503,' +
      ' expected 200 (1 attempt)',
  });
});

it('fails without any check', () => {
  expect(reportSmokeTest([]).verdict).toBe('fail');
});

it('limits the reason to 1,000 characters', () => {
  const { reason } = reportSmokeTest(Array.from({ length: 50 }, (_, i) => failed(`/${i}`, 1)));
  expect(reason).toHaveLength(1_000);
});
