import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import { plainName } from './api-record';

/** Route 53 sorts by name with the labels reversed, then by type, then by set identifier. */
export function keyOf(name = '', type = '', setIdentifier = ''): string {
  const reversed = plainName(name).split('.').reverse().join('.');
  return `${reversed} ${type} ${setIdentifier}`;
}

export function keyOfRecord({ Name, Type, SetIdentifier }: RecordSet): string {
  return keyOf(Name, Type, SetIdentifier);
}

export function byKey(records: readonly RecordSet[]): ReadonlyMap<string, RecordSet> {
  return new Map(records.map((record) => [keyOfRecord(record), record]));
}

export function labelOf({ Name, Type, SetIdentifier }: RecordSet): string {
  return `[name='${Name}', type='${Type}', set-identifier='${SetIdentifier}']`;
}

/** The same for record sets with the same fields, in whatever order these came. */
export function textOf(record: RecordSet): string {
  return JSON.stringify(canonical(record));
}
