import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';

/** What tells the records of one name apart. */
export const recordKey = (record: RecordSet): string => `${record.Type} ${record.SetIdentifier}`;

/** The records of one name without their weights, in an order of their own. */
export const withoutWeight = (records: readonly RecordSet[]): Record<string, object> =>
  Object.fromEntries(records.map(({ Weight: _, ...rest }) => [recordKey(rest), rest]));
