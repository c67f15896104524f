import type { RevertReading, RevertTarget } from '../route-revert';
import { isPercent, type KeyValue, keysOf } from './key-values';
import type { KeyValueStore } from './schema';

/**
 * Reads the keys of a route for its revert. The percent is ours, whatever its value is now, and is put back
 * even where its key was deleted. The other keys are never written.
 */
export function readKeyValuesForRevert(
  router: KeyValueStore,
  target: RevertTarget,
  values: ReadonlyMap<string, string>,
): RevertReading {
  const value = values.get(router.key);
  const percent = value !== undefined && isPercent(value) ? Number(value) : null;
  const before = JSON.parse(target.version) as KeyValue[];
  const others = before.filter(({ Key }) => Key !== router.key);
  return {
    percent,
    isBack: percent === target.percent,
    isWritable: true,
    version: foundKeyValues(router, values),
    ttlSeconds: 0,
    leftAlone: others.flatMap(({ Key, Value }) => {
      const now = values.get(Key);
      return now === undefined || now === Value
        ? []
        : [`key "${Key}" ${JSON.stringify(Value)} → ${JSON.stringify(now)}`];
    }),
    unrestored: others
      .filter(({ Key }) => !values.has(Key))
      .map(({ Key }) => `the key "${Key}" is missing; create it with the value that it had`),
  };
}

/** The values of a route as text, with null for a key that is missing. */
export function foundKeyValues(router: KeyValueStore, values: ReadonlyMap<string, string>): string {
  return JSON.stringify(keysOf(router).map((Key) => ({ Key, Value: values.get(Key) ?? null })));
}
