import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import type { ForeignAddition, ForeignChange } from '../split';
import { otherRecord } from './other-records';

/** Weights that someone else sets who says nothing more. */
const OTHER_WEIGHTS = { old: 80, new: 20 };

/** The records after someone else has changed weights, or the TTL of those that are not aliases. */
export function changedRecords(
  { newSetIdentifier }: Route53,
  records: readonly RecordSet[],
  { recordType, ttlSeconds, weights = ttlSeconds === undefined ? OTHER_WEIGHTS : undefined }: ForeignChange,
): readonly RecordSet[] {
  return records.map((record) => {
    if (recordType !== undefined && record.Type !== recordType) {
      return record;
    }
    const weight = record.SetIdentifier === newSetIdentifier ? weights?.new : weights?.old;
    const weighted =
      weight === undefined || record.Weight === undefined ? record : { ...record, Weight: weight };
    return ttlSeconds === undefined || record.TTL === undefined ? weighted : { ...weighted, TTL: ttlSeconds };
  });
}

/** The records without those of a path. @param recordType of one type alone */
export function recordsWithout(
  { oldSetIdentifier, newSetIdentifier }: Route53,
  records: readonly RecordSet[],
  path: 'old' | 'new',
  recordType?: string,
): readonly RecordSet[] {
  const deleted = path === 'new' ? newSetIdentifier : oldSetIdentifier;
  const isDeleted = ({ SetIdentifier, Type }: RecordSet) =>
    SetIdentifier === deleted && (recordType === undefined || Type === recordType);
  return records.filter((record) => !isDeleted(record));
}

/**
 * A third record beside the first one of its type, with the same answer; or a simple record, where the name
 * has none of the type.
 */
export function addedRecord(
  route: Route53,
  records: readonly RecordSet[],
  { weight, leadsTo = 'old', ...addition }: ForeignAddition,
): RecordSet {
  const recordType = addition.recordType ?? String(route.recordTypes[0]);
  const [beside] = records.filter(({ Type }) => Type === recordType);
  return beside === undefined
    ? otherRecord(route, { recordType, leadsTo, ttlSeconds: 60 })
    : { ...beside, SetIdentifier: 'third', Weight: weight };
}
