import { describe, expect, test } from '@jest/globals';
import {
  CLOCK_BOUND_MS,
  leaseFrom,
  leaseLeftMs,
  requireClock,
  SHIFT_LEASE_MS,
  serviceNow,
} from '../../../lambdas/core/shared/lease';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const at = (aheadMs: number | null) => ({ now, aheadMs });

describe('a lease', () => {
  test.each([0, CLOCK_BOUND_MS, -CLOCK_BOUND_MS])('is taken by a clock that is off by %i ms', (aheadMs) => {
    expect(leaseFrom(at(aheadMs), 'nothing was shifted')).toBe('2026-11-20T12:00:45.000Z');
  });

  test.each([
    [50_000, 'is 50 s behind AWS'],
    [-50_000, "is 50 s ahead of AWS's (at most 5 s); nothing was shifted"],
    [CLOCK_BOUND_MS + 1, 'is 5 s behind'],
    [null, 'no answer of AWS'],
  ])('is refused to a clock that AWS is ahead of by %p ms', (aheadMs, message) => {
    expect(() => requireClock(at(aheadMs), 'nothing was shifted')).toThrow(message);
    expect(() => leaseFrom(at(aheadMs), '')).toThrow(expect.objectContaining({ name: 'ClockOffError' }));
  });

  test("is over by AWS's clock, not by the function's", () => {
    const until = new Date(now + SHIFT_LEASE_MS).toISOString();
    expect(leaseLeftMs(until, at(0))).toBe(SHIFT_LEASE_MS);
    // The function's clock is an hour ahead: the lease is not over.
    expect(leaseLeftMs(until, { now: now + 3_600_000, aheadMs: -3_600_000 })).toBe(SHIFT_LEASE_MS);
    expect(leaseLeftMs(until, at(SHIFT_LEASE_MS))).toBe(0);
    expect(leaseLeftMs(until, at(SHIFT_LEASE_MS + 1))).toBe(0);
  });

  test('is over where there is none, whatever the clocks are', () => {
    expect(leaseLeftMs(null, at(null))).toBe(0);
  });

  test("is not judged without AWS's time", () => {
    expect(() => leaseLeftMs(new Date(now).toISOString(), at(null))).toThrow('no answer of AWS');
    expect(serviceNow(at(7))).toBe(now + 7);
  });

  test('outlasts the longest function and twice the bound', () => {
    expect(SHIFT_LEASE_MS - 2 * CLOCK_BOUND_MS).toBeGreaterThan(30_000);
  });
});
