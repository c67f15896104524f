import type { PathMinute } from '../shared/readings';
import { completeUntil, type Evidence } from './evidence';

const MINUTE_MS = 60_000;

/** How long data may be late. After that, a minute without any had no requests. */
const LATE_MS = 3_600_000;
/**
 * How long the data of one path may be later than that of the other: metrics of CloudFront and of APIs arrive
 * some minutes after those of a load balancer.
 */
const LATER_MS = 600_000;

/**
 * The end (epoch milliseconds) of the minutes that may be counted at `now`. A minute is counted once, so that
 * minutes without any data at the end are asked for again: for an hour, or until the other path has data of
 * ten minutes more.
 * @param paths the minutes of each path, at least one
 */
export function arrivedUntil(
  { upTo }: Evidence,
  paths: readonly (readonly PathMinute[])[],
  now: number,
): number {
  const complete = completeUntil(now);
  const ends = paths.map((minutes) => Math.max(0, ...minutes.map(({ at }) => at + MINUTE_MS)));
  const arrived = Math.max(Math.min(...ends), Math.max(...ends) - LATER_MS, complete - LATE_MS);
  return Math.max(upTo, Math.min(complete, arrived));
}
