import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decimate, failedPerSecond, joinShort, type Span } from '../../../lib/cli/report/points';

/** Spans end to end, from milliseconds to minutes long. */
const spans = fc
  .array(
    fc.record({
      milliseconds: fc.integer({ min: 1, max: 60_000 }),
      counts: fc.tuple(fc.nat(9_000), fc.nat(9_000), fc.nat(9_000)),
    }),
    { maxLength: 300 },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(({ milliseconds, counts: [requests, onNew, failed] }): Span => {
      const from = at / 1_000;
      at += milliseconds;
      return { from, to: at / 1_000, requests, onNew, failed };
    });
  });

function sum(all: readonly Span[], key: 'requests' | 'onNew' | 'failed'): number {
  return all.reduce((total, span) => total + span[key], 0);
}

function expectSameStretch(made: readonly Span[], of: readonly Span[]): void {
  expect(made[0]?.from).toBe(of[0]?.from);
  expect(made.at(-1)?.to).toBe(of.at(-1)?.to);
  for (const [i, span] of made.slice(1).entries()) {
    expect(span.from).toBe(made[i]?.to);
  }
  for (const key of ['requests', 'onNew', 'failed'] as const) {
    expect(sum(made, key)).toBe(sum(of, key));
  }
}

describe('decimation', () => {
  const limits = fc.integer({ min: 1, max: 400 });

  test('keeps to the limit', () => {
    fc.assert(
      fc.property(spans, limits, (all, limit) => {
        expect(decimate(all, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('keeps the worst failure rate, in the point where it was', () => {
    fc.assert(
      fc.property(spans, limits, (all, limit) => {
        const points = decimate(all, limit);
        for (const point of points) {
          const within = all.filter((span) => span.from >= point.from && span.to <= point.to);
          expect(point.worstFailedPerSecond).toBe(Math.max(...within.map(failedPerSecond)));
        }
      }),
    );
  });

  test('loses no time and no request', () => {
    fc.assert(fc.property(spans, limits, (all, limit) => expectSameStretch(decimate(all, limit), all)));
  });

  test('leaves few points as they are', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const points = decimate(all, Math.max(1, all.length));
        expect(points.map(({ worstFailedPerSecond, ...span }) => span)).toEqual(all);
      }),
    );
  });
});

describe('joining short spans', () => {
  test('leaves none that is too short, unless that is all there is', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const joined = joinShort(all, 10);
        if (joined.length > 1) {
          expect(Math.min(...joined.map(({ from, to }) => to - from))).toBeGreaterThanOrEqual(10);
        }
      }),
    );
  });

  test('loses no time and no request', () => {
    fc.assert(fc.property(spans, (all) => expectSameStretch(joinShort(all, 10), all)));
  });

  test('one failed request in a few milliseconds is no peak', () => {
    const blip: Span = { from: 0, to: 0.01, requests: 1, onNew: 1, failed: 1 };
    const minute: Span = { from: 0.01, to: 60, requests: 3_000, onNew: 1_500, failed: 0 };
    expect(joinShort([blip, minute]).map(failedPerSecond)).toEqual([1 / 60]);
  });
});
