import { plainName } from '../../../../lambdas/core/routers/route53/record-names';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { canonical } from '../../../../lambdas/core/shared/canonical';

/** Route 53 sorts by name with the labels reversed, then by type, then by set identifier. */
export function keyOf(name = '', type = '', setIdentifier = ''): string {
  const reversed = plainName(name).replace(/^\*\./, '\\052.').split('.').reverse().join('.');
  return `${reversed} ${type} ${setIdentifier}`;
}

/** The same of a record set. */
export function keyOfRecord({ Name, Type, SetIdentifier }: RecordSet): string {
  return keyOf(Name, Type, SetIdentifier);
}

/** Record sets as a zone keeps them, by what makes each of them one. */
export function byKey(records: readonly RecordSet[]): ReadonlyMap<string, RecordSet> {
  return new Map(records.map((record) => [keyOfRecord(record), asKept(record)]));
}

/** Route 53 keeps the `*` of a wildcard as an octal escape (Developer Guide, "DNS domain name format"). */
export function asKept(record: RecordSet): RecordSet {
  return record.Name?.startsWith('*.') === true
    ? { ...record, Name: record.Name.replace('*', '\\052') }
    : record;
}

export function labelOfRecord({ Name, Type, SetIdentifier }: RecordSet): string {
  return `[name='${Name}', type='${Type}', set-identifier='${SetIdentifier}']`;
}

/** The same for record sets with the same fields, in whatever order these came. */
export function textOfRecord(record: RecordSet): string {
  return JSON.stringify(canonical(record));
}
