import { expect, test } from '@jest/globals';
import { routers } from '../../../lambdas/adapters/routers/routers';
import type { RouterKind } from '../../../lambdas/core/routers/router-schema';
import type { TrafficRouter } from '../../../lambdas/ports';
import { routers as routes } from '../../support/plans/routers';

/** Routers that say who they are. */
function told() {
  const made: RouterKind[] = [];
  const make = (kind: RouterKind) => (): TrafficRouter => {
    made.push(kind);
    return {
      read: async () => ({ percent: 0, version: kind, ttlSeconds: 0, ttlIsOurs: false }),
      write: async (route, percent) => ({ id: `${kind} ${percent}`, version: '', route }),
      propagated: async ({ route }) => route.kind === kind,
      ...(kind === 'alb' ? {} : { ready: async () => Promise.reject(new Error(`${kind} is not ready`)) }),
    };
  };
  const router = routers({
    route53: make('route53'),
    'cloudfront-kvs': make('cloudfront-kvs'),
    alb: make('alb'),
  });
  return { router, made };
}

test.each(Object.values(routes))('a route goes to the router of its kind: $kind', async (route) => {
  const { router } = told();
  expect((await router.read(route)).version).toBe(route.kind);
  const change = await router.write(route, 10, '');
  expect(change.id).toBe(`${route.kind} 10`);
  expect(await router.propagated(change)).toBe(true);
});

test('what a router looks at before anything moves is asked of its kind, where there is something', async () => {
  const { router } = told();
  await expect(router.ready?.(routes.route53)).rejects.toThrow('route53 is not ready');
  await expect(router.ready?.(routes.alb)).resolves.toBeUndefined();
});

test('each router is made once, and only when a route of its kind comes', async () => {
  const { router, made } = told();
  expect(made).toEqual([]);
  await router.read(routes.alb);
  await router.read(routes.alb);
  await router.read(routes.route53);
  expect(made).toEqual(['alb', 'route53']);
});
