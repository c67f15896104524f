import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planPreparation, recordsToPrepare } from '../../../lambdas/core/record-preparation/preparation';
import { driftFindings, leadFindings } from '../../../lambdas/core/record-preparation/preparation-findings';
import { planRestoration } from '../../../lambdas/core/record-preparation/restoration';
import type { Route53 } from '../../../lambdas/core/routers/route53/schema';
import { type RecordSet, recordsText } from '../../../lambdas/core/routers/route53/weighted-records';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { RouteBrokenError } from '../../../lambdas/core/shared/errors';
import { planOf } from '../../support/plans/plans';

const ttl = { seconds: 30, leadSeconds: 172_800 };
const values = { A: ['192.0.2.2'], AAAA: ['2001:db8::2'] };
const alias = { hostedZoneId: 'Z1', dnsName: 'new.example.net.', evaluateTargetHealth: false };
const pairRoute = planOf().router;
const both: Route53 = { ...pairRoute, recordTypes: ['A', 'AAAA'] };
const adopting = (newTarget: NonNullable<Route53['adopt']>['newTarget'], route = pairRoute): Route53 => ({
  ...route,
  adopt: { newTarget },
});
const record = (Type: string, more: object = {}): RecordSet => ({ Name: 'api.example.com.', Type, ...more });
const at = (Value: string, TTL = 300) => ({ TTL, ResourceRecords: [{ Value }] });
const oldAlias = {
  AliasTarget: { HostedZoneId: 'Z2', DNSName: 'old.example.net.', EvaluateTargetHealth: true },
};
const pair = (Type: string, more: object, oldWeight = 100): RecordSet[] => [
  record(Type, { SetIdentifier: 'old', Weight: oldWeight, ...more }),
  record(Type, { SetIdentifier: 'new', Weight: 0, ...more }),
];
const made = (route: Route53, lower: typeof ttl | undefined, records: readonly RecordSet[]) => {
  const { preparation, ...rest } = planPreparation(route, lower, records);
  const part = (name: 'original' | 'kept' | 'left') =>
    preparation === null ? undefined : (JSON.parse(preparation[name]) as RecordSet[]);
  return { ...rest, preparation, original: part('original'), kept: part('kept'), left: part('left') };
};

describe('a simple record', () => {
  const simple = record('A', at('192.0.2.1'));

  test('becomes a pair: the old record with weight 100, the new one with weight 0 and the same TTL', () => {
    const { original, kept, left, reading, preparation, what } = made(adopting({ values }), undefined, [
      simple,
    ]);
    expect(original).toEqual([simple]);
    expect(kept).toEqual([
      { ...simple, SetIdentifier: 'old', Weight: 100 },
      record('A', { SetIdentifier: 'new', Weight: 0, ...at('192.0.2.2') }),
    ]);
    expect(left).toEqual(kept);
    expect(reading).toMatchObject({ percent: 0, ttlSeconds: 300 });
    expect(preparation).toMatchObject({ loweredFrom: null, leadSeconds: 0 });
    expect(what).toBe(
      'A: the simple record becomes a weighted pair, "old" (weight 100) and "new" (weight 0)',
    );
  });

  test('can get a new alias beside it, with a health check', () => {
    const without = made(adopting({ alias }), undefined, [simple]).kept?.[1];
    expect(Object.keys(without ?? {})).not.toContain('HealthCheckId');
    const { kept } = made(adopting({ alias, healthCheckId: 'h-1' }), undefined, [simple]);
    expect(kept?.[1]).toEqual(
      record('A', {
        SetIdentifier: 'new',
        Weight: 0,
        AliasTarget: { HostedZoneId: 'Z1', DNSName: 'new.example.net.', EvaluateTargetHealth: false },
        HealthCheckId: 'h-1',
      }),
    );
  });

  test('gets the lowered TTL in the same change', () => {
    const { kept, left, preparation } = made(adopting({ values }), ttl, [simple]);
    expect(left).toEqual(kept?.map((one) => ({ ...one, TTL: 30 })));
    expect(preparation).toMatchObject({ loweredFrom: 300, leadSeconds: 172_800 });
  });

  test.each([
    ['60 s', {}, undefined, 60],
    ['what the plan says', { ttlSeconds: 120 }, undefined, 120],
    ['no more than what is lowered to', { ttlSeconds: 120 }, ttl, 30],
  ])('that is an alias gets new values with a TTL of %s, without a lead', (_, more, lower, seconds) => {
    const { kept, left, preparation } = made(adopting({ values, ...more }), lower, [record('A', oldAlias)]);
    expect(kept?.[1]?.TTL).toBe(seconds);
    expect(left).toEqual(kept);
    expect(preparation).toMatchObject({ loweredFrom: null, leadSeconds: 0 });
  });

  test('becomes a pair beside a type that already is one', () => {
    const { original } = made(adopting({ values }, both), undefined, [
      simple,
      ...pair('AAAA', at('2001:db8::1')),
    ]);
    expect(original).toEqual([simple]);
  });

  test('is refused without a target for the new record', () => {
    for (const newTarget of [{}, { values: { AAAA: ['2001:db8::2'] } }]) {
      expect(() => made(adopting(newTarget), undefined, [simple])).toThrow(
        'router.adopt.newTarget has neither an alias nor values for A',
      );
    }
  });

  test('is refused without adopt, with the remedy', () => {
    expect(() => made(pairRoute, ttl, [simple])).toThrow(/router\.adopt/);
  });
});

