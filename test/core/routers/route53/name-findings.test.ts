import { describe, expect, test } from '@jest/globals';
import { findingsForPlan, type RouteFinding } from '../../../../lambdas/core/preflight/finding';
import { leadingElsewhere } from '../../../../lambdas/core/routers/route53/name-findings';
import { readName } from '../../../../lambdas/core/routers/route53/read-name';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { planInput, planOf } from '../../../support/plans/plans';

const routeOf = (over: object = {}) =>
  planOf({ router: { ...planInput().router, ...over } }).router as Route53;
const route = routeOf();
const values = (...list: string[]) => ({ TTL: 60, ResourceRecords: list.map((Value) => ({ Value })) });
const alias = (DNSName: string, EvaluateTargetHealth = false) => ({
  AliasTarget: { DNSName, HostedZoneId: 'Z32O12XQLNTSW2', EvaluateTargetHealth },
});
const of = (Type: string, more: object, Name = 'api.example.com.'): RecordSet => ({ Name, Type, ...more });
const side = (id: string, Weight: number, more: object, Type = 'A') =>
  of(Type, { SetIdentifier: id, Weight, ...more });
const pair = (old: number, fresh: number, moreOld: object = {}, moreNew: object = {}) => [
  side('old', old, { ...alias('old.example.net.'), ...moreOld }),
  side('new', fresh, { ...alias('new.example.net.'), ...moreNew }),
];
const find = (beside: readonly RecordSet[], start = pair(100, 0), router = route): readonly RouteFinding[] =>
  readName(router, [...start, ...beside]).findings ?? [];

describe('another type of the name', () => {
  test.each<[string, RecordSet[], string]>([
    [
      'an alias to the old path',
      [of('AAAA', alias('dualstack.OLD.example.net'))],
      'leads to the old path (old.example.net)',
    ],
    ['an alias to the new path', [of('AAAA', alias('new.example.net.'))], 'leads to the new path already'],
    ['values of its own', [of('AAAA', values('2001:db8::9'))], 'leads elsewhere (2001:db8::9)'],
    [
      'a pair at 100/0',
      [side('old', 100, values('2001:db8::1'), 'AAAA'), side('new', 0, values('2001:db8::2'), 'AAAA')],
      'leads to the old path',
    ],
    [
      'a pair at 0/100',
      [side('old', 0, values('2001:db8::1'), 'AAAA'), side('new', 100, values('2001:db8::2'), 'AAAA')],
      'leads to the new path already',
    ],
    [
      'a pair at 50/50',
      [side('old', 50, values('2001:db8::1'), 'AAAA'), side('new', 50, values('2001:db8::2'), 'AAAA')],
      'leads to both paths',
    ],
    [
      'a pair at 0/0, which is answered evenly',
      [side('old', 0, values('2001:db8::1'), 'AAAA'), side('new', 0, values('2001:db8::2'), 'AAAA')],
      'leads to both paths',
    ],
    [
      'a pair with a third record',
      [side('old', 1, alias('old.example.net.'), 'AAAA'), side('x', 1, values('2001:db8::9'), 'AAAA')],
      'leads elsewhere',
    ],
    [
      'a multivalue answer',
      [of('AAAA', { SetIdentifier: 'one', MultiValueAnswer: true, ...values('2001:db8::9') })],
      'leads elsewhere (2001:db8::9)',
    ],
    [
      'latency records to both paths',
      ['old', 'new'].map((path, i) =>
        of('AAAA', { SetIdentifier: `r${i}`, Region: `eu-west-${i}`, ...alias(`${path}.example.net.`) }),
      ),
      'leads to both paths',
    ],
    [
      'failover records, the second of which leads elsewhere',
      ['old', 'x'].map((path, i) =>
        of('AAAA', {
          ...{ SetIdentifier: `f${i}`, Failover: i === 0 ? 'PRIMARY' : 'SECONDARY' },
          ...alias(`${path}.example.net.`),
        }),
      ),
      'leads elsewhere (old.example.net, x.example.net)',
    ],
    [
      'geolocation records',
      [of('AAAA', { SetIdentifier: 'eu', GeoLocation: { ContinentCode: 'EU' }, ...values('2001:db8::9') })],
      'leads elsewhere',
    ],
  ])('stops as %s', (_, beside, where) => {
    const found = find(beside);
    expect(found).toMatchObject([{ check: 'other-record-type', severity: 'stop' }]);
    expect(found[0]?.reason).toContain(
      `api.example.com has AAAA records, which are not in router.recordTypes`,
    );
    expect(found[0]?.reason).toContain(where);
  });

  test('is mended by shifting it along: with its pair, or by making one', () => {
    const [simple] = find([of('AAAA', alias('old.example.net.'))]);
    expect(simple?.remedy).toBe(
      'make it a weighted pair ("old", "new"), or let router.adopt do so, and add AAAA to' +
        ' router.recordTypes, so that the types move together;' +
        ' or accept it with preflight.accept: [other-record-type]',
    );
    const [paired] = find(['old', 'new'].map((id) => side(id, 1, values('2001:db8::1'), 'AAAA')));
    expect(paired?.remedy).toMatch(/^give its pair the weights of the other types and add AAAA/);
  });

  test.each(['SRV', 'TXT', 'MX', 'CAA', 'DS'])('does not matter as %s', (type) => {
    expect(find([of(type, values('10 old.example.net.'))])).toEqual([]);
  });

  test('does not matter at another name', () => {
    expect(find([of('AAAA', values('2001:db8::1'), 'www.example.com.')])).toEqual([]);
  });

  test('does not matter when the route shifts it', () => {
    const both = routeOf({ recordTypes: ['A', 'AAAA'] });
    const v6 = [
      side('old', 100, alias('old.example.net.'), 'AAAA'),
      side('new', 0, alias('new.example.net.'), 'AAAA'),
    ];
    expect(find(v6, pair(100, 0), both)).toEqual([]);
  });

  test('is as a plan wants it that ends there, once the route is there', () => {
    const seen = (host: string, percent: number, ...stages: number[]) =>
      findingsForPlan(
        { direction: 'up', stages: stages.map((one) => ({ percent: one })), preflight: { accept: [] } },
        percent,
        find([of('AAAA', alias(host))], pair(100 - percent, percent)),
      );
    expect(seen('new.example.net.', 100, 50, 100)).toEqual([]);
    expect(seen('old.example.net.', 0, 50, 0)).toEqual([]);
    for (const [host, percent, last] of [
      ['new.example.net.', 50, 100],
      ['new.example.net.', 100, 0],
      ['new.example.net.', 50, 50],
      ['new.example.net.', 0, 100],
      ['old.example.net.', 100, 100],
      ['old.example.net.', 0, 100],
      ['x.example.net.', 100, 100],
      ['x.example.net.', 0, 0],
    ] as const) {
      expect(seen(host, percent, last)).toMatchObject([{ check: 'other-record-type', severity: 'stop' }]);
      expect(seen(host, percent, last)[0]).not.toHaveProperty('rightAt');
    }
  });

  test('leads elsewhere where both paths have the same target', () => {
    const same = [side('old', 1, alias('a.example.net.')), side('new', 0, alias('a.example.net.'))];
    expect(find([of('AAAA', alias('a.example.net.'))], same)[0]?.reason).toContain('leads elsewhere');
  });
});

