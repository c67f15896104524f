import { completeUntil, type Evidence, type NewMinutes } from './evidence';

const MINUTE_MS = 60_000;

/** How long data may be late. After that, a minute without any had no requests. */
const LATE_MS = 3_600_000;

/**
 * The end (epoch milliseconds) of the minutes that may be counted at `now`. A minute is counted once, so that
 * minutes without any data at the end are asked for again, up to an hour later: data may be late.
 */
export function arrivedUntil({ upTo }: Evidence, minutes: NewMinutes, now: number): number {
  const complete = completeUntil(now);
  const last = Math.max(0, ...[...minutes.old, ...minutes.new].map(({ at }) => at + MINUTE_MS));
  return Math.max(upTo, Math.min(complete, Math.max(last, complete - LATE_MS)));
}
