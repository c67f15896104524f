import { expect, test } from '@jest/globals';
import { lockFindings } from '../../../lambdas/core/preflight/lock-finding';

const lock = {
  execution: 'arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1',
  planName: 'api',
  acquiredAt: '2026-11-20T12:00:00Z',
};

test.each([
  [false, ''],
  [true, ', which is being reverted'],
])('a route that is locked is a finding that stops; being reverted: %s', (reverting, state) => {
  expect(lockFindings('route53/Z1/api.example.com', { ...lock, reverting })).toEqual([
    {
      check: 'lock',
      severity: 'stop',
      reason:
        'route53/Z1/api.example.com has been locked since 2026-11-20T12:00:00Z by plan "api", ' +
        `execution ${lock.execution}${state}`,
      remedy:
        'wait until that execution and its revert have ended; if neither runs, see docs/guide/operating.md',
    },
  ]);
});

test('a route without a lock is no finding', () => {
  expect(lockFindings('route53/Z1/api.example.com', null)).toEqual([]);
});
