import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { routeKey } from '../../../../lambdas/core/routers/route';
import type { RouterKind } from '../../../../lambdas/core/routers/router-schema';
import { releaseLock } from '../../../../lambdas/steps/release-lock';
import { revertTraffic } from '../../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { memoryLedger } from '../../../../lib/rehearsal/aws/memory-ledger';
import { seededRandom } from '../../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../../lib/rehearsal/kernel/virtual-clock';
import { makeSplit } from '../../../../lib/rehearsal/routers/registry';
import { planOf } from '../../../support/plans/plans';
import { routers } from '../../../support/plans/routers';
import { began, execution, fakeClock } from '../../../support/world/cutover';
import { nextEntry, revertExecution } from '../../../support/world/revert-turn';

type Direction = 'up' | 'down';

/** A cutover of this router and direction, which has the lock and has shifted nothing. */
async function underWay(kind: RouterKind, direction: Direction) {
  const router = routers[kind];
  const plan = { ...planOf({ stages: [{ percent: 50, soakSeconds: 60 }] }), router, direction };
  const route = routeKey(router);
  const ledger = memoryLedger();
  const { clock, pass } = fakeClock();
  const weights = direction === 'up' ? { old: 100, new: 0 } : { old: 0, new: 100 };
  const split = makeSplit({
    route: router,
    setup: { alias: false, ttlSeconds: 60, stickinessSeconds: 0, weights },
    clock: new VirtualClock(Date.parse(began)),
    random: seededRandom(1),
  });
  const port = split.router({ call: async (_service, _operation, work) => work() });
  const owner = { execution, planName: 'api', acquiredAt: began };
  const down = direction === 'down' ? { direction } : {};
  const taken = await ledger.acquire(route, router, { ...owner, ...down });
  const fence = taken.acquired ? taken.fence : Number.NaN;
  const { percent, version } = await port.read(router);
  await ledger.saveSnapshot(route, fence, { percent, version });
  const ports = { router: port, ledger, clock, targets: { targets: async () => [] } };
  const begun = { plan, execution, route, fence, iterations: 0 };
  const revert = (crashes: boolean) =>
    revertTraffic({
      ...ports,
      ledger: crashes ? { ...ledger, record: () => Promise.reject(new Error('crash')) } : ledger,
    })({ execution, route, failure: { Cause: 'stopped' }, revert: revertExecution, entered: nextEntry() });
  return {
    ...{ split, pass, revert, percent, ledger, route, fence, snapshot: { percent, version } },
    decisions: () => ledger.decisions(route),
    shift: () => shiftTraffic(ports)({ ...begun, stage: 0, evidence: 'fine' }),
    release: (reverted: number) =>
      releaseLock(ports)({ execution, route, fence: reverted, ended: { outcome: 'reverted', reason: '' } }),
    readVersion: async () => (await port.read(router)).version,
    written: () => split.history.filter(({ by }) => by === 'cutover').length,
  };
}

const kinds = fc.constantFrom(...(Object.keys(routers) as RouterKind[]));
const directions = fc.constantFrom<Direction>('up', 'down');
/** One run of the step: the weights that someone else sets before it, and whether it crashes at its end. */
const runs = fc.record({
  foreign: fc.option(fc.record({ old: fc.nat(100), new: fc.nat(100) }), { nil: undefined }),
  crashes: fc.boolean(),
  thenSeconds: fc.nat(60),
});

test('no run of a revert releases a route while a write of the revert was not waited for', async () => {
  await fc.assert(
    fc.asyncProperty(
      kinds,
      directions,
      fc.boolean(),
      fc.array(runs, { minLength: 1, maxLength: 5 }),
      async (kind, direction, shifts, drawn) => {
        const cutover = await underWay(kind, direction);
        if (shifts) {
          await cutover.shift();
        }
        const before = cutover.written();
        for (const { foreign, crashes, thenSeconds } of drawn) {
          if (foreign !== undefined && foreign.old + foreign.new > 0) {
            const total = foreign.old + foreign.new;
            const share = Math.round((100 * foreign.new) / total);
            cutover.split.foreignChange({ weights: { old: 100 - share, new: share } });
          }
          await cutover.revert(crashes).catch((error: Error) => expect(error.message).toBe('crash'));
          cutover.pass(thenSeconds);
        }
        cutover.pass(60);
        const last = await cutover.revert(false);
        expect(cutover.split.percent()).toBe(cutover.percent);
        if (cutover.written() > before || shifts) {
          expect(last).toMatchObject({
            action: 'moved',
            waitSeconds: 0,
            shift: { change: { version: await cutover.readVersion() } },
          });
        } else {
          expect(last).toMatchObject({ action: 'unlock' });
        }
      },
    ),
    { numRuns: 100 },
  );
});

test.each(
  (Object.keys(routers) as RouterKind[]).flatMap((kind) => [[kind, 'up'] as const, [kind, 'down'] as const]),
)(
  'weights that someone else has changed before any shift are put back and waited for: %s, %s',
  async (kind, direction) => {
    const cutover = await underWay(kind, direction);
    cutover.split.foreignChange({ weights: { old: 60, new: 40 } });
    const first = await cutover.revert(false);
    expect(first).toMatchObject({ action: 'moved', waitSeconds: 0 });
    expect(cutover.split.percent()).toBe(cutover.percent);
    // A try of the same write may land until its turn is over.
    expect(await cutover.revert(false)).toMatchObject({ action: 'wait', waitSeconds: 45 });
    await expect(cutover.release('fence' in first ? first.fence : Number.NaN)).rejects.toMatchObject({
      name: 'LeaseRunningError',
    });
    cutover.pass(45);
    const again = await cutover.revert(false);
    expect(again).toMatchObject({
      action: 'moved',
      waitSeconds: 0,
      shift: { change: { version: await cutover.readVersion() } },
    });
    expect(await cutover.decisions()).toContainEqual(
      expect.objectContaining({
        key: 'revert-to-be-sure',
        what: `revert to ${cutover.percent} %, in case an earlier write has landed`,
      }),
    );
    await cutover.release('fence' in again ? again.fence : Number.NaN);
  },
);

test('a lease that runs for longer than the turn of the revert is not cut short', async () => {
  const { ledger, route, fence, split, revert, snapshot } = await underWay('route53', 'up');
  const until = '2026-11-20T12:00:47.000Z';
  await ledger.beginShift(route, fence, { until, percent: 50 }, null);
  await ledger.saveExpected(route, fence, snapshot);
  split.foreignChange({ weights: { old: 60, new: 40 } });
  await revert(false);
  expect(await ledger.read(route)).toMatchObject({ leaseUntil: until, shiftingUntil: until });
});
