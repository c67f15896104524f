import { describe, expect, test } from '@jest/globals';
import type { RouteEntry } from '../../lambdas/ports';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { restoreRecords } from '../../lambdas/steps/restore-records';
import { verifyDecommission } from '../../lambdas/steps/verify-decommission';
import { cutoverToPrepare, execution } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

async function prepared(options: { readonly adopt?: boolean } = {}) {
  const cutover = await cutoverToPrepare({}, options);
  const before = cutover.zone.records();
  await prepareRecords(cutover.ports)(cutover.input);
  cutover.pass(45);
  return {
    ...cutover,
    before,
    restore: (scope: 'ttl' | 'everything', over: object = {}) =>
      restoreRecords(cutover.ports)({ ...cutover.input, scope, ...over }),
  };
}
const bySetIdentifier = (records: readonly { readonly SetIdentifier?: string | undefined }[]) =>
  Object.fromEntries(records.map((one) => [one.SetIdentifier ?? 'simple', one]));

describe('after a revert', () => {
  test.each([true, false])('the records are the original ones (adopted: %s)', async (adopt) => {
    const { restore, zone, before, decisions } = await prepared({ adopt });
    expect(await restore('everything')).toMatchObject({ action: 'restored', waitSeconds: 0 });
    expect(bySetIdentifier(zone.records())).toEqual(bySetIdentifier(before));
    expect((await decisions()).at(-1)).toMatchObject({ key: 'restore', what: 'restore records' });
  });

  test('a record that becomes simple again is reported as such', async () => {
    const { restore } = await prepared({ adopt: true });
    expect((await restore('everything')).reason).toBe(
      'records restored: A, a simple record again at TTL 300 s',
    );
  });

  test('the result and the decision are the same when the step runs twice', async () => {
    const { restore, zone, before, decisions, pass } = await prepared();
    const { reason } = await restore('everything');
    expect(await restore('everything')).toMatchObject({ action: 'wait', waitSeconds: 45 });
    pass(45);
    expect(await restore('everything')).toMatchObject({ reason: 'the records are already restored' });
    expect(bySetIdentifier(zone.records())).toEqual(bySetIdentifier(before));
    expect((await decisions()).at(-1)?.reason).toBe(reason);
  });

  test('the step waits for a preparation that may still arrive', async () => {
    const { ports, input, ledger, route, pass } = await cutoverToPrepare();
    const replace = () => Promise.reject(new Error('killed'));
    const records = { ...ports.records, replace };
    await expect(prepareRecords({ ...ports, records })(input)).rejects.toThrow('killed');
    const fence = (await ledger.takeOver(route, execution, TURN)) ?? Number.NaN;
    const restore = () => restoreRecords(ports)({ ...input, fence, scope: 'everything' });
    pass(5);
    expect(await restore()).toMatchObject({ action: 'wait', waitSeconds: 40 });
    pass(40);
    expect(await restore()).toMatchObject({ action: 'restored' });
  });

  test('records that someone else has changed stay, and are reported', async () => {
    const { restore, zone, decisions } = await prepared();
    zone.change((one) => ({ ...one, TTL: 900 }));
    expect(await restore('everything')).toMatchObject({
      action: 'restored',
      reason: 'records changed by someone else were not restored; restore them by hand: A',
    });
    expect(zone.records().map(({ TTL }) => TTL)).toEqual([900, 900]);
    expect((await decisions()).at(-1)?.key).toBe('restore');
  });
});

