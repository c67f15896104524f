import { readDirectValue } from '../../../core/routers/cloudfront-kvs/direct';
import type { KeyValueStore } from '../../../core/routers/cloudfront-kvs/schema';
import { RouteBrokenError, RouteChangedError, ServiceBusyError } from '../../../core/shared/errors';
import type { Clock, DirectRouter } from '../../../ports';
import type { KeyValueApi } from './key-value-router';

/** Changes of other keys change the store's ETag as well. After this many in a row, the store is busy. */
const ATTEMPTS = 5;

/** Sets the percent in a key value store directly, whatever its key holds. */
export const keyValueDirectRouter = (
  api: KeyValueApi,
  clock: Pick<Clock, 'now'>,
): DirectRouter<KeyValueStore> => {
  const valueIn = async ({ keyValueStoreArn, key }: KeyValueStore): Promise<string> => {
    const value = await api.get(keyValueStoreArn, key);
    if (value === null) {
      throw new RouteBrokenError(`there is no key "${key}" in the store ${keyValueStoreArn}`);
    }
    return value;
  };
  return {
    read: async (route) => readDirectValue(route, await valueIn(route)),
    // A compare-and-swap, as in a shift: the ETag is read before the value, so that the store refuses the
    // write after any later change.
    write: async (route, weights, version) => {
      const { keyValueStoreArn, key } = route;
      const value = String(weights.new);
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const etag = await etagOf(api, keyValueStoreArn);
        const found = await valueIn(route);
        // The client has sent a write again whose answer was lost, and the store has refused it.
        if (attempt > 0 && found === value) {
          return { id: `${etag}@${clock.now()}`, route, refused: [] };
        }
        if (found !== version) {
          throw new RouteChangedError(
            `"${key}" was changed by someone else after it was read, from "${version}" to "${found}", ` +
              'and nothing was written',
          );
        }
        const written = await api.put(keyValueStoreArn, etag, key, value);
        if (written !== null) {
          return { id: `${written}@${clock.now()}`, route, refused: [] };
        }
      }
      throw new ServiceBusyError(
        `${keyValueStoreArn} was changed by others ${ATTEMPTS} times between read and write; ` +
          'nothing was written',
      );
    },
    // CloudFront does not report when every edge location has the value, so a fixed time must pass.
    propagated: async ({ id, route }) => {
      const { propagationSeconds } = route as KeyValueStore;
      const writtenAt = Number(id.slice(id.lastIndexOf('@') + 1));
      return clock.now() >= writtenAt + 1_000 * propagationSeconds;
    },
  };
};

async function etagOf(api: KeyValueApi, storeArn: string): Promise<string> {
  const store = await api.describe(storeArn);
  if (store?.status !== 'READY') {
    throw new RouteBrokenError(
      store === null
        ? `there is no key value store ${storeArn} in this account`
        : `${storeArn} is ${store.status}, not READY; wait until it is`,
    );
  }
  return store.etag;
}
