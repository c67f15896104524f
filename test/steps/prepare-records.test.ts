import { describe, expect, test } from '@jest/globals';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { SHIFT_LEASE_MS } from '../../lambdas/core/shared/lease';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { planInput } from '../support/plans/plans';
import { began, cutoverToPrepare } from '../support/world/cutover';
import { TURN } from '../support/world/revert-turn';

const isoAfter = (ms: number) => new Date(Date.parse(began) + ms).toISOString();
const ttls = (records: readonly RecordSet[]) => records.map(({ TTL }) => TTL);

describe('prepared records', () => {
  test('are changed in one batch, and the ledger expects them', async () => {
    const cutover = await cutoverToPrepare();
    const { zone, plan, entry, decisions } = cutover;
    const result = await prepareRecords(cutover.ports)(cutover.input);
    expect(result).toEqual({
      lead: { change: { id: 'P1' }, changedAt: began, inEffectAt: null },
      waitSeconds: 10,
      reason: 'A: TTL 300 s → 30 s (change P1)',
    });
    expect(zone.replaced).toHaveLength(1);
    expect(ttls(zone.records())).toEqual([30, 30]);
    const { version } = await zone.router.read(plan.router);
    expect(await entry()).toMatchObject({
      expected: { percent: 0, version },
      snapshot: null,
      shiftingUntil: null,
      prepared: { loweredFrom: 300, leadSeconds: 172_800 },
    });
    expect(await decisions()).toMatchObject([{ key: 'prepare', reason: 'A: TTL 300 s → 30 s' }]);
  });

  test('are in the ledger, with a lease, before they are changed', async () => {
    const { ports, input, entry, zone } = await cutoverToPrepare();
    const before = zone.records();
    const replace = () => Promise.reject(new Error('killed'));
    await expect(prepareRecords({ ...ports, records: { ...ports.records, replace } })(input)).rejects.toThrow(
      'killed',
    );
    const kept = await entry();
    expect(JSON.parse(kept?.prepared?.original ?? '')).toEqual(expect.arrayContaining([...before]));
    expect(kept).toMatchObject({ expected: null, shiftingUntil: isoAfter(SHIFT_LEASE_MS) });
  });

  test('are the same when the step runs twice, with a change to wait for', async () => {
    const { ports, input, zone, entry } = await cutoverToPrepare();
    await prepareRecords(ports)(input);
    const before = await entry();
    expect(await prepareRecords(ports)(input)).toMatchObject({
      lead: { change: { id: 'P2' } },
      reason: 'A: TTL 300 s → 30 s (change P2)',
    });
    expect(ttls(zone.records())).toEqual([30, 30]);
    expect(await entry()).toEqual(before);
  });

  test('leave a record of another type as it is', async () => {
    const { ports, input, zone } = await cutoverToPrepare();
    const other = { Name: 'api.example.com.', Type: 'TXT', TTL: 900 };
    zone.seed([...zone.records(), other]);
    await prepareRecords(ports)(input);
    expect(zone.records()).toContainEqual(other);
  });
});

describe('nothing is changed', () => {
  test('when someone else has changed the records since the preflight', async () => {
    const { ports, input, zone } = await cutoverToPrepare();
    zone.change((one) => ({ ...one, TTL: 20 }));
    await expect(prepareRecords(ports)(input)).rejects.toMatchObject({ name: 'RouteChangedError' });
    expect(zone.replaced).toEqual([]);
  });

  test('when they are neither the original nor the prepared records', async () => {
    const { ports, input, zone } = await cutoverToPrepare();
    await prepareRecords(ports)(input);
    zone.change((one) => ({ ...one, TTL: 20 }));
    await expect(prepareRecords(ports)(input)).rejects.toMatchObject({ name: 'RouteChangedError' });
    expect(zone.replaced).toHaveLength(1);
  });

  test('when the lock has been taken over', async () => {
    const { ports, input, zone, ledger, route } = await cutoverToPrepare();
    await ledger.takeOver(route, input.execution, TURN);
    await expect(prepareRecords(ports)(input)).rejects.toMatchObject({ name: 'FencedError' });
    const entry = await ledger.read(route);
    const fence = entry?.lock?.fence ?? Number.NaN;
    await expect(prepareRecords(ports)({ ...input, fence })).rejects.toMatchObject({ name: 'FencedError' });
    expect(zone.replaced).toEqual([]);
  });

  test('when there is no lock, or the plan prepares nothing', async () => {
    const { ports, input, plan } = await cutoverToPrepare();
    await expect(prepareRecords(ports)({ ...input, route: 'another' })).rejects.toMatchObject({
      name: 'FencedError',
    });
    const { ttl: _, ...rest } = plan;
    await expect(prepareRecords(ports)({ ...input, plan: rest })).rejects.toThrow('does not prepare');
  });
});

test('a type that needs nothing stays in what the ledger expects', async () => {
  const plan = planInput();
  const cutover = await cutoverToPrepare({ router: { ...plan.router, recordTypes: ['A', 'AAAA'] } });
  const { zone, ports, input, entry } = cutover;
  zone.change((one) => (one.Type === 'AAAA' ? { ...one, TTL: 30 } : one));
  await prepareRecords(ports)(input);
  const { version } = await zone.router.read(cutover.plan.router);
  expect(zone.records()).toHaveLength(4);
  expect((await entry())?.expected).toEqual({ percent: 0, version });
});