describe('an HTTPS or SVCB record', () => {
  const addresses = pair(100, 0, { ...values('192.0.2.1'), AliasTarget: undefined });
  test.each<[string, string]>([
    ['1 . alpn="h2,h3" ipv4hint=192.0.2.1', 'leads to the old path (192.0.2.1)'],
    ['1 . ipv4hint="192.0.2.1,192.0.2.9"', 'leads elsewhere (192.0.2.1, 192.0.2.9)'],
    ['1 . alpn=h2 ipv6hint=2001:DB8::0:1', 'leads elsewhere (2001:db8::1)'],
    ['1 NEW.example.net. alpn=h2', 'leads to the new path already (new.example.net)'],
    ['0 cdn.example.net.', 'leads elsewhere (cdn.example.net)'],
  ])('stops with the value %s', (value, where) => {
    const found = find([of('HTTPS', { ...values(value), TTL: 3_600 })], addresses);
    expect(found).toMatchObject([{ check: 'https-record', severity: 'stop' }]);
    expect(found[0]?.reason).toContain(where);
    expect(found[0]?.remedy).toBe(
      'remove its hints (ipv4hint, ipv6hint) and its other host, and wait for its TTL (3600 s); or make it' +
        ' a weighted pair and add HTTPS to router.recordTypes;' +
        ' or accept it with preflight.accept: [https-record]',
    );
  });

  test('stops as an alias, and as SVCB', () => {
    expect(find([of('HTTPS', alias('old.example.net.'))])).toMatchObject([{ check: 'https-record' }]);
    expect(find([of('SVCB', values('1 old.example.net.'))])).toMatchObject([{ check: 'https-record' }]);
  });

  test.each(['1 . alpn="h2"', '1 api.example.com. alpn=h2', '1 .', '1', ''])(
    'does not matter with the value %j, which sends nobody elsewhere',
    (value) => {
      expect(find([of('HTTPS', values(value))])).toEqual([]);
    },
  );

  test('does not matter without values', () => {
    expect(find([of('HTTPS', { ResourceRecords: [{}] }), of('SVCB', {})])).toEqual([]);
  });
});

describe('a delegation', () => {
  test('stops: the records of the name are not answered', () => {
    expect(find([of('NS', values('ns-1.example.net.'))])).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason:
          'NS records of api.example.com hand the name over to other name servers: what zone' +
          ' Z0123456789ABCDEFGHIJ has at api.example.com is not answered',
        remedy: 'name the zone that answers in router.hostedZoneId, or remove the NS records',
      },
    ]);
  });

  test('is none at the name of the zone itself', () => {
    expect(find([of('NS', values('ns-1.example.net.')), of('SOA', values('ns-1.example.net. …'))])).toEqual(
      [],
    );
  });
});

describe('a third record', () => {
  test('with weight 0 is a warning', () => {
    expect(find([side('third', 0, alias('x.example.net.'))])).toMatchObject([
      { check: 'third-record', severity: 'warn', reason: expect.stringContaining('"third" has weight 0') },
    ]);
  });

  test('makes the route broken with weight 1', () => {
    expect(() => find([side('third', 1, alias('x.example.net.'))])).toThrow('"third" has weight 1');
  });
});

test('findings of clients led past the route are separated from others', () => {
  const found = find([of('AAAA', values('2001:db8::1')), of('NS', values('ns.')), side('third', 0, {})]);
  expect(leadingElsewhere(found).map(({ check }) => check)).toEqual(['other-record-type']);
  expect(leadingElsewhere(find([of('AAAA', alias('new.example.net.'))]))).toEqual([]);
  expect(leadingElsewhere(find([of('AAAA', alias('old.example.net.'))]))).toHaveLength(1);
  expect(leadingElsewhere()).toEqual([]);
});
