import { describe, expect, test } from '@jest/globals';
import type { TrafficRouter } from '../../lambdas/ports';
import { checkPropagation } from '../../lambdas/steps/check-propagation';
import { planOf } from '../support/plans/plans';
import { began, fakeClock, fakeRouter } from '../support/world/cutover';

const { router: route } = planOf();
const shift = { change: { id: 'C1', version: '[]', route }, shiftedAt: began, ttlSeconds: 60, stage: 1 };

/** Checks a router with this answer, so many seconds after the shift. */
async function check(propagated: boolean, seconds: number) {
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
  test.each<[boolean, number, string, string]>([
    [true, 0, 'propagated', 'propagated after 0 s, TTL 60 s'],
    [true, 42.9, 'propagated', 'propagated after 42 s, TTL 60 s'],
    [true, 6_000, 'propagated', 'propagated after 6000 s, TTL 60 s'],
    [false, 0, 'pending', 'change C1 has not propagated after 0 s (limit 600 s)'],
    [false, 599.9, 'pending', 'change C1 has not propagated after 599 s (limit 600 s)'],
    [false, 600, 'late', 'change C1 has not propagated after 600 s (limit 600 s)'],
  ])('whose router answers %p after %d s is %s', async (propagated, seconds, status, reason) => {
    expect(await check(propagated, seconds)).toMatchObject({
      status,
      reason,
      waitSeconds: 10,
      iterations: 8,
    });
  });

  test('that has propagated starts a soak that counts from the end of the TTL', async () => {
    const { soakState } = await check(true, 30);
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

test('a clock that is an hour behind, or not known, neither shortens nor moves the soak', async () => {
  const { router } = fakeRouter(planOf().router);
  const asked = async (seconds: number | null) => {
    const { clock, setOff, pass } = fakeClock();
    pass(-(seconds ?? 0));
    setOff(seconds);
    const propagated = { ...router, propagated: async () => true as const };
    return checkPropagation({ router: propagated, clock })({ shift, iterations: 7 });
  };
  const right = { startedAt: began, effectiveAt: '2026-11-20T12:01:00.000Z' };
  for (const seconds of [0, 3_600, -3_600, null]) {
    expect((await asked(seconds)).soakState).toMatchObject(right);
  }
});
