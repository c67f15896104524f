import { describe, expect, test } from '@jest/globals';
import type { ProbeState } from '../../../lambdas/core/health/probe-state';
import { minutesWithoutProbes, requestsWithoutProbes } from '../../../lambdas/core/health/probed-requests';

const minute = (n: number, requests: number, errors = 0) => ({ at: 60_000 * n, requests, errors });
const probes: ProbeState = {
  lastAt: '2026-11-20T12:00:00.000Z',
  rounds: 9,
  failing: [],
  unsent: null,
  minutes: [minute(10, 4), minute(11, 6, 2), minute(12, 8)],
  earlierRequests: 100,
};

describe('requests without those of the probes', () => {
  test.each([
    ['from the first whole minute on', 60_000 * 10 + 1, 60_000 * 13, 50 - 14],
    ['until the end', 60_000 * 10, 60_000 * 12, 50 - 10],
    ['and those of which only the sum is known, as a whole', 60_000 * 9, 60_000 * 10, 0],
  ])('are counted %s', (_, from, to, expected) => {
    expect(requestsWithoutProbes(50, probes, from, to)).toBe(expected);
  });

  test('are what was counted before the first probe, and unknown without data', () => {
    expect(requestsWithoutProbes(50, undefined, 0, 1)).toBe(50);
    expect(requestsWithoutProbes(null, probes, 0, 1)).toBeNull();
  });

  test('are reduced by the sum alone when no minute is known', () => {
    expect(requestsWithoutProbes(150, { ...probes, minutes: [] }, 0, 1)).toBe(50);
  });
});

describe('minutes without the requests of the probes', () => {
  const measured = (n: number, requests: number, errors: number) => ({
    ...minute(n, requests, errors),
    latencyMs: 40,
  });

  test('have fewer requests and errors, and those of nobody else are left out', () => {
    const minutes = [measured(9, 5, 1), measured(10, 3, 0), measured(11, 20, 5), measured(12, 10, 9)];
    expect(minutesWithoutProbes(minutes, probes)).toEqual([
      measured(9, 5, 1),
      measured(11, 14, 3),
      measured(12, 2, 2),
    ]);
  });

  test('are as measured before the first probe', () => {
    expect(minutesWithoutProbes([measured(9, 5, 1)], undefined)).toEqual([measured(9, 5, 1)]);
  });
});
