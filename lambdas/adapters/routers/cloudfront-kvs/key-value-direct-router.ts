import { readDirectValue } from '../../../core/routers/cloudfront-kvs/direct';
import type { KeyValueStore } from '../../../core/routers/cloudfront-kvs/schema';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import type { Clock, DirectRouter } from '../../../ports';
import { type KeyValueApi, putWithin, writtenAt } from './key-value-router';

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
    write: async (route, weights, version) => ({
      id: await putWithin(api, clock, route, weights.new, async () => {
        if ((await valueIn(route)) !== version) {
          throw new RouteChangedError(
            `"${route.key}" was changed by someone else after it was read, and nothing was written`,
          );
        }
      }),
      route,
    }),
    // CloudFront does not report when every edge location has the value, so a fixed time must pass.
    propagated: async ({ id, route }) =>
      clock.now() >= writtenAt(id) + 1_000 * (route as KeyValueStore).propagationSeconds,
  };
};
