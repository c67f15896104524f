import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterRound, type ProbedMinute, type ProbeState } from '../../../lambdas/core/health/probe-state';
import {
  minutesWithoutProbes,
  probesKnownFrom,
  requestsWithoutProbes,
} from '../../../lambdas/core/health/probed-requests';

const minute = (n: number, requests: number, errors = 0) => ({ at: 60_000 * n, requests, errors });
const probes: ProbeState = {
  lastAt: '2026-11-20T12:00:00.000Z',
  rounds: 9,
  failing: [],
  unsent: null,
  minutes: [minute(10, 4), minute(11, 6, 2), minute(12, 8)],
  hours: [],
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

describe('a request of a probe that two minutes have', () => {
  const minutes = (sent: readonly { readonly minute: number; readonly isAnsweredLater: boolean }[]) => {
    const counted = new Map<number, ProbedMinute>();
    const count = (n: number, isLater: boolean) => {
      const before: ProbedMinute = counted.get(n) ?? minute(n, 0);
      const { requests, errors, sentBefore = 0 } = before;
      const later = sentBefore + (isLater ? 1 : 0);
      const at = 60_000 * n;
      counted.set(n, { at, requests: requests + 1, errors, ...(later === 0 ? {} : { sentBefore: later }) });
    };
    for (const one of sent) {
      count(one.minute, false);
      if (one.isAnsweredLater) {
        count(one.minute + 1, true);
      }
    }
    return [...counted.values()];
  };
  const sends = fc.array(fc.record({ minute: fc.nat(9), isAnsweredLater: fc.boolean() }), { maxLength: 60 });

  test('is taken off a sum over either of them, and once off a sum over both', () => {
    fc.assert(
      fc.property(sends, fc.nat(9), fc.integer({ min: 1, max: 9 }), (sent, from, length) => {
        const isWithin = (n: number) => n >= from && n < from + length;
        const own = sent.filter(
          (one) => isWithin(one.minute) || (one.isAnsweredLater && isWithin(one.minute + 1)),
        );
        const state = { ...probes, earlierRequests: 0, minutes: minutes(sent) };
        const left = requestsWithoutProbes(1_000, state, 60_000 * from, 60_000 * (from + length));
        expect(left).toBe(1_000 - own.length);
      }),
    );
  });

  test('is in the hours of the probes once', () => {
    const rounds = Array.from({ length: 70 }, (_, n) => minutes([{ minute: n, isAnsweredLater: true }]));
    const state = rounds.reduce<ProbeState | undefined>(
      (before, some) =>
        afterRound(before, { at: probes.lastAt, failed: [], unknown: [], unsent: null, minutes: some }),
      undefined,
    );
    expect(state?.minutes[0]).toEqual({ at: 60_000 * 6, requests: 2, errors: 0, sentBefore: 1 });
    expect(state?.hours).toEqual([{ at: 0, requests: 6 }]);
    expect(requestsWithoutProbes(1_000, state, 0, 60_000 * 71)).toBe(1_000 - 70);
  });
});

describe('requests without those of the probes of which only hours are known', () => {
  const hour = 3_600_000;
  const later: ProbeState = {
    ...probes,
    minutes: [{ at: 3.5 * hour, requests: 7, errors: 0 }],
    hours: [
      { at: hour, requests: 60 },
      { at: 2 * hour, requests: 120 },
      { at: 3 * hour, requests: 30 },
    ],
  };
  const own = (from: number, to: number) =>
    10_000 - (requestsWithoutProbes(10_000, later, from * hour, to * hour) ?? Number.NaN);

  test.each([
    ['the whole time, and what is older', 0, 4, 100 + 60 + 120 + 30 + 7],
    ['the hours that are known', 1, 4, 60 + 120 + 30 + 7],
    ['half of an hour', 2.5, 4, 60 + 30 + 7],
    ['half of the part of an hour before the first minute', 3.25, 4, 15 + 7],
    ['nothing before the time', 3.5, 4, 7],
    ['nothing after the time', 1, 2, 60],
  ])('are reduced by %s', (_, from, to, expected) => {
    expect(own(from, to)).toBe(expected);
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

describe('the probes of each minute are known', () => {
  const hours = [{ at: 0, requests: 9 }];
  test.each<[string, ProbeState | undefined, number]>([
    ['from the beginning without any probe', undefined, 0],
    ['from the beginning as long as every minute is kept', { ...probes, earlierRequests: 0 }, 0],
    ['from the first minute that is kept', { ...probes, earlierRequests: 0, hours }, 60_000 * 10],
    ['from the first minute, with requests before the hours', probes, 60_000 * 10],
    ['never when only hours are', { ...probes, hours, minutes: [] }, Number.POSITIVE_INFINITY],
  ])('%s', (_, state, from) => {
    expect(probesKnownFrom(state)).toBe(from);
  });
});
