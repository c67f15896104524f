import { describe, expect, test } from '@jest/globals';
import { hourOfDay, hourReferences, upperEnd } from '../../../lambdas/core/comparison/reference';
import { earlierDays } from '../../../lib/rehearsal/traffic/earlier-days';
import { Path } from '../../../lib/rehearsal/traffic/path';

const HOUR_MS = 3_600_000;
const until = Date.UTC(2026, 0, 5);
const pathsWith = (errorRate: number) => ({
  old: new Path(40, errorRate, () => undefined),
  new: new Path(40, 0, () => undefined),
});
const daysOf = (seed: number, paths = pathsWith(0.01)) =>
  earlierDays({ seed, paths, requestsPerSecond: { old: 20, new: 0 }, until });
const sameHour = (days: ReturnType<typeof daysOf>) =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => days('old', until - day * 24 * HOUR_MS));

describe('the days before a rehearsal', () => {
  test('are as the path without faults, and differ a little', () => {
    const points = sameHour(daysOf(1));
    for (const point of points) {
      expect((point?.requests ?? 0) / (20 * 3_600)).toBeCloseTo(1, 0);
      expect((point?.failed ?? 0) / (point?.requests ?? 1)).toBeCloseTo(0.01, 2);
      expect(point).toMatchObject({ p99Ms: expect.closeTo(120, -2), addedMs: 0 });
    }
    for (const field of ['requests', 'failed', 'p99Ms'] as const) {
      expect(new Set(points.map((point) => point?.[field])).size).toBeGreaterThan(4);
    }
  });

  test('are the same for the same seed, in whatever order they are read', () => {
    const once = sameHour(daysOf(1));
    const days = daysOf(1);
    days('old', until - 3 * HOUR_MS);
    expect(sameHour(days)).toEqual(once);
    expect(sameHour(daysOf(9))).not.toEqual(once);
  });

  test('do not know the faults that begin later', () => {
    const paths = pathsWith(0);
    const days = daysOf(1, paths);
    paths.old.affect({ label: 'errors', errorRate: 0.5, addMs: 900 });
    expect(days('old', until - HOUR_MS)).toMatchObject({ failed: 0, addedMs: 0 });
  });

  test('end before the rehearsal, and have nothing of a path without traffic', () => {
    expect(daysOf(1)('old', until)).toBeNull();
    expect(daysOf(1)('new', until - HOUR_MS)).toBeNull();
  });

  test('are a reference for every hour of the day, near to what the path does', () => {
    const days = daysOf(1);
    const hours = Array.from({ length: 7 * 24 }, (_, i) => until - (i + 1) * HOUR_MS).flatMap((at) => {
      const point = days('old', at);
      return point === null
        ? []
        : [{ at, requests: point.requests, errors: point.failed, latencyMs: point.p99Ms }];
    });
    const references = hourReferences(hours);
    expect(references.size).toBe(24);
    const { errorRate: daily, latencyMs = null } = references.get(hourOfDay(until)) ?? {};
    const errorRate = daily === undefined ? 1 : upperEnd(daily, 60);
    expect(errorRate).toBeGreaterThan(0.01);
    expect(errorRate).toBeLessThan(0.015);
    expect(latencyMs).toBeLessThan(150);
  });
});
