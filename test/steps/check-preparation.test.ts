import { describe, expect, test } from '@jest/globals';
import { MAX_ITERATIONS } from '../../lambdas/core/estimate/estimate';
import { checkPreparation } from '../../lambdas/steps/check-preparation';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { operatorCommand } from '../support/plans/operator-commands';
import { openCalendars } from '../support/world/calendars';
import { began, cutoverToPrepare, execution } from '../support/world/cutover';
import { TURN } from '../support/world/revert-turn';

const DAYS_2 = 172_800;

/** Records that have just been prepared, and have propagated or not. */
async function prepared(hasPropagated = true, takesSeconds = 0, calendars = openCalendars) {
  const cutover = await cutoverToPrepare();
  const { lead } = await prepareRecords(cutover.ports)(cutover.input);
  const asked: unknown[] = [];
  const records = {
    ...cutover.ports.records,
    propagated: async (_: unknown, by: unknown) => {
      asked.push(by);
      cutover.pass(takesSeconds);
      return hasPropagated;
    },
  };
  const check = (over: object = {}) =>
    checkPreparation({ ...cutover.ports, records, calendars })({
      ...{ ...cutover.input, lead, iterations: 0 },
      ...over,
    });
  const command = (kind: 'abort' | 'pause' | 'resume') =>
    cutover.ledger.sendCommand(cutover.route, execution, operatorCommand(kind, { at: began }));
  return { ...cutover, lead, check, command, asked };
}

describe('while the change propagates', () => {
  test('it is checked again soon', async () => {
    const { check, lead, decisions } = await prepared(false);
    expect(await check()).toEqual({
      move: 'wait',
      reason: 'the change has not propagated after 0 s (limit 600 s)',
      waitSeconds: 10,
      lead,
      iterations: 1,
    });
    expect((await decisions()).map(({ key }) => key)).toEqual(['prepare']);
  });

  test('it is checked for ten minutes, and then reverted', async () => {
    const { check, pass } = await prepared(false);
    pass(599);
    expect(await check()).toMatchObject({ move: 'wait' });
    pass(1);
    expect(await check()).toMatchObject({
      move: 'revert',
      reason: 'the change has not propagated after 600 s (limit 600 s)',
    });
  });
});

describe('the lead', () => {
  test('counts from when the change has propagated, and is checked every hour', async () => {
    const { check, pass, decisions } = await prepared();
    const first = await check();
    expect(first).toMatchObject({ move: 'wait', waitSeconds: 3_600, lead: { inEffectAt: began } });
    expect((await decisions()).at(-1)).toMatchObject({ key: 'prepared-1', by: 'cutover' });
    pass(DAYS_2 - 1_800);
    expect(await check({ lead: first.lead, iterations: 48 })).toMatchObject({
      move: 'wait',
      waitSeconds: 1_800,
    });
    pass(1_800);
    expect(await check({ lead: first.lead, iterations: 49 })).toMatchObject({
      move: 'ready',
      waitSeconds: 0,
      iterations: 50,
      reason: `the change propagated at ${began}; the lead of 172800 s is over`,
    });
  });

  test('counts from the answer that it has propagated, however long that takes', async () => {
    const { check } = await prepared(true, 17);
    const inEffectAt = new Date(Date.parse(began) + 17_000).toISOString();
    expect(await check()).toMatchObject({ move: 'wait', lead: { inEffectAt } });
  });

  test('is skipped when no TTL was lowered', async () => {
    const cutover = await cutoverToPrepare({ ttl: undefined }, { adopt: true });
    const { lead } = await prepareRecords(cutover.ports)(cutover.input);
    expect(await checkPreparation(cutover.ports)({ ...cutover.input, lead, iterations: 0 })).toMatchObject({
      move: 'ready',
      reason: `the change propagated at ${began}; no TTL was lowered`,
    });
  });

  test('is not extended by a pause, but nothing follows it until a resume', async () => {
    const { check, pass, command } = await prepared();
    const { lead } = await check();
    await command('pause');
    expect(await check({ lead })).toMatchObject({ waitSeconds: 3_600 });
    pass(DAYS_2);
    expect(await check({ lead })).toMatchObject({
      move: 'wait',
      waitSeconds: 300,
      reason: `the change propagated at ${began}; paused by ada: lunch`,
    });
    await command('resume');
    expect(await check({ lead })).toMatchObject({ move: 'ready' });
  });
});

