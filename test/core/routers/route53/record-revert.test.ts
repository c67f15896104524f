import { describe, expect, test } from '@jest/globals';
import {
  afterMoves,
  evenSplitOf,
  readRecordsForRevert,
  recordMoves,
  smallerBatches,
  versionOfRecords,
} from '../../../../lambdas/core/routers/route53/record-revert';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { type RecordSet, recordsText } from '../../../../lambdas/core/routers/route53/weighted-records';

const router: Route53 = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A', 'AAAA'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const record = (Type: string, SetIdentifier: string, Weight: number, more: object = {}): RecordSet => ({
  ...{ Name: 'api.example.com.', Type, SetIdentifier, Weight, TTL: 60 },
  ...more,
});
const simple = (Type: string, more: object = {}): RecordSet => ({
  ...{ Name: 'api.example.com.', Type, TTL: 60 },
  ...more,
});
const pair = (type: string, old: number, fresh: number) => [
  record(type, 'old', old),
  record(type, 'new', fresh),
];
const target = {
  percent: 0,
  version: recordsText([...pair('A', 200, 0), ...pair('AAAA', 100, 0)]),
  original: null,
};
const other = record('AAAA', 'old', 0, { TTL: 300 });
const read = (records: readonly RecordSet[], over: object = {}) =>
  readRecordsForRevert(router, { ...target, ...over }, records);
const reverted = (records: readonly RecordSet[]) =>
  afterMoves(records, recordMoves(router, target, read(records).version)).map(
    ({ Type, SetIdentifier, Weight }) => `${Type} ${SetIdentifier} ${Weight}`,
  );
const missing = (type: string, id: string, weight: number, instead = '') =>
  `api.example.com ${type}: the record "${id}" is missing${instead}; create it with weight ${weight}`;
const BACK_AAAA = ['AAAA old 100', 'AAAA new 0'];

describe('what there is of type A, with AAAA at 50 %', () => {
  const cases: [string, RecordSet[], string[], { leftAlone?: string[]; unrestored?: string[] }][] = [
    ['stands as in the snapshot', pair('A', 200, 0), ['A old 200', 'A new 0'], {}],
    ['has other weights', pair('A', 90, 10), ['A old 200', 'A new 0'], {}],
    ['has both weights at 0', pair('A', 0, 0), ['A old 200', 'A new 0'], {}],
    [
      'has a third record with a weight',
      [...pair('A', 90, 10), record('A', 'x', 7)],
      ['A old 200', 'A new 0', 'A x 7'],
      {
        leftAlone: [
          'api.example.com A: a third record "x" keeps its weight 7, 3.38 % of the traffic after the revert',
        ],
      },
    ],
    [
      'has a third record of weight 0',
      [...pair('A', 90, 10), record('A', 'x', 0)],
      ['A old 200', 'A new 0', 'A x 0'],
      {},
    ],
    [
      'has lost its old record',
      [record('A', 'new', 50)],
      ['A new 50'],
      { unrestored: [missing('A', 'old', 200)] },
    ],
    [
      'has lost its old record, and has a third one that serves',
      [record('A', 'new', 50), record('A', 'x', 7)],
      ['A new 0', 'A x 7'],
      {
        leftAlone: [
          'api.example.com A: a third record "x" keeps its weight 7, 100 % of the traffic after the revert',
        ],
        unrestored: [missing('A', 'old', 200)],
      },
    ],
    [
      'has lost its new record',
      [record('A', 'old', 50)],
      ['A old 200'],
      { unrestored: [missing('A', 'new', 0)] },
    ],
    ['is gone', [], [], { unrestored: [missing('A', 'old', 200), missing('A', 'new', 0)] }],
    [
      'is a simple record',
      [simple('A')],
      ['A undefined undefined'],
      {
        unrestored: ['old', 'new'].map((id) =>
          missing('A', id, id === 'old' ? 200 : 0, ', and the name has a simple record that is not ours'),
        ),
      },
    ],
    [
      'has records of another routing policy',
      [simple('A', { SetIdentifier: 'old', Region: 'eu-west-1' })],
      ['A old undefined'],
      {
        unrestored: ['old', 'new'].map((id) =>
          missing('A', id, id === 'old' ? 200 : 0, ', and the name has latency routing that is not ours'),
        ),
      },
    ],
    [
      'has another TTL and health check',
      [record('A', 'old', 1, { TTL: 300, HealthCheckId: 'h' }), record('A', 'new', 1)],
      ['A old 200', 'A new 0'],
      { leftAlone: ['A "old" TTL 60 → 300; A "old" HealthCheckId undefined → "h"'] },
    ],
  ];

  test.each(cases)('%s', (_, ofA, after, { leftAlone = [], unrestored = [] }) => {
    const records = [...ofA, ...pair('AAAA', 50, 50)];
    expect(read(records)).toMatchObject({ isBack: false, isWritable: true, leftAlone, unrestored });
    expect(reverted(records)).toEqual([...after, ...BACK_AAAA]);
  });

  test.each(cases)('%s, and is back once it was put back', (_, ofA) => {
    const records = [...ofA, ...pair('AAAA', 50, 50)];
    const after = afterMoves(records, recordMoves(router, target, read(records).version));
    expect(read(after).isBack).toBe(true);
    expect(afterMoves(after, recordMoves(router, target, read(after).version))).toEqual(after);
  });
});

