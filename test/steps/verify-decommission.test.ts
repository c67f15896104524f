import { describe, expect, test } from '@jest/globals';
import { RouteBrokenError } from '../../lambdas/core/errors';
import { routeKey } from '../../lambdas/core/route';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { verifyDecommission } from '../../lambdas/steps/verify-decommission';
import { memoryLedger } from '../../lib/rehearsal/memory-ledger';
import { cutoverUnderWay, execution } from '../support/cutover';

/** A cutover that has shifted up to a stage; the last one is at 100 %. */
async function shiftedTo(stage: number) {
  const cutover = await cutoverUnderWay();
  await shiftTraffic(cutover.ports)({ ...cutover.input, stage, evidence: 'fine' });
  cutover.pass(60);
  return cutover;
}

describe('the old path', () => {
  test('can go when the route is at 100 % as last written', async () => {
    const { ports, input, decisions, zone } = await shiftedTo(2);
    const reason =
      'api.example.com is at 100 % on the new path as last written; the record "old" (weight 0) can go';
    expect(await verifyDecommission(ports)(input)).toEqual({ ready: true, reason });
    expect((await decisions()).at(-1)).toEqual({
      key: 'decommission',
      what: 'old path can go',
      reason,
      by: 'cutover',
      execution,
      at: '2026-11-20T12:01:00.000Z',
    });
    expect(zone.written).toEqual([100]);
  });

  test('stays while it gets traffic', async () => {
    const { ports, input, decisions } = await shiftedTo(1);
    const reason = 'api.example.com is at 50 % on the new path; keep the old path';
    expect(await verifyDecommission(ports)(input)).toEqual({ ready: false, reason });
    expect((await decisions()).at(-1)).toMatchObject({ what: 'old path must stay', reason });
  });

  test('stays when somebody has changed the route, even at 100 %', async () => {
    const { ports, input, zone } = await shiftedTo(2);
    zone.change((record) => ({ ...record, TTL: 300 }));
    expect(await verifyDecommission(ports)(input)).toEqual({
      ready: false,
      reason:
        'api.example.com is at 100 % on the new path: A "old" TTL 60 → 300; A "new" TTL 60 → 300; keep the old path',
    });
  });

  test('stays when the ledger knows nothing of the route', async () => {
    const { ports, input, plan } = await shiftedTo(2);
    const ledger = memoryLedger();
    expect(await verifyDecommission({ ...ports, ledger })(input)).toEqual({
      ready: false,
      reason: 'api.example.com is at 100 % on the new path; keep the old path',
    });
    expect(await ledger.decisions(routeKey(plan.router))).toHaveLength(1);
  });

  test('stays when the route cannot be read', async () => {
    const { ports, input, zone } = await shiftedTo(2);
    zone.change((record) => ({ ...record, Weight: 0 }));
    await expect(verifyDecommission(ports)(input)).rejects.toBeInstanceOf(RouteBrokenError);
  });
});
