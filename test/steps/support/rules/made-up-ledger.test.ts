import { describe, expect, test } from '@jest/globals';
import type { Ledger, RouteEntry } from '../../../../lambdas/ports';
import { reconcile } from '../../../../lambdas/steps/guards/reconcile';
import { prepareRecords } from '../../../../lambdas/steps/prepare-records';
import { restoreRecords } from '../../../../lambdas/steps/restore-records';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { fakeExecutions } from '../../../support/plans/deployment';
import { cutoverToPrepare, cutoverUnderWay } from '../../../support/world/cutover';

/** The ledger after someone has written into its table. */
const tampered = (ledger: Ledger, made: (entry: RouteEntry) => object): Ledger => ({
  ...ledger,
  read: async (route) => {
    const entry = await ledger.read(route);
    return entry === null ? null : ({ ...entry, ...made(entry) } as RouteEntry);
  },
});
const corrupt = { name: 'LedgerCorruptError' };
const elsewhere = ({ prepared }: RouteEntry) => ({
  prepared: {
    ...prepared,
    original: prepared?.original.replace('}', ',"ResourceRecords":["203.0.113.66"]}'),
  },
});

describe('a step', () => {
  describe.each(['ttl', 'everything'] as const)('that restores (%s)', (scope) => {
    test.each<[string, (entry: RouteEntry) => object]>([
      ['records that somebody has made up', elsewhere],
      ['the router of another route', ({ router }) => ({ router: { ...router, recordName: 'b.example' } })],
      ['no router', () => ({ router: null })],
      ['no preparation', () => ({ prepared: null })],
    ])('takes %s neither for its own nor for a reason to leave the records', async (_, made) => {
      const { ports, input, zone, pass } = await cutoverToPrepare();
      await prepareRecords(ports)(input);
      pass(45);
      const before = zone.records();
      const ledger = tampered(ports.ledger, made);
      const restore = restoreRecords({ ...ports, ledger })({ ...input, scope });
      await expect(restore).rejects.toMatchObject(corrupt);
      expect(zone.records()).toEqual(before);
    });
  });

  test('prepares no record that somebody has made up', async () => {
    const { ports, input, zone } = await cutoverToPrepare();
    await prepareRecords(ports)(input);
    const before = zone.records();
    const again = prepareRecords({ ...ports, ledger: tampered(ports.ledger, elsewhere) })(input);
    await expect(again).rejects.toMatchObject(corrupt);
    expect(zone.records()).toEqual(before);
  });

  test('shifts nothing by an entry that somebody has made up', async () => {
    const { ports, input, zone } = await cutoverUnderWay();
    const ledger = tampered(ports.ledger, () => ({ router: null }));
    const shift = shiftTraffic({ ...ports, ledger })({ ...input, stage: 0, evidence: '' });
    await expect(shift).rejects.toMatchObject(corrupt);
    expect(zone.written).toEqual([]);
  });
});

describe('the reconciler', () => {
  test.each<[string, (entry: RouteEntry) => object]>([
    ['lock', ({ lock }) => ({ lock: { ...lock, acquiredAt: 'noon' } })],
    ['router', () => ({ router: null })],
    ['snapshot', ({ snapshot }) => ({ snapshot: { ...snapshot, version: '[]' } })],
  ])('neither reverts nor releases by a %s that is made up, and counts the route', async (_, made) => {
    const { ports, route, decisions } = await cutoverUnderWay();
    const { executions, acts } = fakeExecutions();
    const logged: object[] = [];
    const log = { info: () => undefined, error: (_message: string, detail: object) => logged.push(detail) };
    const ledger = tampered(ports.ledger, made);
    const reading = { read: () => Promise.reject(new Error('the route was read')) };
    const router = { ...ports.router, ...reading };
    const run = reconcile({
      ...{ ...ports, ledger, router, executions },
      log: { ...log, error: (message, detail) => void log.error(message, detail) },
      ...{ routes: [route], ledgerTable: 'ledger' },
    });
    expect((await run()).repaired).toEqual([]);
    expect(acts).toEqual([]);
    expect(await decisions()).toMatchObject([{ kind: 'unattended' }]);
    expect((await ports.ledger.read(route))?.lock).not.toBeNull();
    expect(logged).toEqual([
      { route, reason: expect.any(String) },
      expect.objectContaining({ RoutesLockedUnattended: 1, routes: [route] }),
    ]);
  });
});