test('reads the highest percent of the types, and none where all weights are 0', () => {
  expect(read([...pair('A', 90, 10), ...pair('AAAA', 50, 50)]).percent).toBe(50);
  expect(read([...pair('A', 0, 0), ...pair('AAAA', 0, 0)]).percent).toBeNull();
});

test('reads nothing to write where both types are gone', () => {
  expect(read([])).toMatchObject({ isWritable: false, isBack: true, ttlSeconds: 0, percent: null });
});

test('reads the TTL of an alias as 60 s', () => {
  expect(read([record('A', 'old', 1, { TTL: undefined })]).ttlSeconds).toBe(60);
});

test('ignores records of other names and types', () => {
  const foreign = [record('TXT', 'old', 1), { ...record('A', 'old', 1), Name: 'www.example.com.' }];
  expect(read([...pair('A', 1, 1), ...pair('AAAA', 1, 1), ...foreign]).version).toBe(
    recordsText([...pair('A', 1, 1), ...pair('AAAA', 1, 1)]),
  );
});

test('takes a simple record for back where it stood before the preparation', () => {
  const original = recordsText([simple('A')]);
  const records = [simple('A'), ...pair('AAAA', 50, 50)];
  expect(read(records, { original })).toMatchObject({ unrestored: [], percent: 50 });
  expect(read([simple('A', { TTL: 5 }), ...pair('AAAA', 50, 50)], { original }).unrestored).toHaveLength(2);
  // A pair whose TTL alone was prepared is a pair all the same.
  expect(read(records, { original: recordsText(pair('A', 100, 0)) }).unrestored).toHaveLength(2);
});

test('splits a refused batch by type, and then by record, those first whose weight rises', () => {
  const [a, b, c, d] = recordMoves(
    router,
    target,
    recordsText([...pair('A', 50, 50), ...pair('AAAA', 50, 50)]),
  );
  expect(smallerBatches([a, b, c, d] as never)).toEqual([
    [a, b],
    [c, d],
  ]);
  expect(smallerBatches([b, a] as never)).toEqual([[a], [b]]);
  expect(smallerBatches([a] as never)).toEqual([]);
});

test('does not change a record by itself when all weights of its type would be 0', () => {
  const records = [record('A', 'old', 0), record('A', 'new', 100), other];
  const lower = { before: record('A', 'new', 100), after: record('A', 'new', 0) };
  expect(evenSplitOf(records, lower)).toBe('A "new" stays at weight 100, because all weights would be 0');
  expect(evenSplitOf([record('A', 'old', 1), record('A', 'new', 100)], lower)).toBeNull();
});

test('names the version that a read returns, whatever third records there are', () => {
  const records = [record('A', 'x', 1), ...pair('A', 1, 0), ...pair('AAAA', 1, 0)];
  expect(versionOfRecords(router, records)).toBe(recordsText([...pair('A', 1, 0), ...pair('AAAA', 1, 0)]));
  expect(versionOfRecords(router, [record('A', 'new', 1)])).toBe(recordsText([record('A', 'new', 1)]));
});

test('counts a record without a weight as one of none', () => {
  const odd = { before: { Type: 'A' }, after: { Type: 'A' } };
  expect(smallerBatches([odd, odd])).toEqual([[odd], [odd]]);
});
