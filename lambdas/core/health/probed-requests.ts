import type { PathMinute } from '../shared/readings';
import { PROBED_HOUR_MS, type ProbedMinute, type ProbeState } from './probe-state';

/**
 * What is measured of the new path, without our own requests. What probes have sent is taken off even where
 * the path did not count it, so that users' requests are never counted too high. A percentile of latencies
 * cannot be corrected.
 */

const MINUTE_MS = 60_000;

/**
 * Requests that the new path has counted, without those of the probes.
 * @param counted from the first whole minute at or after `from` until `to` (epoch milliseconds); null without
 * any data
 */
export function requestsWithoutProbes(
  counted: number | null,
  probes: ProbeState | undefined,
  from: number,
  to: number,
): number | null {
  if (counted === null || probes === undefined) {
    return counted;
  }
  const start = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const own = probes.minutes
    .filter(({ at }) => at >= start && at < to)
    .reduce((sum, minute) => sum + onceSince(start, minute), earlierThanMinutes(probes, start, to));
  return Math.max(0, counted - own);
}

/** The requests of a minute, without those that an earlier minute since `start` has as well. */
function onceSince(start: number, { at, requests, sentBefore = 0 }: ProbedMinute): number {
  return at > start ? requests - sentBefore : requests;
}

/**
 * The requests of the probes of which no minutes are known any more. An hour that lies only partly in the
 * time counts in proportion, because probes are sent at an even pace. What is older than the hours counts as
 * a whole.
 */
function earlierThanMinutes(
  { minutes, hours, earlierRequests }: ProbeState,
  from: number,
  to: number,
): number {
  const minutesFrom = minutes[0]?.at ?? Number.POSITIVE_INFINITY;
  const since = hours[0]?.at ?? minutesFrom;
  return hours.reduce(
    (sum, { at, requests }) => {
      const end = Math.min(at + PROBED_HOUR_MS, minutesFrom);
      const shared = Math.max(0, Math.min(to, end) - Math.max(from, at));
      return sum + Math.ceil((requests * shared) / (end - at));
    },
    from < since ? earlierRequests : 0,
  );
}

/**
 * From when on (epoch milliseconds) the probes of each minute are known. Earlier minutes cannot be compared:
 * requests of the probes would count for users'.
 */
export function probesKnownFrom(probes: ProbeState | undefined): number {
  const isCut = probes !== undefined && (probes.hours.length > 0 || probes.earlierRequests > 0);
  return isCut ? (probes.minutes[0]?.at ?? Number.POSITIVE_INFINITY) : 0;
}

/**
 * Minutes of the new path without the requests and errors of the probes; those with no other are left out.
 */
export function minutesWithoutProbes(
  minutes: readonly PathMinute[],
  probes: ProbeState | undefined,
): readonly PathMinute[] {
  const own = new Map(probes?.minutes.map((minute) => [minute.at, minute]));
  return minutes
    .map((minute) => {
      const { requests = 0, errors = 0 } = own.get(minute.at) ?? {};
      const left = Math.max(0, minute.requests - requests);
      return { ...minute, requests: left, errors: Math.min(left, Math.max(0, minute.errors - errors)) };
    })
    .filter(({ requests }) => requests > 0);
}
