import { describe, expect, test } from '@jest/globals';
import { directBatch, readDirectRecords, typesIn } from '../../../../lambdas/core/routers/route53/direct';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';

const route: Route53 = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A', 'AAAA'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const record = (
  Type: string,
  SetIdentifier: string,
  Weight: number,
  more: object = { TTL: 30 },
): RecordSet => ({
  ...{ Name: 'api.example.com.', Type, SetIdentifier, Weight },
  ...more,
});

describe('readDirectRecords', () => {
  test('reads the records of the name and types, whatever their weights and routing policies', () => {
    const latency: RecordSet = { Name: 'api.example.com.', Type: 'AAAA', SetIdentifier: 'new', TTL: 300 };
    const { standing, version, ttlSeconds } = readDirectRecords(route, [
      record('A', 'new', 0),
      record('A', 'old', 0, {}),
      record('A', 'third', 9, { TTL: 900 }),
      latency,
      { ...record('A', 'old', 5), Name: 'www.example.com.' },
      { Name: 'api.example.com.', Type: 'TXT', TTL: 5 },
      { Name: 'api.example.com.', Type: 'AAAA' },
    ]);
    expect(standing).toEqual([
      { group: 'A', id: 'new', weight: 0 },
      { group: 'A', id: 'old', weight: 0 },
      { group: 'A', id: 'third', weight: 9 },
      { group: 'AAAA', id: 'new', weight: null },
      { group: 'AAAA', id: null, weight: null },
    ]);
    // Only whole pairs are written, and only their TTLs matter; an alias answers with 60 s.
    const inVersion = (JSON.parse(version) as RecordSet[]).map(({ Type, SetIdentifier }) => [
      Type,
      SetIdentifier,
    ]);
    expect(inVersion).toEqual([
      ['A', 'new'],
      ['A', 'old'],
    ]);
    expect(ttlSeconds).toBe(60);
  });

  test('reads a name without records', () => {
    expect(readDirectRecords(route, [])).toEqual({ standing: [], version: '[]', ttlSeconds: 0 });
  });
});

test('directBatch deletes each record as it was read and creates it with another weight', () => {
  const records = [
    record('A', 'old', 7, { TTL: 30, HealthCheckId: 'abc' }),
    record('A', 'new', 3),
    record('AAAA', 'old', 0),
    record('AAAA', 'new', 0),
  ];
  const { version } = readDirectRecords(route, records);
  const batch = directBatch(route, version, { old: 255, new: 1 }, typesIn(version));
  expect(batch.slice(0, 4)).toEqual(
    records.map((ResourceRecordSet) => ({ Action: 'DELETE', ResourceRecordSet })),
  );
  expect(batch.slice(4)).toEqual(
    records.map((one) => ({
      Action: 'CREATE',
      ResourceRecordSet: { ...one, Weight: one.SetIdentifier === 'new' ? 1 : 255 },
    })),
  );
  const one = directBatch(route, version, { old: 255, new: 1 }, ['AAAA']);
  expect(one).toEqual(batch.filter(({ ResourceRecordSet }) => ResourceRecordSet.Type === 'AAAA'));
});

test('a pair needs both set identifiers, each with a weight', () => {
  const versionOf = (...records: readonly RecordSet[]) =>
    JSON.parse(readDirectRecords(route, records).version) as RecordSet[];
  const { Weight: _, ...latency } = record('A', 'new', 0);
  expect(versionOf(record('A', 'old', 1), record('A', 'third', 1))).toEqual([]);
  expect(versionOf(record('A', 'new', 1), record('A', 'third', 1))).toEqual([]);
  expect(versionOf(record('A', 'old', 1), latency)).toEqual([]);
  expect(versionOf(record('A', 'old', 1), record('AAAA', 'new', 1))).toEqual([]);
  expect(versionOf(record('A', 'old', 1), record('A', 'new', 1))).toHaveLength(2);
  expect(versionOf(record('A', 'old', 1), record('A', 'new', 1), record('A', 'third', 1))).toHaveLength(2);
});
