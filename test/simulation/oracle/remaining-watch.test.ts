import { expect, test } from '@jest/globals';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import { Metrics } from '../../../lib/rehearsal/aws/metrics';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { watchRemaining } from '../../../lib/simulation/oracle/proof/remaining-watch';
import { Violations } from '../../../lib/simulation/violations';
import { planOf } from '../../support/plans/plans';

const EFFECTIVE = Date.parse('2026-11-20T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LIMIT = 60;

interface Proof {
  /** When the requests arrive on the path, in milliseconds after the shift was effective. */
  readonly after: number;
  readonly requests: number;
  readonly ready?: boolean;
  readonly path?: 'old' | 'new';
  /** For how long the function counts, in milliseconds. */
  readonly takesMs?: number;
  readonly isClockOff?: boolean;
  /** When CloudWatch's last minute ends, in milliseconds after the shift was effective. */
  readonly countedUntil?: number;
}

/** What the watch finds of a proof, by default four hours after the shift was effective. */
async function violationsOf({ after, requests, ready = true, path = 'old', ...how }: Proof) {
  const { takesMs = 1_000, isClockOff = false, countedUntil = 4 * HOUR_MS } = how;
  const clock = new VirtualClock(EFFECTIVE);
  const metrics = new Metrics(MINUTE_MS, 0, () => undefined);
  metrics.add(path, EFFECTIVE + after, requests, 0, { p99Ms: 40, addedMs: 0 });
  const violations = new Violations();
  const source = 'app/old/0123456789abcdef';
  const invoked = watchRemaining({
    world: { clock, metrics, advance: () => undefined },
    plan: planOf({ remainingTraffic: { source, maxRequestsPerHour: LIMIT } }),
    disturbances: { hasBeenActiveSince: () => isClockOff },
    violations,
  });
  await clock.runUntil(clock.sleep(countedUntil + 2 * MINUTE_MS + 10_000));
  const soakState = { effectiveAt: new Date(EFFECTIVE).toISOString() } as SoakState;
  const answered = invoked('VerifyDecommission', { soakState }, 1);
  await clock.runUntil(clock.sleep(takesMs));
  answered?.({ task: 'VerifyDecommission', payload: { soakState }, output: { ready } });
  return violations.found.map(({ invariant }) => invariant);
}

const EARLY = 1.5 * HOUR_MS;
const LAST = 3.5 * HOUR_MS;
/** A minute that is in the last of the counted hours, or after it, by when it is counted. */
const AT_ITS_END = 4 * HOUR_MS;

test.each([EARLY, 2.5 * HOUR_MS, LAST])(
  'a path may not go that had too many requests %i ms after the shift',
  async (after) => {
    expect(await violationsOf({ after, requests: LIMIT + 1 })).toEqual(['old-path-goes-when-unused']);
  },
);

test.each<[string, Proof]>([
  ['as many requests as the plan accepts', { after: EARLY, requests: LIMIT }],
  ['requests in the first hour', { after: HOUR_MS / 2, requests: 1_000 }],
  ['requests on the other path', { after: EARLY, requests: 1_000, path: 'new' }],
  ['requests in a minute that CloudWatch has not', { after: AT_ITS_END, requests: 1_000 }],
  ['a function whose clock is off', { after: EARLY, requests: 1_000, isClockOff: true }],
  ['a proof that keeps the path', { after: EARLY, requests: 1_000, ready: false }],
])('nothing is violated with %s', async (_, proof) => {
  expect(await violationsOf(proof)).toEqual([]);
});

test.each([
  [LIMIT / 12, []],
  [LIMIT / 12 + 1, ['old-path-goes-when-unused']],
])('%i requests in five minutes are judged by their pace', async (requests, found) => {
  const proof = { countedUntil: HOUR_MS / 2, after: HOUR_MS / 2 - 3 * MINUTE_MS, requests };
  expect(await violationsOf(proof)).toEqual(found);
});

test('a function that counts for long may have counted other hours', async () => {
  const first = { after: HOUR_MS + MINUTE_MS / 2, requests: 1_000 };
  expect(await violationsOf(first)).toEqual(['old-path-goes-when-unused']);
  expect(await violationsOf({ ...first, takesMs: 3 * MINUTE_MS })).toEqual([]);
});
