import { describe, expect, test } from '@jest/globals';
import type { RecordChange, RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { HostedZone } from '../../../../lib/rehearsal/routers/route53/hosted-zone';

const ZONE = 'Z0123456789ABCDEFGHIJ';
const simple = (TTL = 60): RecordSet => ({
  ...{ Name: 'api.example.com.', Type: 'A', TTL },
  ...{ ResourceRecords: [{ Value: '192.0.2.1' }] },
});
const weighted = (SetIdentifier: string, Weight: number, TTL = 60): RecordSet => ({
  ...simple(TTL),
  ...{ SetIdentifier, Weight },
});
const create = (record: RecordSet): RecordChange => ({ Action: 'CREATE', ResourceRecordSet: record });
const remove = (record: RecordSet): RecordChange => ({ Action: 'DELETE', ResourceRecordSet: record });
const zoneWith = (...records: readonly RecordSet[]) =>
  new HostedZone({ id: ZONE, records, isInsync: () => false });
const old = "[name='api.example.com.', type='A', set-identifier='old']";

const aliasTo = (Type: string, HostedZoneId: string, DNSName: string): RecordSet => ({
  ...{ Name: 'api.example.com.', Type },
  AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false },
});

/** The value of a CNAME. */
const hostValue = { TTL: 60, ResourceRecords: [{ Value: 'new.example.net' }] };

const text = { TTL: 60, ResourceRecords: [{ Value: '"a"' }] };

describe('a batch', () => {
  test.each([
    [
      'the deletion of a record that is not there',
      [],
      [remove(weighted('old', 1))],
      `Tried to delete resource record set ${old} but it was not found`,
    ],
    [
      'the deletion of a record with another weight',
      [weighted('old', 100)],
      [remove(weighted('old', 1))],
      `Tried to delete resource record set ${old} but the values provided do not match the current values`,
    ],
    [
      'the creation of a record that is there',
      [weighted('old', 100)],
      [create(weighted('old', 1))],
      `Tried to create resource record set ${old} but it already exists`,
    ],
    [
      'a simple record beside a weighted one',
      [weighted('old', 100)],
      [create(simple())],
      'RRSet with DNS name api.example.com., type A cannot be created' +
        ' as other RRSets exist with the same name and type.',
    ],
    [
      'a weighted record beside a simple one',
      [simple()],
      [create(weighted('new', 0))],
      'RRSet with DNS name api.example.com., type A, SetIdentifier new cannot be created' +
        ' as a non-weighted set exists with the same name and type.',
    ],
    [
      'weighted records with two TTLs',
      [weighted('old', 100, 60)],
      [create(weighted('new', 0, 300))],
      'RRSet with DNS name api.example.com., type A, SetIdentifier new cannot be created' +
        ' as weighted sets must contain the same TTL.',
    ],
    [
      'a CNAME beside an A',
      [simple()],
      [create({ Name: 'API.example.com', Type: 'CNAME', ...hostValue })],
      'RRSet of type CNAME with DNS name API.example.com is not permitted as it conflicts with other' +
        ` records with the same DNS name in zone ${ZONE}.`,
    ],
    [
      'a TXT beside a CNAME',
      [{ Name: 'api.example.com.', Type: 'CNAME', ...hostValue }],
      [create({ Name: 'api.example.com.', Type: 'TXT', ...text })],
      'RRSet of type TXT with DNS name api.example.com. is not permitted because a conflicting RRSet of' +
        ` type CNAME with the same DNS name already exists in zone ${ZONE}.`,
    ],
    [
      'a CNAME alias to API Gateway',
      [],
      [create(aliasTo('CNAME', 'ZLY8HYME6SFDD', 'd-1.execute-api.eu-west-1.amazonaws.com.'))],
      'Tried to create an alias that targets d-1.execute-api.eu-west-1.amazonaws.com., type CNAME in zone' +
        ' ZLY8HYME6SFDD, but that is not permitted: an alias to a load balancer, an API or another AWS' +
        ' resource is A or AAAA, not CNAME',
    ],
    [
      'an alias to a name of the zone that has another type',
      [{ Name: 'new.example.com.', Type: 'AAAA', TTL: 60, ResourceRecords: [{ Value: '2001:db8::1' }] }],
      [create(aliasTo('A', ZONE, 'new.example.com.'))],
      `Tried to create an alias that targets new.example.com., type A in zone ${ZONE},` +
        ' but that target was not found',
    ],
    [
      'an alias without a target',
      [],
      [create({ Name: 'api.example.com.', Type: 'CNAME', AliasTarget: {} })],
      'Tried to create an alias that targets , type CNAME in zone , but that is not permitted: an alias to' +
        ' a load balancer, an API or another AWS resource is A or AAAA, not CNAME',
    ],
  ])('refuses a batch for %s', (_, records, changes, refusal) => {
    const zone = zoneWith(...records);
    expect(() => zone.changeResourceRecordSets(ZONE, changes)).toThrow(
      expect.objectContaining({ name: 'InvalidChangeBatch', message: `[${refusal}]` }),
    );
    expect(zone.records()).toEqual(records);
  });

  test('lists every refusal of a batch and changes nothing', () => {
    const zone = zoneWith(weighted('old', 100));
    const changes = [remove(weighted('old', 100)), remove(weighted('new', 1)), remove(weighted('third', 1))];
    expect(() => zone.changeResourceRecordSets(ZONE, changes)).toThrow(/'new'.* not found, .*'third'/);
    expect(zone.records()).toEqual([weighted('old', 100)]);
  });

  test('takes a CNAME in place of an A, and aliases to what is there after the batch', () => {
    const zone = zoneWith(simple());
    const target = {
      Name: 'new.example.com.',
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '192.0.2.1' }],
    };
    zone.changeResourceRecordSets(ZONE, [
      remove(simple()),
      create({ Name: 'api.example.com.', Type: 'CNAME', ...hostValue }),
    ]);
    expect(zone.records()).toMatchObject([{ Type: 'CNAME' }]);
    const second = zoneWith();
    second.changeResourceRecordSets(ZONE, [
      create(aliasTo('A', ZONE, 'NEW.example.com')),
      create(aliasTo('HTTPS', 'Z2FDTNDATAQYW2', 'd1.cloudfront.net.')),
      create(target),
    ]);
    expect(second.records()).toHaveLength(3);
  });

  test('lowers the TTL of a pair in one batch that deletes both records first', () => {
    const zone = zoneWith(weighted('old', 100), weighted('new', 0));
    zone.changeResourceRecordSets(ZONE, [
      ...[remove(weighted('old', 100)), remove(weighted('new', 0))],
      ...[create(weighted('old', 100, 30)), create(weighted('new', 0, 30))],
    ]);
    expect(zone.records()).toEqual([weighted('new', 0, 30), weighted('old', 100, 30)]);
  });
});

