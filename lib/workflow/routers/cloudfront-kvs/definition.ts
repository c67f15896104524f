import type { KeyValueStore } from '../../../../lambdas/core/routers/cloudfront-kvs/schema';
import { repeatedProblems } from '../names';
import { noStatements, type RouteConfigDefinition } from '../route-config-definition';
import { readStores, readWrittenKeys, writeStores } from './kvs-statements';
import type { StoreRoutes } from './store-routes';

/** Keys of one key value store. */
export const storeRoutesDefinition: RouteConfigDefinition<Required<StoreRoutes>, KeyValueStore> = {
  problems: ({ keys }) => repeatedProblems('keys', keys),
  identifiers: ({ keyValueStoreArn }) => [`the store ${keyValueStoreArn}`],
  mayCover: ({ keys }, router) => keys.includes(router.key),
  zoneNames: () => [],
  statements: {
    'read-route': readStores,
    'write-route': writeStores,
    'read-records': noStatements,
    'write-records': noStatements,
    'read-change': readWrittenKeys,
    'read-health-checks': noStatements,
    'read-zones': noStatements,
  },
};