describe('after a success', () => {
  test('the TTL is restored, and VerifyDecommission finds the route as expected', async () => {
    const { restore, zone, ports, input, plan, ledger, route, fence } = await prepared();
    const snapshot = await zone.router.read(plan.router);
    await ledger.saveSnapshot(route, fence, snapshot);
    const change = await zone.router.write(plan.router, 100, snapshot.version);
    await ledger.saveExpected(route, fence, { percent: 100, version: change.version });
    expect(await restore('ttl')).toMatchObject({
      reason: 'records restored: A "old" at TTL 300 s, A "new" at TTL 300 s',
    });
    expect(bySetIdentifier(zone.records())).toMatchObject({
      old: { Weight: 0, TTL: 300 },
      new: { Weight: 100, TTL: 300 },
    });
    expect(
      await verifyDecommission({ ...ports, references: {} as never, health: {} as never })(input),
    ).toMatchObject({
      ready: true,
    });
  });

  test('a crash before the ledger is updated leaves the lease for the next try', async () => {
    const { restore, ports, input, zone, entry, plan } = await prepared();
    const saveExpected = () => Promise.reject(new Error('killed'));
    const ledger = { ...ports.ledger, saveExpected };
    await expect(restoreRecords({ ...ports, ledger })({ ...input, scope: 'ttl' })).rejects.toThrow('killed');
    expect(await entry()).toMatchObject({ shiftingUntil: '2026-11-20T12:01:30.000Z' });
    await restore('ttl');
    const { version } = await zone.router.read(plan.router);
    expect(await entry()).toMatchObject({ shiftingUntil: null, expected: { percent: 0, version } });
    expect(zone.replaced).toHaveLength(2);
  });

  test('a change by someone else is not recorded as expected', async () => {
    const { restore, zone, entry } = await prepared();
    const before = (await entry())?.expected;
    zone.change((one) => ({ ...one, TTL: 900 }));
    await restore('ttl');
    expect((await entry())?.expected).toEqual(before);
  });

  test('a new alias is reported without a TTL', async () => {
    const { restore } = await prepared({ adopt: true });
    expect((await restore('ttl')).reason).toMatch(/A "old" at TTL 300 s, A "new"$/);
  });
});

describe('nothing is restored', () => {
  test('by an entry that does not say what was prepared, which is no success', async () => {
    const { ports, input, zone } = await cutoverToPrepare();
    const restore = restoreRecords(ports)({ ...input, scope: 'ttl' });
    await expect(restore).rejects.toMatchObject({
      name: 'LedgerCorruptError',
      message: expect.stringContaining('`prepared` is missing, although the records were prepared'),
    });
    expect(zone.replaced).toEqual([]);
  });

  test('when the route is not locked', async () => {
    const { restore, ledger, route, fence, zone } = await prepared();
    await ledger.release(route, fence, LATER);
    expect(await restore('everything')).toMatchObject({
      action: 'restored',
      reason: `${route} is not locked, so that no prepared records are left to restore`,
    });
    expect(zone.replaced).toHaveLength(1);
  });

  test('by a run that finds the original records, as after a preparation that never arrived', async () => {
    const { ports, input, ledger, route, pass, decisions } = await cutoverToPrepare();
    const records = { ...ports.records, replace: () => Promise.reject(new Error('killed')) };
    await expect(prepareRecords({ ...ports, records })(input)).rejects.toThrow('killed');
    const fence = (await ledger.takeOver(route, execution, TURN)) ?? Number.NaN;
    pass(45);
    const before = await decisions();
    expect(await restoreRecords(ports)({ ...input, fence, scope: 'everything' })).toMatchObject({
      reason: 'the records are already restored',
    });
    expect(await decisions()).toEqual(before);
  });

  test('under an older fence, whatever the entry of the new owner is', async () => {
    const { restore, ports, ledger, route, zone, decisions } = await prepared();
    await ledger.takeOver(route, execution, TURN);
    const before = await decisions();
    const refused = { name: 'FencedError', message: expect.stringContaining('nothing was restored') };
    await expect(restore('everything')).rejects.toMatchObject(refused);
    const read = async () => ({ ...(await ledger.read(route)), prepared: null }) as RouteEntry;
    const unprepared = restoreRecords({ ...ports, ledger: { ...ledger, read } });
    const input = { execution, route, fence: 1, scope: 'everything' } as const;
    await expect(unprepared(input)).rejects.toMatchObject(refused);
    expect(await decisions()).toEqual(before);
    expect(zone.replaced).toHaveLength(1);
  });
});
