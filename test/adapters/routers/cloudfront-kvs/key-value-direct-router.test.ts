import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { describe, expect, test } from '@jest/globals';
import { keyValueApi } from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-api';
import { keyValueDirectRouter } from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-direct-router';
import type { KeyValueStore } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import { type DirectRouterHarness, describeDirectRouter } from '../../../contracts/direct-router.contract';
import { keyValueStoreAnswers } from '../../../support/accounts/key-value-store';
import { arrivingTwice, type WireRequest, wire } from '../../../support/accounts/wire';
import { keyValueStore } from '../../../support/plans/routers';
import { fakeClock } from '../../../support/world/cutover';

const route = keyValueStore();

/** @param before runs before each request is answered */
function storeAt(
  value: string,
  before: (request: WireRequest) => void = () => undefined,
  over: typeof arrivingTwice = (answer) => answer,
) {
  const store = keyValueStoreAnswers(route.keyValueStoreArn);
  store.put(route.key, value);
  store.put('unrelated', '1');
  const { config } = wire(
    over((request) => {
      before(request);
      return store.answer(request);
    }),
  );
  const { clock, pass } = fakeClock();
  return {
    store,
    pass,
    router: keyValueDirectRouter(keyValueApi(new CloudFrontKeyValueStoreClient(config)), clock),
  };
}

const harnessOf = async (over?: typeof arrivingTwice): Promise<DirectRouterHarness<KeyValueStore>> => {
  const { store, router, pass } = storeAt('0', undefined, over);
  const put = async (weights: { new: number }) => store.put(route.key, String(weights.new));
  return {
    router,
    route,
    seed: put,
    foreignShift: put,
    weights: async () => {
      const percent = Number(store.values.get(route.key));
      return { old: 100 - percent, new: percent };
    },
    rest: async () => [...store.values].filter(([key]) => key !== route.key),
    propagate: async () => pass(60),
  };
};

describeDirectRouter('keyValueDirectRouter', () => harnessOf(), [[99, 1]]);
describe('when each request arrives twice', () => {
  describeDirectRouter('keyValueDirectRouter', () => harnessOf(arrivingTwice), [[99, 1]]);
});

test('replaces a value that is no percent', async () => {
  const { store, router } = storeAt('12.5');
  const { version } = await router.read(route);
  await router.write(route, { old: 100, new: 0 }, version);
  expect(store.values.get(route.key)).toBe('0');
});

test('is not stopped by a change of another key between read and write', async () => {
  let changed = 0;
  const { store, router } = storeAt('50', ({ method }) => {
    if (method === 'POST' && changed === 0) {
      changed += 1;
      store.put('unrelated', '2');
    }
  });
  const { version } = await router.read(route);
  await router.write(route, { old: 100, new: 0 }, version);
  expect(changed).toBe(1);
  expect(store.values.get(route.key)).toBe('0');
});

test('counts a change as propagated only after the time that an edge location may take', async () => {
  const { router, pass } = storeAt('50');
  const change = await router.write(route, { old: 100, new: 0 }, (await router.read(route)).version);
  pass(59);
  expect(await router.propagated(change)).toBe(false);
  pass(1);
  expect(await router.propagated(change)).toBe(true);
});

test('calls a route broken whose key does not exist', async () => {
  const { store, router } = storeAt('50');
  store.put(route.key, null);
  await expect(router.read(route)).rejects.toMatchObject({ name: 'RouteBrokenError' });
});

test('writes nothing while the store is not ready', async () => {
  const { store, router } = storeAt('50');
  const { version } = await router.read(route);
  store.setStatus('PROVISIONING');
  await expect(router.write(route, { old: 100, new: 0 }, version)).rejects.toMatchObject({
    name: 'RouteBrokenError',
    message: expect.stringContaining('is PROVISIONING, not READY'),
  });
  expect(store.values.get(route.key)).toBe('50');
});

test('gives up while other keys change all the time', async () => {
  const { store, router } = storeAt('50', ({ method }) => {
    if (method === 'POST') {
      store.put('unrelated', '2');
    }
  });
  const { version } = await router.read(route);
  await expect(router.write(route, { old: 100, new: 0 }, version)).rejects.toMatchObject({
    name: 'ServiceBusyError',
  });
  expect(store.values.get(route.key)).toBe('50');
});
