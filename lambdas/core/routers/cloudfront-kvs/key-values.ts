import { RouteBrokenError } from '../../shared/errors';
import type { RouteReading } from '../../shared/readings';
import type { KeyValueStore } from './schema';

/** A key of a store with its value, in the shape of the CloudFront KeyValueStore API. */
export interface KeyValue {
  readonly Key: string;
  readonly Value: string;
}

const PERCENT = /^(0|[1-9]\d?|100)$/;

/** The keys of a route: the percent first, then those that say where the traffic goes. */
export function keysOf({ key, configKeys }: KeyValueStore): readonly string[] {
  return [key, ...configKeys];
}

/**
 * Reads a route from the values of its keys.
 * @throws RouteBrokenError when a key is missing, or the percent is not a whole number from 0 to 100
 */
export function readKeyValues(router: KeyValueStore, values: ReadonlyMap<string, string>): RouteReading {
  const found = keysOf(router).map((Key): KeyValue => {
    const Value = values.get(Key);
    if (Value === undefined) {
      throw new RouteBrokenError(
        `there is no key "${Key}" in the store ${router.keyValueStoreArn}; create it, or correct the plan`,
      );
    }
    return { Key, Value };
  });
  return {
    percent: percentIn(found[0] as KeyValue),
    version: JSON.stringify(found),
    // The edge function reads its copy of the store at every request.
    ttlSeconds: 0,
    ttlIsOurs: false,
  };
}

/** Whether a value is a percent: a whole number from 0 to 100. */
export function isPercent(value: string): boolean {
  return PERCENT.test(value);
}

function percentIn({ Key, Value }: KeyValue): number {
  if (!isPercent(Value)) {
    throw new RouteBrokenError(
      `the key "${Key}" holds ${JSON.stringify(Value.slice(0, 40))}; it must be a whole number from 0 to 100`,
    );
  }
  return Number(Value);
}

/** The version that a route of this version has once it is at `percent` and nothing else has changed. */
export function keyValuesAt({ key }: KeyValueStore, version: string, percent: number): string {
  const before = JSON.parse(version) as KeyValue[];
  return JSON.stringify(before.map((one) => (one.Key === key ? { ...one, Value: String(percent) } : one)));
}

/** What differs between two versions, for an operator. */
export function keyValueDrift(expected: string, found: string): string {
  const got = JSON.parse(found) as KeyValue[];
  return (JSON.parse(expected) as KeyValue[])
    .flatMap(({ Key, Value }) => {
      const now = got.find((one) => one.Key === Key)?.Value;
      return now === Value ? [] : [`key "${Key}" ${JSON.stringify(Value)} → ${JSON.stringify(now)}`];
    })
    .join('; ');
}
