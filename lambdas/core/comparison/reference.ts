import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { PathMinute } from '../shared/readings';

/**
 * What to compare with while all traffic is on the new path: the old path, in the same hour of the days
 * before. It is no measurement of the same time, so a day that differs from the others must not count as a
 * regression: the reference of an hour is the upper end of the interval in which the next day would lie.
 */

/** How many days before are read. */
export const REFERENCE_DAYS = 7;
/** Fewer days say nothing of how much one differs from the other. */
export const LEAST_DAYS = 3;

const HOUR_MS = 3_600_000;
const HOURS_OF_A_DAY = 24;

/**
 * 99.9 % quantiles of Student's t distribution, for 2 to 6 degrees of freedom: 3 to 7 days. Source:
 * NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2.
 */
const T_999: Readonly<Record<number, number>> = { 2: 22.327, 3: 10.215, 4: 7.173, 5: 5.893, 6: 5.208 };

/** What the old path did in an hour of the day, at its worst as far as days differ. */
export interface HourReference {
  /** Days that it rests on. */
  readonly days: number;
  /** Share of requests that failed, 0 to 1. */
  readonly errorRate: number;
  /** Milliseconds; null where too few days have a latency. */
  readonly latencyMs: number | null;
}

/** The references, by hour of the day (UTC). An hour that too few days have is absent. */
export type HourReferences = ReadonlyMap<number, HourReference>;

/** The hour of the day that a time (epoch milliseconds) is in, in UTC. */
export function hourOfDay(at: number): number {
  return Math.floor(at / HOUR_MS) % HOURS_OF_A_DAY;
}

/**
 * The references from the hours of the old path.
 * @param hours whole hours, each at most once, of at most `REFERENCE_DAYS` days
 */
export function hourReferencesOf(hours: readonly PathMinute[]): HourReferences {
  const byHour = new Map<number, PathMinute[]>();
  for (const hour of hours.filter(({ requests }) => requests > 0)) {
    const of = hourOfDay(hour.at);
    byHour.set(of, [...(byHour.get(of) ?? []), hour]);
  }
  return new Map(
    [...byHour].flatMap(([of, days]) => {
      const errorRate = upperEnd(days.map(({ errors, requests }) => errors / requests));
      const latencies = days.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
      return errorRate === null
        ? []
        : [[of, { days: days.length, errorRate: Math.min(1, errorRate), latencyMs: upperEnd(latencies) }]];
    }),
  );
}

/** The upper end of the interval in which the value of another day lies; null for too few days. */
function upperEnd(values: readonly number[]): number | null {
  const days = values.length;
  if (days < LEAST_DAYS) {
    return null;
  }
  const t = T_999[Math.min(days, REFERENCE_DAYS) - 1] as number;
  const all = [...values];
  return mean(all) + t * sampleStandardDeviation(all) * Math.sqrt(1 + 1 / days);
}