test('a change is PENDING until all servers have it', () => {
  const insync = new Set<string>();
  const zone = new HostedZone({ id: ZONE, isInsync: (id) => insync.has(id) });
  const id = zone.changeResourceRecordSets(`/hostedzone/${ZONE}`, [create(simple())]);
  expect(zone.getChange(id)).toBe('PENDING');
  insync.add(id);
  expect(zone.getChange(id)).toBe('INSYNC');
});

test('refuses another zone and an unknown change', () => {
  const zone = zoneWith();
  const missing = expect.objectContaining({ name: 'NoSuchHostedZone' });
  expect(() => zone.listResourceRecordSets('Z1', {})).toThrow(missing);
  expect(() => zone.changeResourceRecordSets('Z1', [])).toThrow(missing);
  expect(() => zone.getChange('C1')).toThrow(expect.objectContaining({ name: 'NoSuchChange' }));
});

test('lists pages in the order of reversed names, types and set identifiers', () => {
  const named = (Name: string) => ({ ...simple(), Name });
  const records = [weighted('b', 1), weighted('a', 1), named('b.example.com.'), named('example.com.')];
  const zone = new HostedZone({ id: ZONE, records, pageSize: 3, isInsync: () => true });
  const first = zone.listResourceRecordSets(ZONE, {});
  expect(first.records).toEqual([named('example.com.'), weighted('a', 1), weighted('b', 1)]);
  expect(first.next).toEqual({ name: 'b.example.com.', type: 'A', setIdentifier: undefined });
  expect(zone.listResourceRecordSets(ZONE, first.next ?? {})).toEqual({
    records: [named('b.example.com.')],
    next: null,
  });
});

describe('a batch beyond the limits of Route 53', () => {
  const large = (id: string, count: number, value?: string) => ({
    ...weighted(id, 1),
    ResourceRecords: Array.from({ length: count }, (_, i) => ({
      Value: value ?? `10.0.${Math.floor(i / 250)}.${i % 250}`,
    })),
  });

  test.each([
    ['1,001 values', large('old', 1_001), 'Number of records limit of 1000 exceeded.'],
    [
      '32,001 characters',
      large('old', 1, 'x'.repeat(32_001)),
      'Number of characters limit of 32000 exceeded.',
    ],
  ])('is refused as a whole: %s', (_, record, message) => {
    const zone = zoneWith();
    expect(() => zone.changeResourceRecordSets(ZONE, [create(record)])).toThrow(
      expect.objectContaining({ name: 'InvalidChangeBatch', message }),
    );
    expect(zone.records()).toEqual([]);
  });

  test('counts a DELETE and a CREATE once each', () => {
    const zone = zoneWith(large('old', 250), large('new', 250));
    zone.changeResourceRecordSets(ZONE, [
      ...[remove(large('old', 250)), remove(large('new', 250))],
      ...[create(large('blue', 250)), create(large('green', 250))],
    ]);
    expect(zone.records()).toHaveLength(2);
  });
});
