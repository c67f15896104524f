import { describe, expect, test } from '@jest/globals';
import { recentPath } from '../../../lambdas/core/comparison/recent';
import type { PathMinute } from '../../../lambdas/core/shared/readings';

const MINUTE = 60_000;
const until = 600 * MINUTE;
/** Minutes that end so many minutes before `until`. */
const minutes = (count: number, ago: number, over: Partial<PathMinute> = {}): PathMinute[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ at: until - (ago + i + 1) * MINUTE, requests: 10_000, errors: 100, latencyMs: 40 },
    ...over,
  }));

describe('the old path just before', () => {
  test('has the rate of errors at its upper end, and the median latency', () => {
    const { errorRate, latencyMs } = recentPath(minutes(60, 0), until);
    expect(errorRate).toBeCloseTo(0.01 + 3.09 * Math.sqrt((0.01 * 0.99) / 150_000), 9);
    expect(latencyMs).toBe(40);
  });

  test('is the worse of the last quarter of an hour and the last hour', () => {
    const quiet = { errors: 0, latencyMs: 20 };
    const late = recentPath([...minutes(15, 0), ...minutes(45, 15, quiet)], until);
    expect(late.errorRate).toBeGreaterThan(0.01);
    expect(late.latencyMs).toBe(40);
    const early = recentPath([...minutes(15, 0, quiet), ...minutes(45, 15)], until);
    expect(early.errorRate).toBeGreaterThan(0.0075);
    expect(early.errorRate).toBeLessThan(0.008);
    expect(early.latencyMs).toBe(40);
  });

  test('is nothing before the hour, and after its end', () => {
    expect(recentPath([...minutes(10, 60), ...minutes(2, -2)], until)).toEqual({
      errorRate: 0,
      latencyMs: 0,
    });
  });

  test('is nothing with few requests, and without a latency', () => {
    const few = { requests: 1, errors: 1, latencyMs: null };
    expect(recentPath(minutes(60, 0, few), until)).toEqual({ errorRate: 0, latencyMs: 0 });
    expect(recentPath(minutes(60, 0, { ...few, requests: 10, errors: 10 }), until).errorRate).toBe(1);
  });
});
