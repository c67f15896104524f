import {
  foundKeyValues,
  readKeyValuesForRevert,
} from '../../../core/routers/cloudfront-kvs/key-value-revert';
import {
  keysOf,
  keyValueDrift,
  keyValuesAt,
  readKeyValues,
} from '../../../core/routers/cloudfront-kvs/key-values';
import type { KeyValueStore } from '../../../core/routers/cloudfront-kvs/schema';
import { RouteBrokenError, RouteChangedError, ServiceBusyError } from '../../../core/shared/errors';
import type { Clock, RouteChange, TrafficRouter } from '../../../ports';

/** What the router needs of the CloudFront KeyValueStore API, over AWS or in a rehearsal. */
export interface KeyValueApi {
  /** Null when there is no such store. */
  describe(storeArn: string): Promise<{ readonly etag: string; readonly status: string } | null>;
  /** Null when there is no such key, or no such store. */
  get(storeArn: string, key: string): Promise<string | null>;
  /** The first keys of the store with their values, as many as one request returns. */
  list(storeArn: string): Promise<ReadonlyMap<string, string>>;
  /**
   * Puts one key if the store is still at this ETag.
   * @returns the new ETag; null when the store has another one, and nothing was written
   */
  put(storeArn: string, etag: string, key: string, value: string): Promise<string | null>;
}

/**
 * Changes of other keys change the store's ETag as well. After this many of them in a row, the state machine
 * waits before it tries again.
 */
const WRITE_ATTEMPTS = 3;

/** Keys with their values. */
type Values = ReadonlyMap<string, string>;

/** Splits traffic by a percent in a key value store of CloudFront, which an edge function reads. */
export const keyValueRouter = (
  api: KeyValueApi,
  clock: Pick<Clock, 'now'>,
): TrafficRouter<KeyValueStore> => ({
  read: async (route) => readKeyValues(route, await valuesOf(api, route)),
  ready: async (route) => void (await etagOf(api, route)),
  write: (route, percent, version) =>
    write(api, clock, route, percent, (values) => {
      // A value that is no percent is refused on the way up.
      readKeyValues(route, values);
      return version;
    }),
  readForRevert: async (route, target) => readKeyValuesForRevert(route, target, await valuesOf(api, route)),
  putBack: async (route, { percent }, version) => {
    const change = await write(api, clock, route, percent, () => version);
    return { change, refused: [] };
  },
  // CloudFront does not report when every edge location has the value, so a fixed time must pass.
  propagated: async ({ id, version, route }) => {
    const store = route as KeyValueStore;
    const propagatedAt = writtenAt(id) + 1_000 * store.propagationSeconds;
    return clock.now() >= propagatedAt && foundKeyValues(store, await valuesOf(api, store)) === version;
  },
});

/**
 * A compare-and-swap. The ETag covers the whole store. It is read before the values are compared, so that the
 * store refuses our write after any later change. On a refusal both are read again: a change of keys that are
 * not the route's is allowed. And the client sends a write again when its answer is lost: the store then
 * refuses it the second time, and has the value.
 * @param expected the version that the route must have
 */
async function write(
  api: KeyValueApi,
  clock: Pick<Clock, 'now'>,
  route: KeyValueStore,
  percent: number,
  expected: (values: Values) => string,
): Promise<RouteChange> {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
    const etag = await etagOf(api, route);
    const values = await valuesOf(api, route);
    const version = expected(values);
    const found = foundKeyValues(route, values);
    const after = keyValuesAt(route, version, percent);
    if (attempt > 0 && found === after) {
      return { id: `${etag}@${clock.now()}`, version: after, route };
    }
    if (found !== version) {
      throw new RouteChangedError(
        `"${route.key}" was changed by someone else after it was read, and nothing was written: ` +
          keyValueDrift(version, found),
      );
    }
    const written = await api.put(route.keyValueStoreArn, etag, route.key, String(percent));
    if (written !== null) {
      return { id: `${written}@${clock.now()}`, version: after, route };
    }
  }
  throw new ServiceBusyError(
    `${route.keyValueStoreArn} was changed by others ${WRITE_ATTEMPTS} times between read and write; ` +
      'nothing was written',
  );
}

async function etagOf(api: KeyValueApi, { keyValueStoreArn }: KeyValueStore): Promise<string> {
  const store = await api.describe(keyValueStoreArn);
  if (store === null) {
    throw new RouteBrokenError(
      `there is no key value store ${keyValueStoreArn} in this account; correct the plan`,
    );
  }
  if (store.status !== 'READY') {
    throw new RouteBrokenError(`${keyValueStoreArn} is ${store.status}, not READY; wait until it is`);
  }
  return store.etag;
}

/**
 * The values of the route's keys, as far as the store has them. Requests are billed, and a soak reads often:
 * several keys come with one request as long as they are among the store's first.
 */
async function valuesOf(api: KeyValueApi, route: KeyValueStore): Promise<Values> {
  const keys = keysOf(route);
  const listed = keys.length === 1 ? new Map<string, string>() : await api.list(route.keyValueStoreArn);
  const rest = await Promise.all(
    keys
      .filter((key) => !listed.has(key))
      .map(async (key): Promise<[string, string][]> => {
        const value = await api.get(route.keyValueStoreArn, key);
        return value === null ? [] : [[key, value]];
      }),
  );
  return new Map([...listed, ...rest.flat()]);
}

/** Epoch milliseconds at which a change was accepted. */
function writtenAt(id: string): number {
  return Number(id.slice(id.lastIndexOf('@') + 1));
}
