import { describe, expect, test } from '@jest/globals';
import { batchOnceMore, isApplied } from '../../../../lambdas/core/routers/route53/applied-batch';
import type { RecordChange, RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

const record = (SetIdentifier: string, Weight: number) =>
  ({
    ...{ Name: 'api.example.com.', Type: 'A', SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: '192.0.2.1' }],
  }) as RecordSet;
const batch = (from: readonly RecordSet[], to: readonly RecordSet[]): RecordChange[] => [
  ...from.map((one) => ({ Action: 'DELETE' as const, ResourceRecordSet: one })),
  ...to.map((one) => ({ Action: 'CREATE' as const, ResourceRecordSet: one })),
];
const [before, after] = [
  [record('old', 100), record('new', 0)],
  [record('old', 90), record('new', 10)],
];
const third = record('third', 5);

describe('a batch', () => {
  test.each([
    ['as it leaves them', after, true],
    ['as it leaves them, in another order and with others', [third, ...[...after].reverse()], true],
    ['as it found them', before, false],
    ['without one that it creates', after.slice(1), false],
    ['with one that somebody has changed', [after[0], record('new', 11)], false],
    ['with one that it deletes for good', [...after, before[0]], false],
  ] as const)('is compared with records %s', (_, records, expected) => {
    expect(isApplied(records as readonly RecordSet[], batch(before, after))).toBe(expected);
  });

  test('that changes nothing has been applied to the records that it names', () => {
    expect(isApplied(before, batch(before, before))).toBe(true);
    expect(isApplied(after, batch(before, before))).toBe(false);
  });

  test('is sent once more as one that replaces what it has created by itself', () => {
    expect(batchOnceMore(batch(before, after))).toEqual(batch(after, after));
  });
});