describe('the preparation is reverted', () => {
  test('when an operator aborts', async () => {
    const { check, command, decisions } = await prepared();
    await command('abort');
    expect(await check()).toMatchObject({ move: 'revert', reason: 'aborted by ada: lunch' });
    expect((await decisions()).at(-1)).toMatchObject({ key: 'prepared-1', by: 'ada' });
  });

  test('when the lock is no longer held', async () => {
    const { check, ledger, route } = await prepared();
    expect(await check({ route: 'another' })).toMatchObject({ move: 'revert' });
    const fence = await ledger.takeOver(route, execution, TURN);
    expect(await check()).toMatchObject({
      move: 'revert',
      reason: expect.stringContaining('no longer held'),
    });
    expect(await check({ fence })).toMatchObject({ move: 'revert' });
  });

  test('when the ledger has no preparation, or none that has arrived', async () => {
    const { ports, input } = await cutoverToPrepare();
    const lead = { change: { id: 'P1' }, changedAt: began, inEffectAt: null };
    expect(await checkPreparation(ports)({ ...input, lead, iterations: 0 })).toMatchObject({
      move: 'revert',
    });
    await ports.ledger.saveExpected(input.route, input.fence, { percent: 0, version: '[]' });
    expect(await checkPreparation(ports)({ ...input, lead, iterations: 0 })).toMatchObject({
      move: 'revert',
    });
  });

  test('when someone else has changed the records', async () => {
    const { check, zone } = await prepared();
    zone.change((one) => ({ ...one, TTL: 900 }));
    expect(await check()).toMatchObject({
      move: 'revert',
      reason: expect.stringContaining('changed by someone else: A "old" TTL 30 → 900'),
    });
  });

  test('before the execution history is full', async () => {
    const { check } = await prepared();
    expect(await check({ iterations: MAX_ITERATIONS })).toMatchObject({
      move: 'revert',
      reason: expect.stringMatching(/^the execution history is nearly full after \d+ iterations/),
    });
  });
});

test('a change is asked for by the role of the route', async () => {
  const { check, asked, input } = await prepared(false);
  await check();
  expect(asked).toEqual([input.plan.router]);
});

test('a change that has propagated is not asked for again', async () => {
  const { check, lead } = await prepared(false);
  // Route 53 forgets changes; what is known once stays known.
  expect(await check({ lead: { ...lead, inEffectAt: began } })).toMatchObject({
    move: 'wait',
    lead: { inEffectAt: began },
    waitSeconds: 3_600,
  });
});

describe('a change calendar that is closed when the lead is over', () => {
  const freeze = async (changesAt: string | null) => {
    let isOpen = false;
    const cutover = await prepared(true, 0, { read: async () => ({ isOpen, changesAt }) });
    const plan = { ...cutover.input.plan, changeCalendars: ['freeze'] };
    const first = await cutover.check({ plan });
    cutover.pass(DAYS_2);
    const check = () => cutover.check({ plan, lead: first.lead, iterations: 50 });
    return {
      ...{ ...cutover, first, check },
      open: () => {
        isOpen = true;
      },
    };
  };

  test('is waited for, and named', async () => {
    const { first, check, open } = await freeze(null);
    expect(first.reason).not.toContain('freeze');
    expect(await check()).toMatchObject({
      move: 'wait',
      waitSeconds: 3_600,
      reason: expect.stringMatching(/is over; the change calendar "freeze" is closed/),
    });
    open();
    expect(await check()).toMatchObject({ move: 'ready' });
  });

  test.each([
    [600, 600],
    [5, 10],
    [-60, 10],
    [100_000, 3_600],
  ])('and opens in %s s, is read again in %s s', async (opensIn, waitSeconds) => {
    const opensAt = new Date(Date.parse(began) + 1_000 * (DAYS_2 + opensIn)).toISOString();
    const { check } = await freeze(opensAt);
    expect(await check()).toMatchObject({ move: 'wait', waitSeconds });
  });
});
