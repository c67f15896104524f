import { describe, expect, test } from '@jest/globals';
import type { TrafficRouter } from '../../lambdas/ports';
import { checkPropagation } from '../../lambdas/steps/check-propagation';
import { planOf } from '../support/plans/plans';
import { began, fakeClock, fakeRouter } from '../support/world/cutover';

const { router: route } = planOf();
const shift = { change: { id: 'C1', version: '[]', route }, shiftedAt: began, ttlSeconds: 60, stage: 1 };

/** Asks, so many seconds after the shift, a router that gives this answer. */
async function ask(settled: boolean | 'unverifiable', seconds: number) {
  const { clock, pass } = fakeClock();
  pass(seconds);
  const asked: unknown[] = [];
  const router: TrafficRouter = {
    ...fakeRouter(planOf().router).router,
    settled: async (change) => {
      asked.push(change);
      return settled;
    },
  };
  const output = await checkPropagation({ router, clock })({ shift, turns: 7 });
  expect(asked).toEqual([shift.change]);
  return output;
}

describe('a change', () => {
  test.each<[boolean | 'unverifiable', number, string, string]>([
    [true, 0, 'settled', 'in effect after 0 s, TTL 60 s'],
    [true, 42.9, 'settled', 'in effect after 42 s, TTL 60 s'],
    [true, 6_000, 'settled', 'in effect after 6000 s, TTL 60 s'],
    [false, 0, 'pending', 'not in effect after 0 s'],
    [false, 599.9, 'pending', 'not in effect after 599 s'],
    [false, 600, 'late', 'change C1 has not taken effect for 600 s, the limit is 600 s'],
    ['unverifiable', 59.9, 'pending', 'not in effect after 59 s'],
    ['unverifiable', 60, 'settled', 'in effect after 60 s, TTL 60 s'],
  ])('that is in: %p, asked after %d s, is %s', async (settled, seconds, status, reason) => {
    expect(await ask(settled, seconds)).toMatchObject({ status, reason, waitSeconds: 10, turns: 8 });
  });

  test('that is in begins a watch that counts from when the TTL has passed', async () => {
    const { watch } = await ask(true, 30);
    expect(watch).toEqual({
      phase: 'soak',
      stage: 1,
      startedAt: '2026-11-20T12:00:30.000Z',
      settledAt: '2026-11-20T12:01:30.000Z',
      since: '2026-11-20T12:01:30.000Z',
      errors: 0,
      inconclusiveSince: null,
      turns: 8,
      lastVerdict: null,
      paused: false,
      awaitingSince: null,
      deployment: null,
    });
  });
});
