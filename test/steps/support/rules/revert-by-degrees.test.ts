import { describe, expect, test } from '@jest/globals';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { RouteBrokenError } from '../../../../lambdas/core/shared/errors';
import { releaseLock } from '../../../../lambdas/steps/release-lock';
import { revertTraffic } from '../../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { planInput } from '../../../support/plans/plans';
import { cutoverUnderWay, execution } from '../../../support/world/cutover';
import { nextEntry, revertExecution } from '../../../support/world/revert-turn';

const failure = { Cause: 'stopped' };
const recordTypes = ['A' as const, 'AAAA' as const];

/** A cutover of A and AAAA at 50 %. */
async function atHalf() {
  const cutover = await cutoverUnderWay({ router: { ...planInput().router, recordTypes } });
  for (const stage of [0, 1]) {
    await shiftTraffic(cutover.ports)({ ...cutover.input, stage, evidence: 'fine' });
  }
  cutover.pass(60);
  const targets = { targets: async () => [] };
  const { route } = cutover;
  return {
    ...cutover,
    revert: () =>
      revertTraffic({ ...cutover.ports, targets })({
        execution,
        route,
        failure,
        revert: revertExecution,
        entered: nextEntry(),
      }),
    release: (fence: number, unrestored: string) =>
      releaseLock(cutover.ports)({
        ...{ execution, route, fence, unrestored },
        ended: { outcome: 'reverted', reason: 'stopped' },
      }),
    weights: () =>
      Object.fromEntries(
        cutover.zone.records().map(({ Type, SetIdentifier, Weight }) => [`${Type} ${SetIdentifier}`, Weight]),
      ),
  };
}

const setWeights =
  (type: string, old: number, fresh: number) =>
  (record: RecordSet): RecordSet =>
    record.Type === type ? { ...record, Weight: record.SetIdentifier === 'new' ? fresh : old } : record;
const BACK = { 'A old': 100, 'A new': 0, 'AAAA old': 100, 'AAAA new': 0 };

describe('a revert of a route that somebody has helped', () => {
  test('puts AAAA back where A was set back by hand and AAAA was forgotten', async () => {
    const { zone, revert, weights } = await atHalf();
    zone.change(setWeights('A', 100, 0));
    expect(await revert()).toMatchObject({ action: 'moved', reason: 'stopped', unrestored: '' });
    expect(weights()).toEqual(BACK);
  });

  test('mends a type whose weights are both 0', async () => {
    const { zone, revert, weights } = await atHalf();
    zone.change(setWeights('AAAA', 0, 0));
    expect(await revert()).toMatchObject({ action: 'moved', unrestored: '' });
    expect(weights()).toEqual(BACK);
  });

  test('says that it does not know where the traffic was when every weight is 0', async () => {
    const { zone, revert, weights, decisions } = await atHalf();
    zone.change((record) => ({ ...record, Weight: 0 }));
    await revert();
    expect(weights()).toEqual(BACK);
    expect(await decisions()).toContainEqual(expect.objectContaining({ what: 'revert to 0 %' }));
  });

  test('leaves a third record alone and names it', async () => {
    const { zone, revert, weights, decisions } = await atHalf();
    const third = { Name: 'api.example.com.', Type: 'A', SetIdentifier: 'ada', Weight: 50, TTL: 60 };
    zone.seed([...zone.records(), third]);
    const reason =
      'stopped; left alone: api.example.com A: a third record "ada" keeps its weight 50, ' +
      '33.33 % of the traffic after the revert';
    expect(await revert()).toMatchObject({ action: 'moved', reason, unrestored: '' });
    expect(weights()).toEqual({ ...BACK, 'A ada': 50 });
    expect(await decisions()).toContainEqual(expect.objectContaining({ key: 'revert', reason }));
  });

  test('puts back what there is, and then fails loudly with what is missing and keeps the lock', async () => {
    const { zone, revert, release, weights, entry, decisions } = await atHalf();
    zone.seed(zone.records().filter((one) => `${one.Type} ${one.SetIdentifier}` !== 'AAAA old'));
    const moved = await revert();
    const missing = 'api.example.com AAAA: the record "old" is missing; create it with weight 100';
    expect(moved).toMatchObject({ action: 'moved', unrestored: missing });
    // The last record of its type has all of the traffic at any weight, and must not stand at 0 alone.
    expect(weights()).toEqual({ 'A old': 100, 'A new': 0, 'AAAA new': 50 });
    expect(await decisions()).toContainEqual(
      expect.objectContaining({ key: 'revert', reason: `stopped; not put back: ${missing}` }),
    );
    const releasing = release('fence' in moved ? moved.fence : Number.NaN, missing);
    await expect(releasing).rejects.toBeInstanceOf(RouteBrokenError);
    await expect(releasing).rejects.toThrow(missing);
    expect((await entry())?.lock).toMatchObject({ execution, reverting: true });
  });

  test('fails loudly where nothing is left to put back', async () => {
    const { zone, revert } = await atHalf();
    zone.seed([{ Name: 'api.example.com.', Type: 'A', TTL: 60 }]);
    const reverted = await revert();
    expect(reverted).toMatchObject({ action: 'unlock' });
    expect('unrestored' in reverted && reverted.unrestored).toContain(
      'and the name has a simple record that is not ours',
    );
    expect(zone.records()).toHaveLength(1);
  });

  test('can be started again once the missing record is there', async () => {
    const { zone, revert, release, weights } = await atHalf();
    const [gone] = zone.records().filter(({ SetIdentifier }) => SetIdentifier === 'old');
    zone.seed(zone.records().filter((one) => one !== gone));
    await revert();
    zone.seed([...zone.records(), { ...(gone as RecordSet), Weight: 100 }]);
    const again = await revert();
    expect(again).toMatchObject({ action: 'moved', unrestored: '' });
    expect(weights()).toEqual(BACK);
    await release('fence' in again ? again.fence : Number.NaN, '');
  });
});
