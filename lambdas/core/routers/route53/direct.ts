import type { DirectDefinition } from '../direct-definition';
import type { DirectReading, PathWeights } from '../direct-weights';
import { longestTtl } from './alias-chain';
import { sameName } from './record-names';
import { type Route53, recordType } from './schema';
import { type RecordChange, type RecordSet, recordsText } from './weighted-records';

/** Weights of Route 53 records, set exactly. */
export const route53Direct: DirectDefinition<Route53> = {
  // Amazon Route 53 API Reference, ResourceRecordSet, "Weight".
  maxWeight: 255,
  sum: null,
  pathName: 'set identifier',
  // No set identifier of Route 53 can have a line break.
  unnamed: { old: '\n', new: '\n' },
  fields: (key, paths) => {
    const [hostedZoneId, ...name] = key.split('/');
    const recordName = name.join('/');
    return { hostedZoneId, recordName, oldSetIdentifier: paths.old, newSetIdentifier: paths.new };
  },
  // A key names no types, so that it stands for all that can be weighted and lead clients to a path.
  ofKey: (route) => ({ ...route, recordTypes: [...recordType.options] }),
};

/**
 * Reads the records of the route's types, whatever their routing policy.
 * @param records every record set of the zone with the route's name; those of other names or types are
 *   ignored
 */
export function readDirectRecords(route: Route53, records: readonly RecordSet[]): DirectReading {
  const types: readonly (string | undefined)[] = route.recordTypes;
  const ours = records.filter(({ Name, Type }) => sameName(Name, route.recordName) && types.includes(Type));
  const pairs = ours.filter((record) => isOfPair(route, record, ours));
  return {
    standing: ours.map(({ Type, SetIdentifier, Weight }) => ({
      group: String(Type),
      id: SetIdentifier ?? null,
      weight: Weight ?? null,
    })),
    version: recordsText(pairs),
    ttlSeconds: pairs.length === 0 ? 0 : longestTtl(pairs, records, route.hostedZoneId).seconds,
  };
}

/** The record types of a version, which can be written together or one by one. */
export function typesIn(version: string): readonly string[] {
  return [...new Set((JSON.parse(version) as RecordSet[]).map(({ Type }) => String(Type)))];
}

/**
 * The batch that sets the weights of the pairs of a version. Each record is deleted as it was read and
 * created with its weight, as in a shift, so that Route 53 refuses the batch if a record has changed.
 * @param types of the pairs, see `typesIn`
 */
export function directBatch(
  route: Route53,
  version: string,
  weights: PathWeights,
  types: readonly string[],
): readonly RecordChange[] {
  const before = (JSON.parse(version) as RecordSet[]).filter(({ Type }) => types.includes(String(Type)));
  const after = before.map((record) => ({
    ...record,
    Weight: record.SetIdentifier === route.newSetIdentifier ? weights.new : weights.old,
  }));
  return [
    ...before.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
    ...after.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: record })),
  ];
}

/** Whether a record is one of a weighted pair, with the other one of its type beside it. */
function isOfPair(route: Route53, record: RecordSet, all: readonly RecordSet[]): boolean {
  const ids = [route.oldSetIdentifier, route.newSetIdentifier];
  const found = ids.map((id) =>
    all.find((one) => one.Type === record.Type && one.SetIdentifier === id && one.Weight !== undefined),
  );
  return !found.includes(undefined) && found.includes(record);
}
