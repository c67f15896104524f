import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import type { Decision } from '../../lambdas/core/events/decision';
import { checkDecisionEvent } from '../../lambdas/core/events/decision-event';
import { eventsOfChange } from '../../lambdas/core/events/events-of-change';
import { routeKey } from '../../lambdas/core/routers/route';
import { entryProblem } from '../../lambdas/core/shared/ledger-entry';
import { parseCommands } from '../../lambdas/core/shared/operator-command';
import type { RouteState } from '../../lambdas/ports';
import { readCutover } from '../../lib/operator/cutover-view';
import { MemoryTable, type TableItem } from '../../tools/release-fixtures/memory-table';
import type { RecordedRehearsal } from '../../tools/release-fixtures/recorded-rehearsal';
import { keptReleases, readRelease } from '../../tools/release-fixtures/release-files';
import { lostFields } from '../support/releases/lost-fields';
import { itemsBefore } from '../support/releases/upgraded-rehearsal';
import { LATER } from '../support/world/later';

const NOW = Date.UTC(2026, 0, 12);
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:cutover:rehearsal';

/** A ledger with what a release had stored when a step began. */
function ledgerAt(recorded: RecordedRehearsal, at: number) {
  return ledgerWith(itemsBefore(recorded, at));
}

function ledgerWith(items: readonly TableItem[]) {
  const table = new MemoryTable();
  table.load(items);
  return { table, ledger: dynamoLedger(table.client, 'ledger') };
}

/** An item of the table as plain values. */
function plainItems(items: readonly TableItem[], prefix: string): Record<string, unknown>[] {
  return items.map((item) => unmarshall(item)).filter(({ item }) => String(item).startsWith(prefix));
}

/** What this code loses of the items, or misreads. */
async function ledgerProblems(items: readonly TableItem[], route: string): Promise<readonly string[]> {
  const { ledger } = ledgerWith(items);
  const [lock] = plainItems(items, 'lock');
  const decisions = plainItems(items, 'decision#').map(({ decision }) => decision as Decision);
  const entry = await ledger.read(route);
  const read = await ledger.decisions(route);
  const { fence, turn: _, refused: __, route: ___, item: ____, ...rest } = lock ?? {};
  const stored = { ...rest, ...(rest.lock === undefined ? {} : { lock: { ...rest.lock, fence } }) };
  const problem = entry === null || entry.lock === null ? null : entryProblem(route, entry);
  const events = decisions.flatMap((decision) =>
    eventsOfChange({ kind: 'decision', route, decision }, NOW).flatMap((event) => {
      const checked = checkDecisionEvent(event);
      return checked.ok ? [] : checked.problems.map(({ path }) => `event ${path}`);
    }),
  );
  return [
    ...lostFields(stored, entry ?? {}),
    ...decisions.flatMap((one) =>
      lostFields(
        one,
        read.find(({ key }) => key === one.key),
        one.key,
      ),
    ),
    ...(problem === null ? [] : [problem]),
    ...events,
  ];
}

/** Rehearsals in which somebody corrupts the table, which is not read as if it were sound. */
const isCorrupted = ({ scenario }: RecordedRehearsal) =>
  scenario.faults.some(({ kind }) => kind === 'ledger-corrupted' || kind === 'malformed-command');