describe('a pair', () => {
  test('is left as it is with a low TTL', () => {
    expect(made(adopting({ values }), ttl, pair('A', at('192.0.2.1', 30)))).toMatchObject({
      preparation: null,
      what: 'A: TTL 30 s stays (at most 30 s)',
    });
  });

  test('of aliases is left as it is, with the reason', () => {
    expect(made(pairRoute, ttl, pair('A', oldAlias))).toMatchObject({
      preparation: null,
      what: 'A: an alias uses the TTL of its target and has none to lower',
    });
  });

  test('has both TTLs lowered, and its weights kept', () => {
    const before = pair('A', at('192.0.2.1'), 255);
    expect(made(pairRoute, ttl, before)).toMatchObject({
      original: before,
      kept: before,
      left: before.map((one) => ({ ...one, TTL: 30 })),
    });
  });

  test('of a record and an alias has the TTL of the record lowered', () => {
    const mixed = [
      record('A', { SetIdentifier: 'old', Weight: 1, ...at('192.0.2.1') }),
      record('A', { SetIdentifier: 'new', Weight: 0, ...oldAlias }),
    ];
    const { left, what } = made(pairRoute, ttl, mixed);
    expect(left).toEqual([{ ...mixed[0], TTL: 30 }, mixed[1]]);
    expect(what).toBe('A: TTL 300 s → 30 s; A: an alias uses the TTL of its target and has none to lower');
  });

  test('is refused when a third record shares its TTL', () => {
    const third = record('A', { SetIdentifier: 'third', Weight: 0, ...at('192.0.2.3') });
    const records = [...pair('A', at('192.0.2.1')), third];
    expect(() => made(pairRoute, ttl, records)).toThrow(RouteBrokenError);
    expect(() => made(pairRoute, ttl, records)).toThrow(/third record "third" shares the TTL/);
    expect(made(pairRoute, undefined, records).preparation).toBeNull();
    const aliased = record('A', { SetIdentifier: 'third', Weight: 0, ...oldAlias });
    expect(made(pairRoute, ttl, [...pair('A', at('192.0.2.1')), aliased]).original).toEqual(
      pair('A', at('192.0.2.1')),
    );
  });

  test('is refused for a third record that has traffic, whatever its TTL', () => {
    const third = record('A', { SetIdentifier: 'third', Weight: 5, ...at('192.0.2.3') });
    const problem = (lowered: typeof ttl | undefined) => () =>
      made(pairRoute, lowered, [...pair('A', at('192.0.2.1')), third]);
    expect(problem(ttl)).toThrow(RouteBrokenError);
    expect(problem(ttl)).not.toThrow(/shares the TTL/);
  });

  test('has the higher one of two TTLs lowered', () => {
    const [old, fresh] = pair('A', at('192.0.2.1')) as [RecordSet, RecordSet];
    const { preparation } = made(pairRoute, ttl, [old, { ...fresh, TTL: 20 }]);
    expect(preparation).toMatchObject({ loweredFrom: 300 });
  });
});

