import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { describe, expect, test } from '@jest/globals';
import { keyValueApi } from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-api';
import { keyValueRouter } from '../../../../lambdas/adapters/routers/cloudfront-kvs/key-value-router';
import type { KeyValueStore } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import { type AnyRouterHarness, describeAnyRouter } from '../../../contracts/any-router.contract';
import { keyValueStoreAnswers } from '../../../support/accounts/key-value-store';
import {
  arrivingTwice,
  brokenConnection,
  inTurn,
  json,
  jsonError,
  type WireAnswer,
  type WireRequest,
  wire,
} from '../../../support/accounts/wire';
import { keyValueStore } from '../../../support/plans/routers';
import { fakeClock } from '../../../support/world/cutover';

const route = keyValueStore({ configKeys: ['APIGW_A_URL'] });
const { keyValueStoreArn } = route;

/** A store with the route at a percent and an unrelated key, and a router over the wire. */
function storeAt(
  percent: number,
  before: (request: WireRequest) => WireAnswer | null = () => null,
  over: typeof arrivingTwice = (answer) => answer,
) {
  const store = keyValueStoreAnswers(keyValueStoreArn);
  store.put('traffic-split', String(percent));
  store.put('APIGW_A_URL', 'https://a.example.com');
  store.put('unrelated', '1');
  const { config, requests } = wire(over((request) => before(request) ?? store.answer(request)));
  const { clock, pass } = fakeClock();
  const router = keyValueRouter(keyValueApi(new CloudFrontKeyValueStoreClient(config)), clock);
  return { store, router, requests, pass };
}

const harnessOf = async (over?: typeof arrivingTwice): Promise<AnyRouterHarness<KeyValueStore>> => {
  const { store, router, pass } = storeAt(0, undefined, over);
  const put =
    (value: string | null, key = 'traffic-split') =>
    async () =>
      store.put(key, value);
  return {
    router,
    route,
    seed: (percent) => put(String(percent))(),
    percent: async () => Number(store.values.get('traffic-split')),
    rest: async () => [...store.values].filter(([key]) => key !== 'traffic-split'),
    foreignShift: (percent) => put(String(percent))(),
    foreignChange: put('https://elsewhere.example.com', 'APIGW_A_URL'),
    broken: [
      ['without its key', put(null), /no key "traffic-split"/],
      ['without a key that it is configured by', put(null, 'APIGW_A_URL'), /no key "APIGW_A_URL"/],
      ['with no whole number', put('12.5'), /holds "12.5"; it must be a whole number/],
      ['with more than 100', put('101'), /holds "101"/],
    ],
    propagate: async () => pass(60),
  };
};

const broken = [
  'without its key',
  'without a key that it is configured by',
  'with no whole number',
  'with more than 100',
];
describeAnyRouter('keyValueRouter', () => harnessOf(), broken);
describe('when each request arrives twice', () => {
  describeAnyRouter('keyValueRouter', () => harnessOf(arrivingTwice), broken);
});

