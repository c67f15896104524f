import { describe, expect, test } from '@jest/globals';
import { reconcile } from '../../../../lambdas/steps/guards/reconcile';
import { prepareRecords } from '../../../../lambdas/steps/prepare-records';
import { releaseLock } from '../../../../lambdas/steps/release-lock';
import { restoreRecords } from '../../../../lambdas/steps/restore-records';
import { revertTraffic } from '../../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { fakeExecutions } from '../../../support/plans/deployment';
import { cutoverToPrepare, cutoverUnderWay, execution, fakeClock } from '../../../support/world/cutover';
import { nextEntry, revertExecution } from '../../../support/world/revert-turn';

const ended = { outcome: 'succeeded', reason: 'done' } as const;
const off = (seconds: number | null) => {
  const { clock, setOff } = fakeClock();
  setOff(seconds);
  return { clock };
};
const log = { info: () => undefined, error: () => undefined };
const until = '2026-11-20T12:00:45.000Z';

describe('a step that takes a lease', () => {
  test.each([50, -50, null])('begins nothing while AWS is ahead of its clock by %p s', async (seconds) => {
    const shifting = await cutoverUnderWay();
    const shift = shiftTraffic({ ...shifting.ports, ...off(seconds) });
    await expect(shift({ ...shifting.input, stage: 0, evidence: '' })).rejects.toMatchObject({
      name: 'ClockOffError',
    });
    expect(shifting.zone.written).toEqual([]);
    expect((await shifting.entry())?.leaseUntil).toBeNull();

    const preparing = await cutoverToPrepare();
    const prepare = prepareRecords({ ...preparing.ports, ...off(seconds) });
    await expect(prepare(preparing.input)).rejects.toMatchObject({ name: 'ClockOffError' });
    await prepareRecords(preparing.ports)(preparing.input);
    const restore = restoreRecords({ ...preparing.ports, ...off(seconds) });
    await expect(restore({ ...preparing.input, scope: 'ttl' })).rejects.toMatchObject({
      name: 'ClockOffError',
    });
    expect(preparing.zone.replaced).toHaveLength(1);
  });
});

/** A cutover with a lease that ends 45 s after it began. */
async function withLease() {
  const cutover = await cutoverUnderWay();
  await cutover.ledger.beginShift(cutover.route, cutover.fence, { until, percent: 10 }, null);
  return cutover;
}

describe('the lock', () => {
  test("is kept until the lease is over by AWS's clock", async () => {
    const { ports, input, entry, pass } = await withLease();
    const release = (with_ = ports) => releaseLock(with_)({ ...input, ended });
    const kept = { name: 'LeaseRunningError', message: expect.stringContaining(until) };
    await expect(release()).rejects.toMatchObject(kept);
    const hourAhead = { ...ports.clock, now: () => ports.clock.now() + 3_600_000, aheadMs: () => -3_600_000 };
    await expect(release({ ...ports, clock: hourAhead })).rejects.toMatchObject(kept);
    await expect(release({ ...ports, ...off(null) })).rejects.toMatchObject({ name: 'ClockOffError' });
    expect((await entry())?.lock).not.toBeNull();
    pass(45);
    await release();
    expect((await entry())?.lock).toBeNull();
  });

  test('is not released by the reconciler before that either', async () => {
    const { ports, route, entry, pass, decisions } = await withLease();
    const { executions, forward } = fakeExecutions();
    forward.set(execution, 'SUCCEEDED');
    const run = reconcile({ ...ports, executions, log, routes: [route], ledgerTable: 'ledger' });
    expect((await run()).repaired).toEqual([]);
    expect((await entry())?.lock).not.toBeNull();
    expect(await decisions()).toEqual([]);
    pass(45);
    expect((await run()).repaired).toHaveLength(1);
    expect((await entry())?.lock).toBeNull();
  });
});

describe('a revert', () => {
  const revert = (ports: Awaited<ReturnType<typeof withLease>>['ports'], route: string) =>
    revertTraffic({ ...ports, targets: { targets: async () => [] } })({
      ...{ execution, route, revert: revertExecution, entered: nextEntry() },
      failure: { Cause: 'stopped' },
    });

  test("moves the traffic back at once where AWS's time is not known, and only then fails", async () => {
    const { ports, route, zone } = await withLease();
    zone.change((record) => ({ ...record, Weight: 50 }));
    await expect(revert({ ...ports, ...off(null) }, route)).rejects.toMatchObject({ name: 'ClockOffError' });
    expect(zone.weights()).toEqual([100, 0]);
  });

  test('runs again after the lease of a shift that arrived, as another try may be on its way', async () => {
    const cutover = await cutoverUnderWay();
    const { ports, route, input, zone, pass } = cutover;
    for (const stage of [0, 1]) {
      await shiftTraffic(ports)({ ...input, stage, evidence: '' });
    }
    pass(5);
    expect(await revert(ports, route)).toMatchObject({ action: 'moved', waitSeconds: 40 });
    // The second try lands, as Route 53 lets it when the next cutover has brought the weights there.
    zone.change((record) => ({ ...record, Weight: 50 }));
    expect(await revert(ports, route)).toMatchObject({ action: 'moved', waitSeconds: 40 });
    expect(await revert(ports, route)).toMatchObject({ action: 'wait', waitSeconds: 40 });
    pass(40);
    expect(await revert(ports, route)).toMatchObject({ action: 'moved', waitSeconds: 0 });
    expect(zone.weights()).toEqual([100, 0]);
  });
});
