import { describe, expect, test } from '@jest/globals';
import {
  pathNameOf,
  readWeights,
  routerOfKey,
  splitRouteKey,
} from '../../../lambdas/core/routers/direct-route';
import { routeKey } from '../../../lambdas/core/routers/route';
import type { RouterKind } from '../../../lambdas/core/routers/router-schema';
import {
  keyValueStore,
  listenerArn,
  loadBalancer,
  newTargetGroupArn,
  oldTargetGroupArn,
  routers,
} from '../../support/plans/routers';

describe('readWeights', () => {
  test.each([
    ['route53', '100/0', 100, 0],
    ['route53', '255/0', 255, 0],
    ['route53', '0/1', 0, 1],
    ['alb', '999/0', 999, 0],
    ['alb', '1/2', 1, 2],
    ['cloudfront-kvs', '100/0', 100, 0],
    ['cloudfront-kvs', '63/37', 63, 37],
  ] as const)('reads %s %s', (kind, text, old, fresh) => {
    expect(readWeights(kind, text)).toEqual({ ok: true, value: { old, new: fresh } });
  });

  test.each([
    ['route53', '0/0', 'above 0'],
    ['alb', '0/0', 'above 0'],
    ['route53', '256/0', 'from 0 to 255'],
    ['alb', '0/1000', 'from 0 to 999'],
    ['cloudfront-kvs', '101/0', 'from 0 to 100'],
    ['cloudfront-kvs', '0/0', 'sum to 100'],
    ['cloudfront-kvs', '90/5', 'sum to 100'],
    ['route53', '100', 'OLD/NEW'],
    ['route53', '-1/1', 'OLD/NEW'],
    ['route53', '1.5/1', 'OLD/NEW'],
    ['route53', '100/0/0', 'OLD/NEW'],
    ['route53', '', 'OLD/NEW'],
    ['route53', '99999999999/0', 'OLD/NEW'],
  ] as const)('refuses %s "%s"', (kind, text, words) => {
    expect(readWeights(kind, text)).toEqual({
      ok: false,
      problems: [{ path: '--weights', message: expect.stringContaining(words) }],
    });
  });
});

describe('a route key', () => {
  const names: Record<RouterKind, { old: string; new: string } | null> = {
    route53: { old: 'old', new: 'new' },
    'cloudfront-kvs': null,
    alb: { old: oldTargetGroupArn, new: newTargetGroupArn },
  };

  test.each([
    ...Object.values(routers),
    keyValueStore({ key: 'a/b' }),
    loadBalancer({ listenerArn, ruleArn: undefined }),
  ])('leads to a router with the same key: $kind', (router) => {
    const { kind, rest } = splitRouteKey(routeKey(router)) ?? { kind: 'alb', rest: '' };
    const read = routerOfKey(kind, rest, names[kind]);
    expect(read.ok && routeKey(read.value)).toBe(routeKey(router));
  });

  test('stands for every type of record that can be weighted', () => {
    const read = routerOfKey('route53', 'Z0123456789ABCDEFGHIJ/API.example.com.', names.route53);
    expect(read).toEqual({
      ok: true,
      value: {
        kind: 'route53',
        hostedZoneId: 'Z0123456789ABCDEFGHIJ',
        recordName: 'api.example.com',
        recordTypes: ['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB'],
        oldSetIdentifier: 'old',
        newSetIdentifier: 'new',
      },
    });
  });

  test.each(['route53', 'cloudfront-kvs', 'alb'] as const)(
    'of the kind %s can be read before anybody says which path is which',
    (kind) => {
      const { rest } = splitRouteKey(routeKey(routers[kind])) ?? { rest: '' };
      expect(routerOfKey(kind, rest, null).ok).toBe(true);
    },
  );

  test.each([
    ['route53', 'api.example.com'],
    ['route53', 'Z0123456789ABCDEFGHIJ/'],
    ['alb', 'listener/app/x'],
    ['cloudfront-kvs', 'arn:aws:cloudfront::111122223333:key-value-store/1'],
    ['cloudfront-kvs', 'traffic-split'],
  ] as const)('of the kind %s is refused as %s', (kind, rest) => {
    expect(routerOfKey(kind, rest, names[kind]).ok).toBe(false);
  });

  test.each(['plan.yaml', './route53/plan.yaml', 'dns/Z1/name', 'route53'])('is not %s', (text) => {
    expect(splitRouteKey(text)).toBeNull();
  });

  test.each([
    ['route53', 'set identifier'],
    ['cloudfront-kvs', null],
    ['alb', 'target group ARN'],
  ] as const)('of the kind %s has paths that are named by: %s', (kind, name) => {
    expect(pathNameOf(kind)).toBe(name);
  });
});
