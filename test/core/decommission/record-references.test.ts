import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  followed,
  type OwnRecords,
  recordReferences,
  type ZoneRecord,
} from '../../../lambdas/core/decommission/record-references';
import type { DnsRecord } from '../../../lambdas/core/shared/readings';
import { alias, oldHost, record } from '../../support/templates/old-path';

const hostedZoneId = 'Z1';
const inZone = (one: DnsRecord, zone = hostedZoneId): ZoneRecord => ({ ...one, hostedZoneId: zone });
const own: OwnRecords = {
  hostedZoneId,
  recordName: 'api.example.com',
  recordTypes: ['A'],
  oldSetIdentifier: 'old',
};
const find = (...records: ZoneRecord[]) =>
  recordReferences(records, [oldHost, '192.0.2.1', '2001:db8::1'], own);
const referencesIn = (...records: DnsRecord[]) =>
  find(...records.map((one) => inZone(one))).references.map(({ what }) => what);

describe('a record references the old path', () => {
  test.each([
    ['by its alias', alias('www.example.com.', `${oldHost}.`), 'A'],
    [
      'by its alias with the prefix of the console',
      alias('www.example.com.', `dualstack.${oldHost.toUpperCase()}.`),
      'A',
    ],
    ['by its value', record('www.example.com.', 'CNAME', `${oldHost.toUpperCase()}`), 'CNAME'],
    ['by an address', record('www.example.com.', 'A', '203.0.113.1', '192.0.2.1'), 'A'],
    ['by an IPv6 address', record('www.example.com.', 'AAAA', '2001:0db8:0000::0001'), 'AAAA'],
    ['as the host of mail', record('www.example.com.', 'MX', `10 ${oldHost}.`), 'MX'],
    ['in an HTTPS record', record('www.example.com.', 'HTTPS', '1 . ipv4hint=192.0.2.1'), 'HTTPS'],
    ['in SPF', record('www.example.com.', 'TXT', '"v=spf1 ip4:192.0.2.1 -all"'), 'TXT'],
  ])('%s', (_, one, type) => {
    expect(referencesIn(one)).toEqual([
      expect.stringMatching(new RegExp(`^record www\\.example\\.com ${type} in zone Z1 → \\S+$`)),
    ]);
  });

  test('not if it resolves elsewhere, or to a similar name', () => {
    expect(
      referencesIn(
        alias('www.example.com.', 'new.elb.amazonaws.com.'),
        record('a.example.com.', 'CNAME', `x${oldHost}.`),
        record('b.example.com.', 'CNAME', `x.${oldHost}.`),
        record('c.example.com.', 'A', '192.0.2.10'),
      ),
    ).toEqual([]);
  });

  test('through any number of other records, in other zones and in a cycle', () => {
    const { references } = find(
      inZone(record('c.example.net.', 'CNAME', 'b.example.com.'), 'Z2'),
      inZone(alias('b.example.com.', 'a.example.com.')),
      inZone(record('a.example.com.', 'CNAME', `${oldHost}.`)),
      inZone(record('a.example.com.', 'CNAME', 'c.example.net.'), 'Z3'),
    );
    expect(references.map(({ what }) => what)).toEqual([
      `record a.example.com CNAME in zone Z1 → ${oldHost}`,
      'record b.example.com A in zone Z1 → a.example.com, which resolves to the old path',
      'record c.example.net CNAME in zone Z2 → b.example.com, which resolves to the old path',
      'record a.example.com CNAME in zone Z3 → c.example.net, which resolves to the old path',
    ]);
  });

  test('not through an MX record of its target', () => {
    const mail = record('example.com.', 'MX', `10 ${oldHost}.`);
    expect(referencesIn(mail, record('www.example.com.', 'CNAME', 'example.com.'))).toHaveLength(1);
  });

  test('not by text that names a record of the old path', () => {
    const direct = alias('www.example.com.', `${oldHost}.`);
    expect(
      referencesIn(direct, record('example.com.', 'TXT', '"v=spf1 include:www.example.com"')),
    ).toHaveLength(1);
  });

  test('even with weight 0, but not through a record with weight 0', () => {
    const { references, removable } = find(
      inZone(alias('www.example.com.', `${oldHost}.`, 'spare', 0)),
      inZone(record('shop.example.com.', 'CNAME', 'www.example.com.')),
    );
    expect(references).toEqual([
      {
        kind: 'record',
        what: `record www.example.com A "spare" in zone Z1 → ${oldHost} (weight 0)`,
        remedy: 'delete it: Route 53 returns it when no record with a weight is healthy',
      },
    ]);
    expect(removable).toEqual([]);
  });
});

describe('the route’s own old record', () => {
  const old = (weight: number) => inZone(alias('API.example.com.', `${oldHost}.`, 'old', weight));

  test('is removable at weight 0, and records that resolve to the route are no references', () => {
    const follower = inZone(record('www.example.com.', 'CNAME', 'api.example.com.'));
    expect(find(old(0), follower)).toEqual({
      references: [],
      removable: ['api.example.com A "old" (weight 0)'],
    });
  });

  test('is a reference with a weight, as are records that resolve to the route', () => {
    const follower = inZone(record('www.example.com.', 'CNAME', 'api.example.com.'));
    expect(find(old(1), follower).references).toHaveLength(2);
  });

  test.each([
    ['another zone', { ...old(0), hostedZoneId: 'Z2' }],
    ['another name', { ...old(0), name: 'www.example.com.' }],
    ['another type', { ...old(0), type: 'AAAA' }],
    ['another identifier', { ...old(0), setIdentifier: 'spare' }],
  ])('is not one with %s', (_, one) => {
    expect(find(one)).toMatchObject({ references: [{ kind: 'record' }], removable: [] });
  });

  test('does not exist if the route has no records', () => {
    expect(recordReferences([old(0)], [oldHost], null)).toMatchObject({ references: [{}], removable: [] });
  });
});

test('hosts are followed through their records, but not through TXT records', () => {
  const records = [
    record('legacy.example.com.', 'CNAME', `${oldHost}.`),
    record('legacy.example.com.', 'TXT', '"verification=x"'),
    alias('old.example.com.', 'legacy.example.com.'),
    record('other.example.com.', 'A', '203.0.113.1'),
  ].map((one) => inZone(one));
  expect(followed(['old.example.com'], records)).toEqual(['old.example.com', 'legacy.example.com', oldHost]);
});

test('a record is a reference exactly if a path from its name ends at the old path', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const edges = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names, 'old')), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(edges, (pairs) => {
      const records = pairs.map(([from, to]) => inZone(record(from, 'CNAME', to)));
      const leads = (name: string, seen: readonly string[]): boolean =>
        name === 'old' ||
        (!seen.includes(name) && pairs.some(([from, to]) => from === name && leads(to, [...seen, name])));
      const expected = pairs.filter(([, to]) => leads(to, []));
      expect(recordReferences(records, ['old'], null).references).toHaveLength(expected.length);
    }),
  );
});