test.each([
  ['Region', 'eu-west-1', 'latency routing'],
  ['Failover', 'PRIMARY', 'failover routing'],
  ['GeoLocation', { CountryCode: 'DE' }, 'geolocation routing'],
  ['GeoProximityLocation', { AWSRegion: 'eu-west-1' }, 'geoproximity routing'],
  ['CidrRoutingConfig', { CollectionId: 'c', LocationName: 'l' }, 'IP-based routing'],
  ['MultiValueAnswer', true, 'multivalue answer routing'],
  ['TrafficPolicyInstanceId', 't-1', 'a traffic policy'],
])('a record with %s is refused with the name of its policy', (field, value, policy) => {
  const records = [record('A', { SetIdentifier: 'old', [field]: value, ...at('192.0.2.1') })];
  expect(() => made(adopting({ values }), ttl, records)).toThrow(`it has ${policy}`);
});

describe('two types', () => {
  const hour = { seconds: 30, leadSeconds: 3_600 };
  const lowOf = (type: string) => pair(type, at('192.0.2.1', 30));
  const highOf = (type: string, seconds: number) => pair(type, at('192.0.2.1', seconds));

  // The lead is for caches of the old answers: those of any type that was lowered.
  test.each([
    ['the first', [...highOf('A', 3_600), ...lowOf('AAAA')]],
    ['the second', [...lowOf('A'), ...highOf('AAAA', 3_600)]],
  ])('wait for the lead when only %s has a TTL to lower', (_, records) => {
    expect(made(both, hour, records).preparation).toMatchObject({ loweredFrom: 3_600, leadSeconds: 3_600 });
  });

  test.each([
    [3_600, 300],
    [300, 3_600],
  ])('with TTLs of %i s and %i s name the higher one', (first, second) => {
    const { preparation } = made(both, hour, [...highOf('A', first), ...highOf('AAAA', second)]);
    expect(preparation).toMatchObject({ loweredFrom: 3_600, leadSeconds: 3_600 });
  });

  test('keep the record of the type that needs nothing', () => {
    const { original, left, reading } = made(both, hour, [...highOf('A', 3_600), ...lowOf('AAAA')]);
    expect(original).toEqual(highOf('A', 3_600));
    expect(left).toEqual(lowOf('A'));
    expect(recordsText([...lowOf('A'), ...lowOf('AAAA')])).toBe(reading.version);
  });
});

test('only records are prepared, and only when the plan asks for it', () => {
  expect(recordsToPrepare({ router: pairRoute, ttl: undefined })).toBeNull();
  expect(recordsToPrepare({ router: pairRoute, ttl })).toBe(pairRoute);
  expect(recordsToPrepare({ router: adopting({ values }), ttl: undefined })).not.toBeNull();
  const store = {
    kind: 'cloudfront-kvs',
    keyValueStoreArn: 'a',
    key: 'k',
    configKeys: [],
    propagationSeconds: 60,
  } satisfies Router;
  expect(recordsToPrepare({ router: store, ttl })).toBeNull();
});

describe('the findings', () => {
  const { preparation } = made(pairRoute, { ...ttl, leadSeconds: 299 }, pair('A', at('192.0.2.1')));

  test('report a lead that is shorter than the old TTL', () => {
    expect(leadFindings({ router: pairRoute } as never, preparation)).toMatchObject([
      {
        reason: expect.stringContaining('has a TTL of 300 s, longer than ttl.leadSeconds (299 s)'),
        remedy: expect.any(String),
      },
    ]);
    expect(leadFindings({ router: pairRoute } as never, null)).toEqual([]);
    const enough = made(pairRoute, { ...ttl, leadSeconds: 300 }, pair('A', at('192.0.2.1'))).preparation;
    expect(leadFindings({ router: pairRoute } as never, enough)).toEqual([]);
  });

  test('report a change by someone else', () => {
    const [before, after] = [pair('A', at('192.0.2.1')), pair('A', at('192.0.2.1', 9))].map((one) =>
      JSON.stringify(one),
    ) as [string, string];
    expect(driftFindings({ router: pairRoute } as never, before, before)).toEqual([]);
    expect(driftFindings({ router: pairRoute } as never, before, after)).toMatchObject([
      { reason: expect.stringContaining('TTL 300 → 9') },
    ]);
  });
});

