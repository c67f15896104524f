import type { DirectDefinition } from '../direct-definition';
import type { DirectReading } from '../direct-weights';
import { keyValueStoreDefinition } from './definition';
import { isPercent } from './key-values';
import type { KeyValueStore } from './schema';

/** A percent in a key value store, set directly. */
export const keyValueDirect: DirectDefinition<KeyValueStore> = {
  maxWeight: 100,
  // The key holds the percent of the new path, so that the old path has the rest.
  sum: 100,
  pathName: null,
  unnamed: keyValueStoreDefinition.paths(),
  fields: (key) => {
    const [, keyValueStoreArn = key, name = ''] = /^([^/]*\/[^/]*)\/(.*)$/s.exec(key) ?? [];
    return { keyValueStoreArn, key: name };
  },
  ofKey: (route) => route,
};

/**
 * Reads a route from the value of its key, a whole number or not: a value that the edge function cannot read
 * can be replaced all the same.
 */
export function readDirectValue(route: KeyValueStore, value: string): DirectReading {
  const percent = isPercent(value) ? Number(value) : null;
  const paths = keyValueStoreDefinition.paths();
  return {
    standing: [
      { group: route.key, id: paths.old, weight: percent === null ? 'invalid' : 100 - percent },
      { group: route.key, id: paths.new, weight: percent ?? 'invalid' },
    ],
    version: value,
    // The edge function reads its copy of the store at every request.
    ttlSeconds: 0,
  };
}
