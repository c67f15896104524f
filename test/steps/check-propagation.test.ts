import { describe, expect, test } from '@jest/globals';
import type { TrafficRouter } from '../../lambdas/ports';
import { checkPropagation } from '../../lambdas/steps/check-propagation';
import { planOf } from '../support/plans/plans';
import { began, fakeClock, fakeRouter } from '../support/world/cutover';

const { router: route } = planOf();
const shift = { change: { id: 'C1', version: '[]', route }, shiftedAt: began, ttlSeconds: 60, stage: 1 };

/** Asks, so many seconds after the shift, a router that gives this answer. */
async function ask(propagated: boolean | 'unverifiable', seconds: number) {
  const { clock, pass } = fakeClock();
  pass(seconds);
  const asked: unknown[] = [];
  const router: TrafficRouter = {
    ...fakeRouter(planOf().router).router,
    propagated: async (change) => {
      asked.push(change);
      return propagated;
    },
  };
  const output = await checkPropagation({ router, clock })({ shift, iterations: 7 });
  expect(asked).toEqual([shift.change]);
  return output;
}

describe('a change', () => {
  test.each<[boolean | 'unverifiable', number, string, string]>([
    [true, 0, 'effective', 'in effect after 0 s, TTL 60 s'],
    [true, 42.9, 'effective', 'in effect after 42 s, TTL 60 s'],
    [true, 6_000, 'effective', 'in effect after 6000 s, TTL 60 s'],
    [false, 0, 'pending', 'not in effect after 0 s'],
    [false, 599.9, 'pending', 'not in effect after 599 s'],
    [false, 600, 'late', 'change C1 has not taken effect for 600 s, the limit is 600 s'],
    ['unverifiable', 59.9, 'pending', 'not in effect after 59 s'],
    ['unverifiable', 60, 'effective', 'in effect after 60 s, TTL 60 s'],
  ])('that is in: %p, asked after %d s, is %s', async (propagated, seconds, status, reason) => {
    expect(await ask(propagated, seconds)).toMatchObject({ status, reason, waitSeconds: 10, iterations: 8 });
  });

  test('that is in begins a watch that counts from when the TTL has passed', async () => {
    const { soakState } = await ask(true, 30);
    expect(soakState).toEqual({
      phase: 'soak',
      stage: 1,
      startedAt: '2026-11-20T12:00:30.000Z',
      effectiveAt: '2026-11-20T12:01:30.000Z',
      since: '2026-11-20T12:01:30.000Z',
      errors: 0,
      inconclusiveSince: null,
      iterations: 8,
      lastVerdict: null,
      paused: false,
      awaitingSince: null,
      deployment: null,
    });
  });
});