describe('restoring', () => {
  const simple = [record('A', at('192.0.2.1')), record('AAAA', at('2001:db8::1'))];
  const route = adopting({ values }, both);
  const prepared = (records: readonly RecordSet[]) => {
    const { preparation, left } = made(route, ttl, records);
    if (preparation === null || left === undefined) {
      throw new Error('nothing was prepared');
    }
    return { preparation, left };
  };
  const weighted = (records: readonly RecordSet[], percent: number) =>
    records.map((one) => ({ ...one, Weight: one.SetIdentifier === 'new' ? percent : 100 - percent }));

  test('everything gives the original records, for any records', () => {
    const side = fc.record({
      ttl: fc.integer({ min: 1, max: 9_000 }),
      isAlias: fc.boolean(),
      isPair: fc.boolean(),
    });
    fc.assert(
      fc.property(side, side, (a, aaaa) => {
        const records = [
          { ...a, type: 'A', value: '192.0.2.1' },
          { ...aaaa, type: 'AAAA', value: '2001:db8::1' },
        ].flatMap(({ type, value, isAlias, isPair, ttl: seconds }) => {
          const points = isAlias ? oldAlias : at(value, seconds);
          return isPair ? pair(type, points) : [record(type, points)];
        });
        const { preparation, reading } = planPreparation(route, ttl, records);
        expect(reading.percent).toBe(0);
        if (preparation === null) {
          return;
        }
        const changed = JSON.parse(preparation.original) as RecordSet[];
        const left = JSON.parse(preparation.left) as RecordSet[];
        const others = records.filter((one) => !changed.some(({ Type }) => Type === one.Type));
        const { after, leftAlone } = planRestoration(route, preparation, 'everything', [...others, ...left]);
        const text = (all: readonly RecordSet[]) => all.map((one) => recordsText([one])).sort();
        expect(text(after)).toEqual(text(records));
        expect(leftAlone).toEqual([]);
        expect(planRestoration(route, preparation, 'everything', after).from).toEqual([]);
      }),
    );
  });

  test('the TTL keeps the pair and its weights', () => {
    const { preparation, left } = prepared(simple);
    const { to, leftAlone } = planRestoration(route, preparation, 'ttl', weighted(left, 100));
    expect(to.map(({ Type, SetIdentifier, Weight, TTL }) => [Type, SetIdentifier, Weight, TTL])).toEqual([
      ['A', 'old', 0, 300],
      ['A', 'new', 100, 300],
      ['AAAA', 'old', 0, 300],
      ['AAAA', 'new', 100, 300],
    ]);
    expect(leftAlone).toEqual([]);
  });

  test('everything works after the TTL was restored', () => {
    const { preparation, left } = prepared(simple);
    const kept = planRestoration(route, preparation, 'ttl', left).after;
    expect(planRestoration(route, preparation, 'everything', kept).after).toEqual(simple);
  });

  test('keeps records of other names out of it', () => {
    const { preparation, left } = prepared(simple);
    const elsewhere = {
      ...record('A', { ...at('192.0.2.9'), SetIdentifier: 'x' }),
      Name: 'www.example.com.',
    };
    const { after, leftAlone } = planRestoration(route, preparation, 'everything', [...left, elsewhere]);
    expect(after).toEqual(simple);
    expect(leftAlone).toEqual([]);
  });

  test.each<[string, (one: RecordSet) => RecordSet[]]>([
    ['was changed', (one) => [{ ...one, TTL: 7 }]],
    ['has traffic on the new path', (one) => [{ ...one, Weight: 50 }]],
    ['lost its old weight', (one) => [{ ...one, Weight: 0 }]],
    ['got a third record', (one) => [one, { ...one, SetIdentifier: `third-${one.SetIdentifier}` }]],
    ['was deleted', () => []],
  ])('leaves a type that %s alone, and restores the other', (_, change) => {
    const { preparation, left } = prepared(simple);
    const found = left.flatMap((one) => (one.Type === 'A' ? change(one) : [one]));
    const { from, to, leftAlone } = planRestoration(route, preparation, 'everything', found);
    expect(from.map(({ Type }) => Type)).toEqual(['AAAA', 'AAAA']);
    expect(to).toEqual([simple[1]]);
    expect(leftAlone).toEqual(['A']);
  });
});
