import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvalWait } from '../../../lambdas/core/health/approval-wait';

test.each([
  ['of 40 min: a quarter', 2_400, 1_800],
  ['of a day: an hour', 86_400, 82_800],
  ['of 4 h: an hour, which is a quarter', 14_400, 10_800],
])('people are reminded before the end of a time-out %s', (_, timeout, reminder) => {
  expect(approvalWait(timeout, 0)).toEqual({ left: timeout, isReminded: false, nextSeconds: reminder });
  expect(approvalWait(timeout, reminder - 0.5)).toMatchObject({ isReminded: false, nextSeconds: 1 });
  expect(approvalWait(timeout, reminder)).toEqual({
    ...{ left: timeout - reminder, isReminded: true, nextSeconds: timeout - reminder },
  });
});

describe('any time-out of at least 8 s', () => {
  const timeouts = fc.integer({ min: 8, max: 2_592_000 });

  test('is evaluated at the reminder and at the end, and never between 0 s and 1 s later', () => {
    fc.assert(
      fc.property(timeouts, (timeout) => {
        const seen: boolean[] = [];
        let waited = 0;
        while (approvalWait(timeout, waited).left > 0) {
          const { isReminded, nextSeconds } = approvalWait(timeout, waited);
          expect(nextSeconds).toBeGreaterThanOrEqual(1);
          seen.push(isReminded);
          waited += nextSeconds;
        }
        expect(seen).toEqual([false, true]);
        expect(waited - timeout).toBeLessThan(1);
      }),
    );
  });
});
