import { describe, expect, test } from '@jest/globals';
import { MAX_ITERATIONS } from '../../lambdas/core/estimate/estimate';
import { checkPreparation } from '../../lambdas/steps/check-preparation';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { began, cutoverToPrepare, execution } from '../support/world/cutover';

const DAYS_2 = 172_800;

/** Records that have just been prepared; Route 53 has taken them in or not. */
async function prepared(isIn = true) {
  const cutover = await cutoverToPrepare();
  const { lead } = await prepareRecords(cutover.ports)(cutover.input);
  const records = { ...cutover.ports.records, propagated: async () => isIn };
  const look = (over: object = {}) =>
    checkPreparation({ ...cutover.ports, records })({ ...cutover.input, lead, iterations: 0, ...over });
  const say = (kind: 'abort' | 'pause' | 'resume') =>
    cutover.ledger.sendCommand(cutover.route, execution, { kind, by: 'ada', at: began, reason: 'lunch' });
  return { ...cutover, lead, look, say };
}

describe('while the change is on its way', () => {
  test('it looks again soon', async () => {
    const { look, lead, decisions } = await prepared(false);
    expect(await look()).toEqual({
      move: 'wait',
      reason: 'not in effect after 0 s',
      waitSeconds: 10,
      lead,
      iterations: 1,
    });
    expect((await decisions()).map(({ key }) => key)).toEqual(['prepare']);
  });

  test('for ten minutes at the most', async () => {
    const { look, pass } = await prepared(false);
    pass(599);
    expect(await look()).toMatchObject({ move: 'wait' });
    pass(1);
    expect(await look()).toMatchObject({
      move: 'undo',
      reason: 'not in effect after 600 s, the limit is 600 s',
    });
  });
});

describe('the lead', () => {
  test('counts from when the change is in effect, with a look each hour', async () => {
    const { look, pass, decisions } = await prepared();
    const first = await look();
    expect(first).toMatchObject({ move: 'wait', waitSeconds: 3_600, lead: { inEffectAt: began } });
    expect((await decisions()).at(-1)).toMatchObject({ key: 'prepared-1', by: 'cutover' });
    pass(DAYS_2 - 1_800);
    expect(await look({ lead: first.lead, iterations: 48 })).toMatchObject({
      move: 'wait',
      waitSeconds: 1_800,
    });
    pass(1_800);
    expect(await look({ lead: first.lead, iterations: 49 })).toMatchObject({
      move: 'ready',
      waitSeconds: 0,
      iterations: 50,
      reason: `in effect since ${began}; the lead of 172800 s is over`,
    });
  });

  test('is none where no TTL was lowered', async () => {
    const cutover = await cutoverToPrepare({ ttl: undefined }, { adopt: true });
    const { lead } = await prepareRecords(cutover.ports)(cutover.input);
    expect(await checkPreparation(cutover.ports)({ ...cutover.input, lead, iterations: 0 })).toMatchObject({
      move: 'ready',
      reason: `in effect since ${began}; no TTL was lowered`,
    });
  });

  test('is not longer for a pause, but nothing comes after it until it is over', async () => {
    const { look, pass, say } = await prepared();
    const { lead } = await look();
    await say('pause');
    expect(await look({ lead })).toMatchObject({ waitSeconds: 3_600 });
    pass(DAYS_2);
    expect(await look({ lead })).toMatchObject({
      move: 'wait',
      waitSeconds: 300,
      reason: `in effect since ${began}; paused by ada: lunch`,
    });
    await say('resume');
    expect(await look({ lead })).toMatchObject({ move: 'ready' });
  });
});

describe('everything is put back', () => {
  test('when an operator aborts', async () => {
    const { look, say, decisions } = await prepared();
    await say('abort');
    expect(await look()).toMatchObject({ move: 'undo', reason: 'aborted by ada: lunch' });
    expect((await decisions()).at(-1)).toMatchObject({ key: 'prepared-1', by: 'ada' });
  });

  test('when the lock is no longer ours', async () => {
    const { look, ledger, route } = await prepared();
    expect(await look({ route: 'another' })).toMatchObject({ move: 'undo' });
    const fence = await ledger.takeOver(route, execution);
    expect(await look()).toMatchObject({ move: 'undo', reason: expect.stringContaining('no longer held') });
    expect(await look({ fence })).toMatchObject({ move: 'undo' });
  });

  test('when the ledger knows of no preparation, or of none that has arrived', async () => {
    const { ports, input } = await cutoverToPrepare();
    const lead = { change: { id: 'P1' }, changedAt: began, inEffectAt: null };
    expect(await checkPreparation(ports)({ ...input, lead, iterations: 0 })).toMatchObject({ move: 'undo' });
    await ports.ledger.saveExpected(input.route, input.fence, { percent: 0, version: '[]' });
    expect(await checkPreparation(ports)({ ...input, lead, iterations: 0 })).toMatchObject({ move: 'undo' });
  });

  test('when somebody else has changed the records', async () => {
    const { look, zone } = await prepared();
    zone.change((one) => ({ ...one, TTL: 900 }));
    expect(await look()).toMatchObject({
      move: 'undo',
      reason: expect.stringContaining('changed by someone else: A "old" TTL 30 → 900'),
    });
  });

  test('before the history is full', async () => {
    const { look } = await prepared();
    expect(await look({ iterations: MAX_ITERATIONS })).toMatchObject({
      move: 'undo',
      reason: expect.stringContaining('history'),
    });
  });
});