describe('requests to the API', () => {
  test('are signed for all regions and go to the endpoint of the account', async () => {
    const { router, requests } = storeAt(0);
    await router.write(route, 10, (await router.read(route)).version);
    for (const { headers } of requests) {
      expect(headers.host).toBe('111122223333.cloudfront-kvs.global.api.aws');
      expect(headers['x-amz-region-set']).toBe('*');
      expect(headers.authorization).toMatch(
        /^AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/cloudfront-keyvaluestore\/aws4_request, /,
      );
      expect(headers.authorization).toMatch(/, SignedHeaders=.*x-amz-region-set.*, Signature=[0-9a-f]+$/);
    }
  });

  test('list several keys at once, and get those that are not among the first', async () => {
    const { router, requests, store } = storeAt(0);
    await router.read(route);
    const base = `/key-value-stores/${encodeURIComponent(keyValueStoreArn)}`;
    expect(requests.map(({ method, path, query }) => ({ method, path, query }))).toEqual([
      { method: 'GET', path: `${base}/keys`, query: { MaxResults: '50' } },
    ]);
    for (let i = 0; i < 50; i += 1) {
      store.put(`AAA-${i}`, 'before them');
    }
    await expect(router.read(route)).resolves.toMatchObject({ percent: 0 });
    expect(
      requests
        .slice(2)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([`${base}/keys/APIGW_A_URL`, `${base}/keys/traffic-split`]);
  });

  test('get the key of the percent when the route has no other key', async () => {
    const { router, requests } = storeAt(5);
    await expect(router.read(keyValueStore())).resolves.toMatchObject({ percent: 5 });
    expect(requests.map(({ path }) => path.split('/').slice(-2).join('/'))).toEqual(['keys/traffic-split']);
  });

  test('of a write read the ETag, then the values, and put one key under that ETag', async () => {
    const { router, requests } = storeAt(0);
    const { version } = await router.read(route);
    const before = requests.length;
    const change = await router.write(route, 10, version);
    const [first, ...rest] = requests.slice(before);
    expect(first?.path).not.toMatch(/keys$/);
    const last = rest.at(-1);
    expect(last).toMatchObject({ method: 'POST', headers: { 'if-match': 'E4' } });
    expect(JSON.parse(last?.body ?? '')).toEqual({ Puts: [{ Key: 'traffic-split', Value: '10' }] });
    expect(change.id).toBe(`E5@${Date.parse('2026-11-20T12:00:00.000Z')}`);
  });
});

describe('a change', () => {
  test('has propagated after propagationSeconds, and is not read before', async () => {
    const { router, requests, pass } = storeAt(0);
    const change = await router.write(route, 10, (await router.read(route)).version);
    const before = requests.length;
    pass(59.9);
    expect(await router.propagated(change)).toBe(false);
    expect(requests).toHaveLength(before);
    pass(0.1);
    expect(await router.propagated(change)).toBe(true);
  });
});

describe('the ETag of the whole store', () => {
  const isUpdate = ({ method }: WireRequest) => method === 'POST';

  test('lets a write succeed when another key changes between read and write', async () => {
    let left = 2;
    const { router, store, requests } = storeAt(0, (request) => {
      if (isUpdate(request) && left > 0) {
        left -= 1;
        store.put('unrelated', `changed ${left}`);
      }
      return null;
    });
    await router.write(route, 10, (await router.read(route)).version);
    expect(store.values.get('traffic-split')).toBe('10');
    expect(store.values.get('unrelated')).toBe('changed 0');
    expect(requests.filter(isUpdate)).toHaveLength(3);
  });

  test('makes a write busy when it changes at every attempt, and nothing is written', async () => {
    const { router, store } = storeAt(0, (request) => {
      if (isUpdate(request)) {
        store.put('unrelated', 'again');
      }
      return null;
    });
    const { version } = await router.read(route);
    await expect(router.write(route, 10, version)).rejects.toMatchObject({ name: 'ServiceBusyError' });
    expect(store.values.get('traffic-split')).toBe('0');
  });

  test.each([
    ['the split', 'traffic-split', '7'],
    ['a key that it is configured by', 'APIGW_A_URL', 'https://b.example.com'],
  ])('prevents that %s is overwritten when it changes between read and write', async (_, key, value) => {
    let raced = false;
    const { router, store } = storeAt(0, (request) => {
      if (isUpdate(request) && !raced) {
        raced = true;
        store.put(key, value);
      }
      return null;
    });
    const { version } = await router.read(route);
    await expect(router.write(route, 10, version)).rejects.toMatchObject({
      name: 'RouteChangedError',
      message: expect.stringContaining(`key "${key}"`),
    });
    expect(store.values.get(key)).toBe(value);
    expect(store.values.get('traffic-split')).not.toBe('10');
  });

  test.each([
    ['ConflictException', 409],
    ['PreconditionFailed', 412],
    ['ValidationException', 400],
  ])('is compared again when the API refuses with %s', async (code, status) => {
    let left = 1;
    const { router, store } = storeAt(0, (request) => {
      left -= isUpdate(request) ? 1 : 0;
      return isUpdate(request) && left === 0 ? jsonError(code, 'Pre-Condition failed', status) : null;
    });
    await router.write(route, 10, (await router.read(route)).version);
    expect(store.values.get('traffic-split')).toBe('10');
  });
});

describe('an error of the API', () => {
  const routerOf = (...answers: readonly (WireAnswer | Error)[]) => {
    const { config } = wire(inTurn(...answers));
    return keyValueRouter(keyValueApi(new CloudFrontKeyValueStoreClient(config)), fakeClock().clock);
  };
  const plain = keyValueStore();
  const missing = jsonError('ResourceNotFoundException', 'Resource was not found.', 404);

  test.each([
    ['a store that does not exist', missing, 'RouteBrokenError', /no key "traffic-split" in the store/],
    [
      'throttled',
      jsonError('ThrottlingException', 'Rate exceeded', 429),
      'ServiceBusyError',
      /Rate exceeded/,
    ],
    [
      'a fault',
      jsonError('InternalServerException', 'Internal server error.', 500),
      'ServiceBusyError',
      /Internal/,
    ],
    ['a broken connection', brokenConnection(), 'ServiceBusyError', /socket hang up/],
    [
      'not allowed',
      jsonError('AccessDeniedException', 'Access denied.', 403),
      'AccessDeniedException',
      /Access denied/,
    ],
  ])('is translated: %s', async (_, answer, name, message) => {
    await expect(routerOf(answer).read(plain)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('is a missing key when the store does not exist', async () => {
    await expect(routerOf(missing, missing, missing).read(route)).rejects.toThrow(
      'there is no key "traffic-split"',
    );
    await expect(routerOf(json({}), missing, missing).read(route)).rejects.toThrow('there is no key');
  });

  test('is passed on unchanged from a write when it is any other', async () => {
    const { router } = storeAt(0, ({ method }) =>
      method === 'POST' ? jsonError('ServiceQuotaExceededException', 'Limit exceeded.', 402) : null,
    );
    const { version } = await router.read(route);
    await expect(router.write(route, 10, version)).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
    });
  });

  test('is thrown for a key without a value', async () => {
    const { router } = storeAt(0, ({ path }) => (path.endsWith('/traffic-split') ? json({}) : null));
    await expect(router.read(plain)).rejects.toThrow('there is no key "traffic-split"');
  });
});

describe('ready', () => {
  test.each([['READY'], [undefined]])('accepts a store whose status is %s', async (status) => {
    const { router, store } = storeAt(0);
    store.setStatus(status);
    await expect(router.ready?.(route)).resolves.toBeUndefined();
  });

  test('refuses a store that is being created', async () => {
    const { router, store } = storeAt(0);
    store.setStatus('PROVISIONING');
    await expect(router.ready?.(route)).rejects.toMatchObject({
      name: 'RouteBrokenError',
      message: `${keyValueStoreArn} is PROVISIONING, not READY; wait until it is`,
    });
  });

  test('refuses a store that does not exist', async () => {
    const { router } = storeAt(0);
    const elsewhere = keyValueStore({ keyValueStoreArn: `${keyValueStoreArn}0` });
    await expect(router.ready?.(elsewhere)).rejects.toThrow(
      `there is no key value store ${keyValueStoreArn}0`,
    );
  });
});
