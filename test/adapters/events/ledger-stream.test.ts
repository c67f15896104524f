import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { type LedgerStreamRecord, ledgerChanges } from '../../../lambdas/adapters/events/ledger-stream';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:one';
const seconds = Date.parse('2026-11-20T12:00:00.000Z') / 1_000;
const record = (after: object | null, before: object | null = null): LedgerStreamRecord => ({
  dynamodb: {
    SequenceNumber: '7',
    ApproximateCreationDateTime: seconds,
    ...(after === null ? {} : { NewImage: marshall(after) }),
    ...(before === null ? {} : { OldImage: marshall(before) }),
  },
});
const changeOf = (...of: Parameters<typeof record>) =>
  ledgerChanges({ Records: [record(...of)] }).map(({ change }) => change)[0];
const decision = { route, item: `decision#${execution}#shift-1`, decision: { key: 'shift-1', stage: 0 } };
const lock = (reverting: boolean, more: object = {}) => ({
  ...{ route, item: 'lock', fence: 3 },
  lock: { execution, planName: 'api', reverting, ...more },
});

test('each record has its sequence number, and a record without one an empty text', () => {
  const changes = ledgerChanges({ Records: [record(decision), {}] });
  expect(changes.map(({ sequence }) => sequence)).toEqual(['7', '']);
});

describe('a decision', () => {
  test('is a change when it is written', () => {
    expect(changeOf(decision)).toEqual({ kind: 'decision', route, decision: decision.decision });
  });

  test('is none when it is deleted, or written once more', () => {
    expect(changeOf(null, decision)).toBeNull();
    expect(changeOf(decision, decision)).toBeNull();
  });

  test('without its contents is a change, which cannot become an event', () => {
    expect(changeOf({ route, item: 'decision#x' })).toEqual({ kind: 'decision', route, decision: {} });
  });
});

describe('commands', () => {
  const item = (...commands: unknown[]) => ({ route: `commands#${route}`, item: execution, commands });

  test('are a change when some were appended', () => {
    expect(changeOf(item({ kind: 'pause' }))).toEqual({
      ...{ kind: 'commands', route, execution, before: 0, stored: [{ kind: 'pause' }] },
    });
    expect(changeOf(item({ kind: 'pause' }, 'x'), item({ kind: 'pause' }))).toMatchObject({
      ...{ before: 1, stored: [{ kind: 'pause' }, 'x'] },
    });
  });

  test('are none when none was appended', () => {
    expect(changeOf(item('a'), item('a'))).toBeNull();
    expect(changeOf({ ...item(), commands: 'made up' })).toBeNull();
  });

  test('are not the item of a starter', () => {
    const starter = { route: `commands#${route}`, item: `started#${execution}`, starter: { by: 'ada' } };
    expect(changeOf(starter)).toBeNull();
  });
});

describe('a lock', () => {
  test('is a change when a revert takes it over', () => {
    const moved = { snapshot: { percent: 0, version: '[]' }, expected: { percent: 50, version: '[]' } };
    expect(changeOf({ ...lock(true, { revertReason: 'alarm' }), ...moved }, lock(false))).toEqual({
      ...{ kind: 'taken-over', route, execution, planName: 'api', reason: 'alarm' },
      ...{ percents: { from: 50, to: 0 }, at: '2026-11-20T12:00:00.000Z' },
    });
  });

  test('of which nothing was written yet stays at its snapshot', () => {
    expect(changeOf({ ...lock(true), snapshot: { percent: 25, version: '[]' } }, lock(false))).toMatchObject({
      percents: { from: 25, to: 25 },
      reason: null,
    });
  });

  test('without a snapshot has no percents', () => {
    expect(changeOf(lock(true), lock(false))).toMatchObject({ percents: null });
  });

  test.each([
    ['is acquired', lock(false), null],
    ['is acquired while it reverts', lock(true), null],
    ['is written by its revert', lock(true), lock(true)],
    ['is written by its owner', lock(false), lock(false)],
    ['is released', { route, item: 'lock', fence: 3 }, lock(true)],
  ])('is none when it %s', (_, after, before) => {
    expect(changeOf(after, before)).toBeNull();
  });
});

test('any other item is no change', () => {
  expect(changeOf({ route, item: 'something' })).toBeNull();
});

test.each<[string, object]>([
  ['with a number that is none', { route: { S: route }, item: { X: 'lock' } }],
  ['without keys', { other: { S: 'x' } }],
])('a record %s says why it cannot be read', (_, NewImage) => {
  const [found] = ledgerChanges({
    Records: [{ dynamodb: { SequenceNumber: '9', NewImage: NewImage as never } }],
  });
  expect(found?.sequence).toBe('9');
  expect(found?.change).toMatch(/^the record cannot be read: \w+: /);
});
