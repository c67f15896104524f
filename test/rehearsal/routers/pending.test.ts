import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import type { RouterKind } from '../../../lambdas/core/routers/router-schema';
import type { Caller } from '../../../lib/rehearsal/aws/calls';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { makeSplit, simulatedRouters } from '../../../lib/rehearsal/routers/registry';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { START } from '../../../lib/rehearsal/world/world';
import { SOME_ROUTERS } from '../../../lib/simulation/other-router';
import { checkCase } from '../../../lib/simulation/simulate';
import { valid } from '../../../tools/golden/golden-files';

const kinds = Object.keys(simulatedRouters) as RouterKind[];
const LATER = START + 600_000;

/** A route of a kind at 0 %, and its adapter over a network without delays. */
function routeOf(kind: RouterKind) {
  const clock = new VirtualClock(START);
  const route = SOME_ROUTERS[kind];
  const setup = { alias: false, ttlSeconds: 60, stickinessSeconds: 0 };
  const split = makeSplit({ route, setup, clock, random: seededRandom(1) });
  const calls: Caller = { call: async (_, __, work) => work() };
  const router = split.router(calls);
  const read = async () => (await router.read(route)).percent;
  const write = async (percent: number) => router.write(route, percent, (await router.read(route)).version);
  const later = () => clock.runUntil(clock.sleep(LATER - START));
  return { split, router, read, write, later };
}

describe.each(kinds)('a change of a route of %s that stays pending', (kind) => {
  test('is in effect nowhere until every hold is ended, in whatever order they end', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const { split, router, write, later } = routeOf(kind);
      const holds = [split.holdPending(), split.holdPending()];
      const change = await write(50);
      holds[order[0]]?.end();
      await later();
      expect(split.answeredShare(LATER, 0)).toBe(0);
      expect(await router.propagated(change)).toBe(false);
      holds[order[1]]?.end();
      await later();
      expect(split.answeredShare(LATER + LATER - START, 1)).toBe(0.5);
      expect(await router.propagated(change)).toBe(true);
    }
  });

  test('does not hide what someone else changes before it', async () => {
    const { split, read, router, write } = routeOf(kind);
    const seen = await router.read(SOME_ROUTERS[kind]);
    split.holdPending();
    split.foreignChange({ weights: { old: 1, new: 3 } });
    expect(await read()).toBe(75);
    await expect(router.write(SOME_ROUTERS[kind], 50, seen.version)).rejects.toThrow(
      'changed by someone else',
    );
    await write(50);
    expect(split.percent()).toBe(50);
  });

  test('does not hide what someone else changes after it', async () => {
    const { split, read, write } = routeOf(kind);
    const pending = split.holdPending();
    await write(50);
    split.foreignChange({ weights: { old: 1, new: 3 } });
    expect(await read()).toBe(75);
    pending.end();
    expect(await read()).toBe(75);
  });

  test('does not hide that someone else has deleted the new path', async () => {
    const { split, router, write } = routeOf(kind);
    split.holdPending();
    await write(50);
    split.foreignDelete('new');
    await expect(router.read(SOME_ROUTERS[kind])).rejects.toThrow();
  });

  test('violates nothing with changes by others and more pending changes at any time', async () => {
    const plan = valid(
      checkPlan({
        name: 'pending',
        router: SOME_ROUTERS[kind],
        stages: [
          { percent: 0, soakSeconds: 200 },
          { percent: 50, soakSeconds: 60 },
          { percent: 100, soakSeconds: 60 },
        ],
        smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] },
        health: { alarms: ['errors'], everySeconds: 20 },
      }),
    );
    const pending = { kind: 'stuck-pending' };
    const changed = { kind: 'record-changed', weights: { old: 200, new: 55 } };
    for (const at of [60, 150, 250, 330]) {
      for (const faults of [
        [
          { ...pending, at: 0, forSeconds: 400 },
          { ...changed, at },
        ],
        [
          { ...pending, at: 200, forSeconds: 60 },
          { ...pending, at, forSeconds: 300 },
        ],
        [
          { ...pending, at: 0, forSeconds: at },
          { ...pending, at: 50, forSeconds: 200 },
          { ...changed, at },
        ],
      ]) {
        const scenario = valid(checkScenario({ faults }));
        expect({ faults, ...(await checkCase({ plan, scenario })) }).toMatchObject({ violations: [] });
      }
    }
  });
});
