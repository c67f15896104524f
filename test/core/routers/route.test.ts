import { expect, test } from '@jest/globals';
import {
  comparesAndSwaps,
  describeDrift,
  describeRoute,
  paceOf,
  pathNames,
  publicName,
  remainsOf,
  routeKey,
  routeName,
  versionAt,
} from '../../../lambdas/core/routers/route';
import { planInput, planOf } from '../../support/plans/plans';
import {
  keyValueStore,
  loadBalancer,
  newTargetGroupArn,
  oldTargetGroupArn,
  routers,
  ruleArn,
} from '../../support/plans/routers';

const { router } = planOf();

test('the key of records is the name in its zone', () => {
  expect(routeKey(router)).toBe('route53/Z0123456789ABCDEFGHIJ/api.example.com');
});

test('all record types of a name have the same key, since they shift together', () => {
  const both = planOf({ router: { ...planInput().router, recordTypes: ['A', 'AAAA'] } });
  expect(routeKey(both.router)).toBe(routeKey(router));
});

test('another spelling of the name has the same key', () => {
  const shouted = planOf({ router: { ...planInput().router, recordName: 'API.Example.com.' } });
  expect(routeKey(shouted.router)).toBe(routeKey(router));
});

test.each([{ recordName: 'www.example.com' }, { hostedZoneId: 'Z1' }])('%j makes another key', (other) => {
  expect(routeKey({ ...router, ...other })).not.toBe(routeKey(router));
});

const { route53, 'cloudfront-kvs': store, alb } = routers;
const storeArn = 'arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0000-1111-2222-333344445555';

test('the key of the other routes is a key of a store, a listener or a rule', () => {
  expect(routeKey(store)).toBe(`cloudfront-kvs/${storeArn}/traffic-split`);
  expect(routeKey(alb)).toBe(`alb/${ruleArn}`);
});

test('each kind has a name, a description, path names and remains', () => {
  expect([route53, store, alb].map(routeName)).toEqual([
    'api.example.com',
    '"traffic-split" in key-value-store/0a1b2c3d-0000-1111-2222-333344445555',
    'listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff',
  ]);
  expect([route53, store, alb].map(describeRoute)).toEqual([
    'api.example.com (A) in zone Z0123456789ABCDEFGHIJ',
    `key "traffic-split" of ${storeArn}`,
    ruleArn,
  ]);
  expect([route53, store, alb].map(pathNames)).toEqual([
    { old: 'old', new: 'new' },
    { old: 'the old origin', new: 'the new origin' },
    { old: oldTargetGroupArn, new: newTargetGroupArn },
  ]);
  expect([route53, store, alb].map(remainsOf)).toEqual([
    'the record "old" (weight 0)',
    'the old origin',
    `the target group ${oldTargetGroupArn} (weight 0)`,
  ]);
});

test('only records have a public name', () => {
  expect([route53, store, alb].map(publicName)).toEqual(['api.example.com', null, null]);
});

test('the pace of a store and of a load balancer depends on the plan', () => {
  expect(paceOf(route53)).toEqual({ propagationSeconds: 60, cachedSeconds: 60 });
  expect(paceOf(keyValueStore({ propagationSeconds: 20 }))).toEqual({
    propagationSeconds: 20,
    cachedSeconds: 0,
  });
  expect(paceOf(loadBalancer({ acceptStickinessSeconds: 90 }))).toEqual({
    propagationSeconds: 10,
    cachedSeconds: 90,
  });
  expect([route53, store, alb].map(comparesAndSwaps)).toEqual([true, true, false]);
});

test('the version at a percent and the drift are those of the kind', () => {
  const version = JSON.stringify([{ Key: 'traffic-split', Value: '0' }]);
  const after = versionAt(store, version, 10);
  expect(describeDrift(store, version, after)).toBe('key "traffic-split" "0" → "10"');
});