describe.each(keptReleases())('the ledger of %s', (name) => {
  const rehearsals = readRelease(name).rehearsals.filter(
    (one) => one.steps.length > 0 && !isCorrupted(one) && one.executionInput === undefined,
  );
  const cases = rehearsals.map((one) => [one.name, one] as const);

  test.each(cases)('every entry and decision is read whole: %s', async (_, recorded) => {
    const route = routeKey(recorded.plan.router);
    for (const at of [...recorded.steps.keys(), recorded.steps.length]) {
      expect(await ledgerProblems(itemsBefore(recorded, at), route)).toEqual([]);
    }
  });

  test.each(cases)('commands and the state of the cutover are shown: %s', async (_, recorded) => {
    const route = routeKey(recorded.plan.router);
    for (const [at, { task }] of recorded.steps.entries()) {
      const { ledger } = ledgerAt(recorded, at);
      const stored = await ledger.commands(route, EXECUTION);
      const parsed = parseCommands({ stored, refused: [] }, { began: '2026-01-05T00:00:00.000Z', now: NOW });
      expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
      const record = {
        ...{ arn: EXECUTION, name: 'rehearsal', status: 'RUNNING' as const, startedAt: Date.UTC(2026, 0, 5) },
        ...{ endedAt: null, input: recorded.plan, output: null, error: null, cause: null },
      };
      const source = {
        routes: [route],
        now: () => NOW,
        executions: async () => [record],
        execution: async () => record,
        latestEvents: async () => [{ at: NOW, kind: 'entered' as const, state: task }],
        entry: (one: string) => ledger.read(one),
        decisions: (one: string) => ledger.decisions(one),
        commands: (one: string, execution: string) => ledger.commands(one, execution),
        starter: (one: string, execution: string) => ledger.starter(one, execution),
      };
      const { view, plan, decisions } = await readCutover(source, record);
      const entry = await ledger.read(route);
      expect(plan).not.toBeNull();
      expect(view.locked).toBe(entry?.lock?.execution === EXECUTION);
      expect(view.plan).toBe(recorded.plan.name);
      expect(decisions.length).toBeGreaterThanOrEqual(entry?.lock?.execution === EXECUTION ? 1 : 0);
    }
  });

  test.each(cases.filter(([, { outcome }]) => outcome === 'succeeded' || outcome === 'reverted'))(
    'the next cutover starts after the end, and takes nothing over: %s',
    async (_, recorded) => {
      const { ledger, table } = ledgerAt(recorded, recorded.steps.length);
      const { router } = recorded.plan;
      const owner = { execution: 'next', planName: 'next', acquiredAt: LATER };
      const acquired = await ledger.acquire(routeKey(router), router, owner);
      expect(acquired).toMatchObject({ acquired: true });
      const [lock] = plainItems(table.items(), 'lock');
      expect(Object.keys(lock as object).sort()).toEqual(['fence', 'item', 'lock', 'route', 'router']);
    },
  );
});

describe('what a newer release has added', () => {
  const [name] = keptReleases() as [string];
  const recorded = readRelease(name).rehearsals.find(
    (one) => one.name === 'route53-all-is-well',
  ) as RecordedRehearsal;
  const route = routeKey(recorded.plan.router);
  const items = itemsBefore(recorded, 20).map((item): TableItem => {
    const lock = item.lock?.M;
    return lock === undefined
      ? item
      : { ...item, later: { S: 'kept' }, lock: { M: { ...lock, later: { S: 'kept' } } } };
  });

  test('is kept by every write of a cutover and of a revert, and goes with its lock', async () => {
    const { ledger, table } = ledgerWith(items);
    const entry = await ledger.read(route);
    const fence = entry?.lock?.fence as number;
    await ledger.saveExpected(route, fence, entry?.expected as RouteState);
    await ledger.beginShift(route, fence, { until: LATER, percent: 10 }, null);
    const turn = { by: 'revert', entered: LATER, at: LATER, until: LATER };
    await ledger.takeOver(route, EXECUTION, turn, 'a test');
    expect(plainItems(table.items(), 'lock')).toEqual([
      expect.objectContaining({ later: 'kept', lock: expect.objectContaining({ later: 'kept' }) }),
    ]);
    await ledger.release(route, fence + 1, LATER);
    const owner = { execution: 'next', planName: 'next', acquiredAt: LATER };
    await ledger.acquire(route, recorded.plan.router, owner);
    expect((await ledger.read(route))?.lock).not.toHaveProperty('later');
  });
});

describe('a planted change is found', () => {
  const [name] = keptReleases() as [string];
  const recorded = readRelease(name).rehearsals.find(
    (one) => one.name === 'route53-all-is-well',
  ) as RecordedRehearsal;
  const route = routeKey(recorded.plan.router);

  /** The stored items with a field under another name: as a ledger that reads that name sees them. */
  function renamed(from: string, to: string): readonly TableItem[] {
    const text = JSON.stringify(itemsBefore(recorded, 20));
    return JSON.parse(text.replaceAll(`"${from}":`, `"${to}":`));
  }

  test.each([
    [
      'snapshot',
      'before',
      ['before.percent', 'before.version', '`snapshot` is missing, although a shift was recorded'],
    ],
    ['leaseUntil', 'leasedUntil', ['leasedUntil']],
    ['acquiredAt', 'lockedAt', ['`lock.acquiredAt` is not what it is for']],
  ])('a field %s that the release stored as %s', async (from, to, problems) => {
    expect(await ledgerProblems(itemsBefore(recorded, 20), route)).toEqual([]);
    expect(await ledgerProblems(renamed(from, to), route)).toEqual(problems);
  });
});
