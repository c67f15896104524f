import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cases } from '../../lib/simulation/cases';
import {
  type DrawnForgottenClient,
  forgottenClientOf,
  forgottenClients,
  withLongHold,
} from '../../lib/simulation/draws/forgotten-clients';
import { planOf } from '../support/plans/plans';

const HOUR_SECONDS = 3_600;
const SOAK_SECONDS = 60;

const planWithHold = (seconds: number) =>
  planOf({ stages: [{ percent: 100, soakSeconds: SOAK_SECONDS }], hold: { seconds } });

/** The fault that is drawn for a plan. */
interface Fault {
  readonly forSeconds: number;
  readonly atInvocation: { readonly task: string; readonly number: number; readonly afterSeconds: number };
}

describe('a forgotten client', () => {
  test('comes in one hour of the hold that the proof counts, and is gone before it ends', () => {
    fc.assert(
      fc.property(forgottenClients, (drawn) => {
        const { seconds } = drawn.hold;
        const [fault] = (forgottenClientOf(planWithHold(seconds), drawn) ?? []) as readonly Fault[];
        fc.pre(fault !== undefined);
        const { forSeconds, atInvocation } = fault;
        const beforeTheEnd = SOAK_SECONDS + seconds - atInvocation.afterSeconds;
        const hours = (before: number) => Math.floor(before / HOUR_SECONDS);
        expect(atInvocation).toMatchObject({ task: 'ShiftTraffic', number: 1 });
        expect(atInvocation.afterSeconds).toBeGreaterThanOrEqual(HOUR_SECONDS);
        expect(hours(beforeTheEnd - forSeconds)).toBe(hours(beforeTheEnd));
      }),
    );
  });

  test('comes to no plan whose hold is short', () => {
    fc.assert(
      fc.property(forgottenClients, (drawn) => {
        expect(forgottenClientOf(planWithHold(HOUR_SECONDS), drawn)).toBeNull();
      }),
    );
  });
});

/** What of a plan says whether it proves what remains. */
interface Proving {
  readonly hold?: { readonly seconds: number; readonly inconclusiveLimitSeconds?: number };
  readonly remainingTraffic?: object;
  readonly decommission?: object;
}

test.each<[Proving, boolean]>([
  [{ remainingTraffic: {}, hold: { seconds: 1, inconclusiveLimitSeconds: 600 } }, true],
  [{ decommission: {} }, true],
  [{ hold: { seconds: 1 } }, false],
])('with a plan %j, whether it has a long hold is %s', (plan, isLong) => {
  const drawn: DrawnForgottenClient = {
    ...{ chance: 0, hour: 0, secondsBeforeItsEnd: 900, forSeconds: 120, requestsPerSecond: 1 },
    hold: { seconds: 4 * HOUR_SECONDS, everySeconds: 900 },
  };
  const held = withLongHold(plan, drawn);
  expect(held).toEqual(isLong ? { ...plan, hold: { ...plan.hold, ...drawn.hold } } : plan);
  expect(withLongHold(plan, { ...drawn, chance: 1 })).toBe(plan);
});

test('few drawn cases have a long hold, and most of these a forgotten client', () => {
  const runs = 1_000;
  const held = fc
    .sample(cases, { seed: 1, numRuns: runs })
    .filter(({ plan }) => (plan.hold?.seconds ?? 0) >= 3 * HOUR_SECONDS);
  const called = held.filter(({ scenario }) =>
    scenario.faults.some((one) => one.kind === 'direct-requests' && one.atInvocation !== undefined),
  );
  expect(held.length).toBeGreaterThan(runs / 30);
  expect(held.length).toBeLessThan(runs / 8);
  expect(called.length).toBeGreaterThan(held.length / 2);
});
