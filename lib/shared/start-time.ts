const START_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/** What a time must be, for messages. */
export const START_TIME_RULE =
  'must be a time with its offset from UTC, such as 2027-01-12T06:00:00Z or 2027-01-12T07:00:00+01:00';

/**
 * Reads the time at which a cutover is to start. A time of a place without its offset is not one: the machine
 * that reads it may be elsewhere.
 * @param text ISO 8601 with `Z` or an offset
 * @returns epoch milliseconds; null for any other text, and for a day that does not exist
 */
export function readStartTime(text: string): number | null {
  const at = Date.parse(text);
  if (!START_TIME.test(text) || Number.isNaN(at)) {
    return null;
  }
  const [day = ''] = text.split('T');
  // Date.parse takes February 30 for March 2.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? at : null;
}

/** The expression of EventBridge Scheduler for a time (epoch milliseconds), in UTC. */
export function onceAt(at: number): string {
  return `at(${new Date(at).toISOString().slice(0, 19)})`;
}
