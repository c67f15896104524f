import { type RecordChange, type RecordSet, recordsText } from './weighted-records';

/**
 * Whether records are as a batch leaves them: each record that it creates is among them, and none that it
 * deletes for good.
 */
export function isApplied(records: readonly RecordSet[], changes: readonly RecordChange[]): boolean {
  const found = textsOf(records);
  const created = textsOf(recordsIn(changes, 'CREATE'));
  const deleted = [...textsOf(recordsIn(changes, 'DELETE'))].filter((one) => !created.has(one));
  return [...created].every((one) => found.has(one)) && !deleted.some((one) => found.has(one));
}

/** The batch that replaces each record by itself that another batch has created. */
export function batchOnceMore(changes: readonly RecordChange[]): readonly RecordChange[] {
  const created = changes.filter(({ Action }) => Action === 'CREATE');
  return [...created.map((one) => ({ ...one, Action: 'DELETE' as const })), ...created];
}

function recordsIn(changes: readonly RecordChange[], action: RecordChange['Action']): readonly RecordSet[] {
  return changes.flatMap(({ Action, ResourceRecordSet }) => (Action === action ? [ResourceRecordSet] : []));
}

function textsOf(records: readonly RecordSet[]): ReadonlySet<string> {
  return new Set(records.map((record) => recordsText([record])));
}
