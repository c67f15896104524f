import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeFindings,
  type Finding,
  stopFinding,
  waitFinding,
  warnFinding,
} from '../../../lambdas/core/preflight/finding';
import { waitFor } from '../../../lambdas/core/preflight/waiting';

const targets = (seconds: number) => waitFinding('targets', 'i-1 is initial', 'wait', seconds);
const certificate = (seconds: number) => waitFinding('certificate', 'PENDING', 'create the records', seconds);
const warning = warnFinding('alarms', 'quiet', 'look');

const start = Date.parse('2026-11-20T12:00:00.000Z');
const began = new Date(start).toISOString();
/** The wait so many seconds after both findings began. */
const waitAfter = (seconds: number, found: readonly Finding[]) =>
  waitFor(found, { targets: began, certificate: began }, start + 1_000 * seconds);

describe('findings that can pass by themselves', () => {
  test('are waited for, each until its own limit', () => {
    const found = [targets(300), certificate(1_800), warning];
    expect(waitFor(found, null, start)).toEqual({
      ...{ findings: found, verdict: 'wait', waitSeconds: 18 },
      waitingSince: { targets: began, certificate: began },
    });
    expect(waitAfter(299, found)).toMatchObject({ verdict: 'wait' });
    expect(waitAfter(300, found)).toEqual({
      findings: [stopFinding('targets', 'i-1 is initial, after a wait of 300 s', 'wait'), found[1], warning],
      ...{ verdict: 'fail', waitSeconds: 0, waitingSince: null },
    });
  });

  test('are waited for from when they came, and not from when another did', () => {
    const now = start + 1_000_000;
    expect(waitFor([targets(300), certificate(1_800)], { certificate: began }, now)).toMatchObject({
      verdict: 'wait',
      waitingSince: { certificate: began, targets: new Date(now).toISOString() },
    });
  });

  test('stop nothing once they are gone, and count on when they come back', () => {
    expect(waitAfter(900, [warning])).toMatchObject({
      findings: [warning],
      verdict: 'pass',
      waitingSince: null,
    });
    expect(waitAfter(200, [certificate(1_800)]).waitingSince).toEqual({ targets: began, certificate: began });
  });

  test('are described as waits, and not beside what stops', () => {
    expect(describeFindings([warning, targets(300)])).toBe(
      'waiting for at most 300 s: targets: i-1 is initial; wait',
    );
    expect(describeFindings([targets(300), stopFinding('route', 'gone', 'create it')])).toBe(
      'route: gone; create it',
    );
  });

  test('are checked at most 101 times, and a last time at the limit', () => {
    const MOST_PREFLIGHTS = 101;
    const limits = fc.integer({ min: 1, max: 259_200 });
    fc.assert(
      fc.property(limits, limits, (first, second) => {
        const found = [targets(first), certificate(second)];
        let [now, preflights] = [start, 1];
        let next = waitFor(found, null, now);
        while (next.verdict === 'wait' && preflights <= MOST_PREFLIGHTS) {
          expect(next.waitSeconds).toBeGreaterThan(0);
          now += 1_000 * next.waitSeconds;
          next = waitFor(found, next.waitingSince, now);
          preflights += 1;
        }
        expect(preflights).toBeLessThanOrEqual(MOST_PREFLIGHTS);
        expect(next.verdict).toBe('fail');
        // Another finding's limit may be passed by less than the interval.
        expect(now - start).toBeGreaterThanOrEqual(1_000 * Math.min(first, second));
        expect(now - start).toBeLessThanOrEqual(1_000 * Math.max(first, second));
      }),
    );
  });
});
