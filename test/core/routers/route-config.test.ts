import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import {
  forwardArnOf,
  oldPathOf,
  recordRouteOf,
  routeKey,
  routeKeySchema,
  routeKeysOf,
  scanGapOf,
} from '../../../lambdas/core/routers/route';
import { routeConfigSchema } from '../../../lambdas/core/routers/route-config';
import { check } from '../../../lambdas/core/validation/problems';
import {
  keyValueStore,
  listenerArn,
  loadBalancer,
  oldTargetGroupArn,
  routers,
  ruleArn,
} from '../../support/plans/routers';

const { route53, 'cloudfront-kvs': store, alb } = routers;
const { keyValueStoreArn } = keyValueStore();
const records = {
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'Example.com.',
  recordNames: ['API.example.com.', 'www.example.com'],
};
const problemsIn = (config: object) => {
  const checked = check(routeConfigSchema(), config);
  return checked.ok ? [] : checked.problems;
};

describe('routeConfigSchema', () => {
  test.each<[object, object]>([
    [
      records,
      {
        kind: 'route53',
        hostedZoneId: records.hostedZoneId,
        zoneName: 'example.com',
        recordNames: ['api.example.com', 'www.example.com'],
        recordTypes: ['A'],
      },
    ],
    [
      { kind: 'cloudfront-kvs', keyValueStoreArn },
      { kind: 'cloudfront-kvs', keyValueStoreArn, keys: ['traffic-split'] },
    ],
    [
      { kind: 'alb', ruleArns: [ruleArn] },
      { kind: 'alb', listenerArns: [], ruleArns: [ruleArn] },
    ],
  ])('fills in defaults and spells names alike in %j', (config, normalized) => {
    expect(v.parse(routeConfigSchema(), config)).toEqual(normalized);
  });

  test.each<[object, string]>([
    [{ ...records, hostedZoneId: 'zone' }, 'hostedZoneId'],
    [{ ...records, recordNames: [] }, 'recordNames'],
    [{ ...records, recordNames: ['api.*.example.com'] }, 'recordNames[0]'],
    [{ ...records, zoneName: '*.example.com' }, 'zoneName'],
    [{ ...records, recordTypes: ['MX'] }, 'recordTypes[0]'],
    [{ kind: 'cloudfront-kvs', keyValueStoreArn: 'store' }, 'keyValueStoreArn'],
    [{ kind: 'cloudfront-kvs', keyValueStoreArn, keys: [''] }, 'keys[0]'],
    [{ kind: 'alb', listenerArns: [ruleArn] }, 'listenerArns[0]'],
    [{ kind: 'alb', ruleArns: [listenerArn] }, 'ruleArns[0]'],
    [{ kind: 'alb', ruleArns: [ruleArn.replace(/[^/]+$/, '*')] }, 'ruleArns[0]'],
    [{ kind: 'nlb' }, 'kind'],
  ])('rejects %j at %s', (config, path) => {
    expect(problemsIn(config)).toMatchObject([{ path }]);
  });

  test('passes the fields that may be known at deployment only to orLater', () => {
    const schema = routeConfigSchema(() => v.literal('later'));
    const later = ['later'];
    const zone = { hostedZoneId: 'later', zoneName: 'later' };
    expect(v.is(schema, { ...records, ...zone })).toBe(true);
    expect(v.is(schema, { ...records, ...zone, recordNames: later })).toBe(false);
    expect(v.is(schema, { kind: 'cloudfront-kvs', keyValueStoreArn: 'later' })).toBe(true);
    expect(v.is(schema, { kind: 'alb', listenerArns: later, ruleArns: later })).toBe(true);
  });
});

describe('routeKeysOf', () => {
  const keysOf = (config: object) => routeKeysOf(v.parse(routeConfigSchema(), config));

  test.each<[object, readonly string[]]>([
    [
      records,
      ['route53/Z0123456789ABCDEFGHIJ/api.example.com', 'route53/Z0123456789ABCDEFGHIJ/www.example.com'],
    ],
    [
      { kind: 'cloudfront-kvs', keyValueStoreArn, keys: ['a', 'b'] },
      [`cloudfront-kvs/${keyValueStoreArn}/a`, `cloudfront-kvs/${keyValueStoreArn}/b`],
    ],
    [
      { kind: 'alb', listenerArns: [listenerArn], ruleArns: [ruleArn] },
      [`alb/${listenerArn}`, `alb/${ruleArn}`],
    ],
  ])('lists the keys of %j', (config, keys) => {
    expect(keysOf(config)).toEqual(keys);
    expect(keys.every((key) => v.is(routeKeySchema, key))).toBe(true);
  });

  test('gives the routeKey of a router that the entry covers', () => {
    expect(keysOf(records)).toContain(routeKey(route53));
    expect(keysOf({ kind: 'cloudfront-kvs', keyValueStoreArn })).toContain(routeKey(store));
    expect(keysOf({ kind: 'alb', ruleArns: [ruleArn] })).toContain(routeKey(alb));
  });

  test.each(['dns/a.example.com', 'alb', 'alb/', `x-alb/${ruleArn}`])('rejects %s as a key', (key) => {
    expect(v.is(routeKeySchema, key)).toBe(false);
  });
});

describe('the parts of the old path that a router names', () => {
  const parts = [route53, store, alb].map((router) => ({
    records: recordRouteOf(router),
    forwardArn: forwardArnOf(router),
    oldPath: oldPathOf(router),
    isRead: scanGapOf(router) === null,
  }));

  test('are those of its kind', () => {
    expect(parts).toEqual([
      { records: route53, forwardArn: null, oldPath: {}, isRead: true },
      { records: null, forwardArn: null, oldPath: {}, isRead: false },
      {
        records: null,
        forwardArn: ruleArn,
        oldPath: { hosts: [], loadBalancerArns: [], targetGroupArns: [oldTargetGroupArn] },
        isRead: true,
      },
    ]);
  });

  test('are those of the listener where the router has no rule', () => {
    const { ruleArn: _, ...listener } = loadBalancer({ listenerArn });
    expect(forwardArnOf(listener)).toBe(listenerArn);
  });
});
