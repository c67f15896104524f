import type { Problem } from '../../validation/problems';
import type { RouterDefinition } from '../router-definition';
import { keyValueDrift, keyValuesAt, readKeyValues, valuesIn } from './key-values';
import { type KeyValueStore, keyValueStoreSchema, type StoreConfig, storeConfigSchema } from './schema';

/** A percent in a key value store of CloudFront. */
export const keyValueStoreDefinition = {
  schema: keyValueStoreSchema,
  problems: keyProblems,

  configSchema: storeConfigSchema,
  configKeys: ({ keyValueStoreArn, keys }) => keys.map((key) => keyOf({ keyValueStoreArn, key })),
  // A plan names no targets: the distribution's template does.
  newTargetProblems: () => [],

  key: keyOf,
  name: nameOfKey,
  publicName: () => null,
  describe: ({ key, keyValueStoreArn }) => `key "${key}" of ${keyValueStoreArn}`,
  paths: () => ({ old: 'the old origin', new: 'the new origin' }),

  versionAt: keyValuesAt,
  percentAt: (router, version) => readKeyValues(router, valuesIn(version)).percent,
  drift: keyValueDrift,
  // The edge reads its copy of the store at every request, so nothing is cached after that.
  pace: ({ propagationSeconds }) => ({ propagationSeconds, cachedSeconds: 0 }),
  comparesAndSwaps: true,

  findings: () => [],
  notices: () => [
    'not checked: whether a distribution runs a function that reads this store; ' +
      'the smoke test of the distribution shows it',
  ],
  remains: () => 'the old origin',

  records: () => null,
  forwardArn: () => null,
  balancer: () => null,
  sources: () => null,
  sourceProblem: (_, { kind }) =>
    kind === 'cloudfront'
      ? 'but one distribution serves both paths; must be what counts at the origin of one path'
      : null,
  targetGroups: () => ({ old: [], new: [] }),
  oldPath: () => ({}),
  scanGap: (router) => ({
    what: `the value of ${nameOfKey(router)} was not read`,
    remedy: 'check that it is at 100 %, and read the decision "decommission" in the ledger',
  }),
} satisfies RouterDefinition<KeyValueStore, StoreConfig>;

function keyOf({ keyValueStoreArn, key }: Pick<KeyValueStore, 'keyValueStoreArn' | 'key'>): string {
  return `${keyValueStoreArn}/${key}`;
}

/** Without account and partition: `"traffic-split" in key-value-store/…`. */
function nameOfKey({ key, keyValueStoreArn }: KeyValueStore): string {
  return `"${key}" in ${keyValueStoreArn.replace(/^(?:[^:]*:){5}/, '')}`;
}

function keyProblems({ key, configKeys }: KeyValueStore): Problem[] {
  const message = `has "${key}", the key of the split itself; must name other keys`;
  return configKeys.includes(key) ? [{ path: 'router.configKeys', message }] : [];
}
