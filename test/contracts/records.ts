import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';

/** What identifies a record among those of one name. */
export const recordKey = (record: RecordSet): string => `${record.Type} ${record.SetIdentifier}`;

/** The records of one name without their weights, by key. */
export const withoutWeight = (records: readonly RecordSet[]): Record<string, object> =>
  Object.fromEntries(records.map(({ Weight: _, ...rest }) => [recordKey(rest), rest]));
