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

export const HOUR_MS = 3_600_000;
const HOURS_OF_A_DAY = 24;
const HOUR_MINUTES = 60;

/**
 * 99.9 % quantiles of Student's t distribution, for 2 to 6 degrees of freedom: 3 to 7 days. Source:
 * NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2.
 */
const T_999: Readonly<Record<number, number>> = { 2: 22.327, 3: 10.215, 4: 7.173, 5: 5.893, 6: 5.208 };

/** What the old path did in an hour of the day, and how much days differ. */
export interface HourReference {
  /** The share of requests that failed, 0 to 1. */
  readonly errorRate: DailyValue;
  /** In milliseconds: the upper end for a whole hour; null where too few days have a latency. */
  readonly latencyMs: number | null;
}

/** A value of an hour of the day. */
export interface DailyValue {
  readonly mean: number;
  /** The 99.9 % quantile of what a day differs from another. */
  readonly spread: number;
  readonly days: number;
}

/** The references, by hour of the day (UTC). An hour that too few days have is absent. */
export type HourReferences = ReadonlyMap<number, HourReference>;

/** The hour of the day that a time (epoch milliseconds) is in, in UTC. */
export function hourOfDay(at: number): number {
  return Math.floor(at / HOUR_MS) % HOURS_OF_A_DAY;
}

/**
 * The upper end of the interval in which the value lies on another day, over so many minutes of the hour.
 * Fewer minutes differ more: at most as if they were independent of each other.
 */
export function upperEnd({ mean: middle, spread, days }: DailyValue, minutes: number): number {
  return middle + spread * Math.sqrt(HOUR_MINUTES / minutes + 1 / days);
}

/**
 * The references from the hours of the old path.
 * @param hours whole hours, each at most once, of at most `REFERENCE_DAYS` days
 */
export function hourReferences(hours: readonly PathMinute[]): HourReferences {
  const byHour = new Map<number, PathMinute[]>();
  for (const hour of hours.filter(({ requests }) => requests > 0)) {
    const of = hourOfDay(hour.at);
    byHour.set(of, [...(byHour.get(of) ?? []), hour]);
  }
  const errorRates = dailyValues(byHour, ({ errors, requests }) => errors / requests);
  const latencies = dailyValues(byHour, ({ latencyMs }) => latencyMs);
  return new Map(
    [...errorRates].map(([of, errorRate]) => {
      const latency = latencies.get(of);
      return [of, { errorRate, latencyMs: latency === undefined ? null : upperEnd(latency, HOUR_MINUTES) }];
    }),
  );
}

/**
 * The values by hour of the day. An hour whose few days are alike by chance is taken to differ as much, in
 * proportion, as the hours do together.
 */
function dailyValues(
  byHour: ReadonlyMap<number, readonly PathMinute[]>,
  measure: (hour: PathMinute) => number | null,
): ReadonlyMap<number, DailyValue> {
  const known = [...byHour].flatMap(([of, days]) => {
    const values = days.flatMap((day) => measure(day) ?? []);
    return values.length < LEAST_DAYS
      ? []
      : [{ of, days: values.length, mean: mean(values), sd: sampleStandardDeviation(values) }];
  });
  const relative = known.filter((hour) => hour.mean > 0).map((hour) => (hour.sd / hour.mean) ** 2);
  const usual = relative.length === 0 ? 0 : Math.sqrt(mean(relative));
  return new Map(
    known.map(({ of, days, mean: middle, sd }) => {
      const t = T_999[Math.min(days, REFERENCE_DAYS) - 1] as number;
      return [of, { mean: middle, spread: t * Math.max(sd, usual * middle), days }];
    }),
  );
}
