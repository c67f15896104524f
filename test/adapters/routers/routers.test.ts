import { expect, test } from '@jest/globals';
import type { Place } from '../../../lambdas/adapters/clients/place';
import { routers } from '../../../lambdas/adapters/routers/routers';
import type { Router, RouterKind } from '../../../lambdas/core/routers/router-schema';
import type { TrafficRouter } from '../../../lambdas/ports';
import { routers as routes } from '../../support/plans/routers';

const back = {
  ...{ isBack: false, isWritable: true, ttlSeconds: 0 },
  ...{ leftAlone: [], unrestored: [] },
};

/** Routers that answer with their kind, and the kinds that were made. */
function namedRouters() {
  const made: RouterKind[] = [];
  const make = (kind: RouterKind) => (): TrafficRouter => {
    made.push(kind);
    return {
      read: async () => ({ percent: 0, version: kind, ttlSeconds: 0, ttlIsOurs: false }),
      write: async (route, percent) => ({ id: `${kind} ${percent}`, version: '', route }),
      readForRevert: async (_, { percent }) => ({ ...back, percent, version: kind }),
      putBack: async (route, _, version) => ({
        change: { id: `${kind} back from ${version}`, version: '', route },
        refused: [],
      }),
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

test.each(Object.values(routes))('passes a route to the router of its kind: $kind', async (route) => {
  const { router } = namedRouters();
  expect((await router.read(route)).version).toBe(route.kind);
  const change = await router.write(route, 10, '');
  expect(change.id).toBe(`${route.kind} 10`);
  expect(await router.propagated(change)).toBe(true);
  const target = { percent: 5, version: '', original: null };
  expect(await router.readForRevert(route, target)).toMatchObject({ percent: 5, version: route.kind });
  const { change: reverted } = await router.putBack(route, target, 'v');
  expect(reverted.id).toBe(`${route.kind} back from v`);
});

test('asks a router whether it is ready where its kind has a check', async () => {
  const { router } = namedRouters();
  await expect(router.ready?.(routes.route53)).rejects.toThrow('route53 is not ready');
  await expect(router.ready?.(routes.alb)).resolves.toBeUndefined();
});

test('makes each router once, when the first route of its kind comes', async () => {
  const { router, made } = namedRouters();
  expect(made).toEqual([]);
  await router.read(routes.alb);
  await router.read(routes.alb);
  await router.read(routes.route53);
  expect(made).toEqual(['alb', 'route53']);
});

test('makes a router for each place: the Region of an ARN, and the role that the plan names', async () => {
  const places: unknown[] = [];
  const make = (place: Place): TrafficRouter => {
    places.push(place);
    const reading = { percent: 0, version: '', ttlSeconds: 0, ttlIsOurs: false };
    return { read: async () => reading } as unknown as TrafficRouter;
  };
  const router = routers({ route53: make, 'cloudfront-kvs': make, alb: make });
  const role = { roleArn: 'arn:aws:iam::444455556666:role/a', externalId: 'e1' };
  const { alb, route53, 'cloudfront-kvs': store } = routes;
  for (const route of [alb, { ...alb, ...role }, route53, { ...route53, ...role }, { ...store, ...role }]) {
    await router.read(route as Router);
    await router.read(route as Router);
  }
  const region = 'eu-west-1';
  expect(places).toEqual([{ region }, { region, role }, {}, { role }, { role }]);
});
