import { expressionIn } from '../expressions';

const FORMAT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads an ISO-8601 date and time with an offset, as a Wait takes it.
 * @returns epoch milliseconds; null for anything else, also for a day that the month does not have
 */
export function parseTimestamp(text: string): number | null {
  const match = FORMAT.exec(text);
  if (match === null) {
    return null;
  }
  const fields = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const [year, month, day, hour, minute, second] = fields;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const read = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  const at = Date.parse(text);
  return fields.every((field, i) => field === read[i]) && !Number.isNaN(at) ? at : null;
}

/** Why a literal `Timestamp` is not one; null for an expression, for a good one, and without one. */
export function timestampProblem(text: string | undefined): string | null {
  const isGood = text === undefined || expressionIn(text) !== undefined || parseTimestamp(text) !== null;
  return isGood ? null : `is ${JSON.stringify(text)}; must be an RFC 3339 time, or a JSONata expression`;
}
