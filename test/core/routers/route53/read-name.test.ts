import { describe, expect, test } from '@jest/globals';
import { namesToFollow } from '../../../../lambdas/core/routers/route53/alias-chain';
import { readName } from '../../../../lambdas/core/routers/route53/read-name';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { planOf } from '../../../support/plans/plans';

const route: Route53 = planOf().router as Route53;
const inZone = (DNSName: string, HostedZoneId = route.hostedZoneId) => ({
  TTL: undefined,
  AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth: false },
});
const outside = inZone('lb-1.eu-west-1.elb.amazonaws.com.', 'Z32O12XQLNTSW2');
const record = (SetIdentifier: string, Weight: number, more: object = {}): RecordSet => ({
  Name: 'api.example.com.',
  Type: 'A',
  SetIdentifier,
  Weight,
  TTL: 60,
  ...more,
});
const pair = (old: object, fresh: object) => [record('old', 100, old), record('new', 0, fresh)];
const named = (Name: string, more: object, Type = 'A'): RecordSet => ({ Name, Type, ...more });

describe('the TTL of a route', () => {
  test.each<[string, readonly RecordSet[], object]>([
    ['is its own', pair({}, {}), { ttlSeconds: 60, ttlIsOurs: true }],
    ['may be 0', pair({ TTL: 0 }, { TTL: 0 }), { ttlSeconds: 0, ttlIsOurs: true }],
    ['is the longest of both records', pair({ TTL: 300 }, {}), { ttlSeconds: 300 }],
    ['is 60 s for aliases out of the zone', pair(outside, outside), { ttlSeconds: 60, ttlIsOurs: false }],
    ['is 60 s for one alias beside a shorter one', pair({ TTL: 30 }, outside), { ttlSeconds: 60 }],
    [
      'is that of the record in the zone to which an alias leads',
      [...pair(inZone('OLD.example.com'), outside), named('old.example.com.', { TTL: 86_400 })],
      { ttlSeconds: 86_400, ttlIsOurs: true, ttlFrom: 'old.example.com A' },
    ],
    [
      'is the longest one where weighted records stand there',
      [
        ...pair(inZone('old.example.com.'), inZone('old.example.com.', `/hostedzone/${route.hostedZoneId}`)),
        named('old.example.com.', { SetIdentifier: 'a', TTL: 10 }),
        named('old.example.com.', { SetIdentifier: 'b', TTL: 20 }),
        named('old.example.com.', { TTL: 900 }, 'AAAA'),
      ],
      { ttlSeconds: 20 },
    ],
    [
      'is found through several aliases, a wildcard among them',
      [
        ...pair(inZone('a.example.com.'), outside),
        named('a.example.com.', inZone('\\052.b.example.com.')),
        named('\\052.b.example.com.', { TTL: 3_600 }),
      ],
      { ttlSeconds: 3_600, ttlFrom: '*.b.example.com A' },
    ],
    [
      'is found at a name with escapes, as Route 53 writes them',
      [
        ...pair(inZone('a\\100b.Example.com'), outside),
        named('a\\100B.example.com.', { TTL: 7_200 }),
        named('\\141.example.com.', { TTL: 9_999 }),
      ],
      { ttlSeconds: 7_200, ttlFrom: 'a@b.example.com A' },
    ],
    [
      'is 60 s where aliases lead in a circle, which Route 53 does not allow',
      [
        ...pair(inZone('a.example.com.'), outside),
        named('a.example.com.', inZone('b.example.com.')),
        named('b.example.com.', inZone('a.example.com.')),
      ],
      { ttlSeconds: 60, ttlIsOurs: false },
    ],
    ['is 60 s where the target is missing', pair(inZone('a.example.com.'), outside), { ttlSeconds: 60 }],
    [
      'is 60 s for an alias without a name',
      pair({ TTL: undefined, AliasTarget: {} }, outside),
      { ttlSeconds: 60 },
    ],
  ])('%s', (_, records, reading) => {
    expect(readName(route, records)).toMatchObject(reading);
  });

  test('names no other record when it is its own', () => {
    expect(readName(route, pair({}, {}))).not.toHaveProperty('ttlFrom');
  });
});

test('names of the zone are followed once, and those of other zones never', () => {
  const records = [
    ...pair(inZone('a.example.com.'), inZone('A.example.com')),
    named('c.example.com.', outside),
    named('d.example.com.', inZone('c.example.com.')),
  ];
  expect(namesToFollow(records, route.hostedZoneId)).toEqual(['a.example.com']);
});

test('a missing CNAME beside no address is to be created', () => {
  const cname: Route53 = { ...route, recordTypes: ['CNAME'] };
  expect(() => readName(cname, [named('api.example.com.', {}, 'TXT')])).toThrow(
    /CNAME: there is no such record in zone \w+; create the weighted pair first$/,
  );
  expect(() =>
    readName(cname, [named('api.example.com.', {}), named('api.example.com.', {}, 'AAAA')]),
  ).toThrow(/the name has A and AAAA records.*; set router\.recordTypes to \[A, AAAA\]$/);
});
