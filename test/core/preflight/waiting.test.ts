import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeFindings,
  stopFinding,
  waitFinding,
  warnFinding,
} from '../../../lambdas/core/preflight/finding';
import { waitFor } from '../../../lambdas/core/preflight/waiting';

const targets = (seconds: number) => waitFinding('targets', 'i-1 is initial', 'wait', seconds);
const certificate = (seconds: number) => waitFinding('certificate', 'PENDING', 'create the records', seconds);
const warning = warnFinding('alarms', 'quiet', 'look');

describe('findings that can pass by themselves', () => {
  test('are waited for, each until its own limit', () => {
    const found = [targets(300), certificate(1_800), warning];
    expect(waitFor(found, 0)).toEqual({ findings: found, verdict: 'wait', waitSeconds: 18 });
    expect(waitFor(found, 299)).toMatchObject({ verdict: 'wait' });
    expect(waitFor(found, 300)).toEqual({
      findings: [stopFinding('targets', 'i-1 is initial, after a wait of 300 s', 'wait'), found[1], warning],
      verdict: 'fail',
      waitSeconds: 0,
    });
  });

  test('stop nothing once they are gone', () => {
    expect(waitFor([warning], 900)).toEqual({ findings: [warning], verdict: 'pass', waitSeconds: 0 });
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
    const limits = fc.integer({ min: 1, max: 259_200 });
    fc.assert(
      fc.property(fc.array(limits, { minLength: 1, maxLength: 4 }), (seconds) => {
        const found = seconds.map(targets);
        let [waited, preflights] = [0, 1];
        for (let next = waitFor(found, 0); next.verdict === 'wait'; next = waitFor(found, waited)) {
          expect(next.waitSeconds).toBeGreaterThan(0);
          waited += next.waitSeconds;
          preflights += 1;
        }
        expect(preflights).toBeLessThanOrEqual(101);
        // Another finding's limit may be passed by less than the interval.
        expect(waited).toBeGreaterThanOrEqual(Math.min(...seconds));
        expect(waited).toBeLessThanOrEqual(Math.max(...seconds));
      }),
    );
  });
});
