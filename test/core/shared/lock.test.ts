import { describe, expect, test } from '@jest/globals';
import { FencedError } from '../../../lambdas/core/shared/errors';
import { holdsLock, laterShiftError, lockLost, requireLock } from '../../../lambdas/core/shared/lock';

const route = 'route53/Z1/api.example.com';
const held = { lock: { fence: 3, reverting: false }, snapshot: null };

describe('the lock rule', () => {
  test('holds under the fence of the lock', () => {
    expect(holdsLock(held, 3)).toBe(true);
    expect(requireLock(held, { route, fence: 3 }, 'nothing was shifted')).toBe(held);
  });

  test.each([
    ['under an older fence', { lock: { fence: 4, reverting: false } }],
    ['under a newer fence', { lock: { fence: 2, reverting: false } }],
    ['while a revert holds the lock', { lock: { fence: 3, reverting: true } }],
    ['when the route is not locked', { lock: null }],
    ['when the route is not in the ledger', null],
  ])('does not hold %s', (_, entry) => {
    expect(holdsLock(entry, 3)).toBe(false);
    expect(() => requireLock(entry, { route, fence: 3 }, 'nothing was shifted')).toThrow(
      new FencedError(`the lock of ${route} is no longer held under fence 3; nothing was shifted`),
    );
  });

  test('has one wording', () => {
    expect(lockLost(route, 3)).toBe(`the lock of ${route} is no longer held under fence 3`);
  });

  test('a try that is older than a recorded shift is refused', () => {
    expect(laterShiftError(route, 20)).toEqual(
      new FencedError(`a later shift of ${route} than that to 20 % is recorded; nothing was written`),
    );
  });
});
