import { median } from 'simple-statistics';
import type { PathMinute } from '../shared/readings';

/** What the old path did just before all traffic went to the new one. */
export interface RecentPath {
  /** The share of requests that failed, 0 to 1, at its upper end; 0 without enough requests. */
  readonly errorRate: number;
  /** Milliseconds: the median of the minutes; 0 without any. */
  readonly latencyMs: number;
}

/** How far back it is read, in minutes. */
export const RECENT_MINUTES = 60;

const MINUTE_MS = 60_000;
/** What has begun shortly before counts as well: the worst of these times does. */
const SPANS_MINUTES = [15, RECENT_MINUTES];
const FEWEST_REQUESTS = 100;
/** 99.9 % quantile of the standard normal distribution. */
const Z_999 = 3.09;

/**
 * The old path just before `until` (epoch milliseconds). A fault that both paths have, and the days before
 * had not, is no regression of the new path.
 */
export function recentPath(minutes: readonly PathMinute[], until: number): RecentPath {
  const spans = SPANS_MINUTES.map((span) =>
    minutes.filter(({ at }) => at >= until - span * MINUTE_MS && at + MINUTE_MS <= until),
  );
  return {
    errorRate: Math.max(...spans.map(upperErrorRate)),
    latencyMs: Math.max(...spans.map(medianLatency)),
  };
}

function upperErrorRate(minutes: readonly PathMinute[]): number {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  const errors = minutes.reduce((sum, minute) => sum + minute.errors, 0);
  if (requests < FEWEST_REQUESTS) {
    return 0;
  }
  const rate = errors / requests;
  return Math.min(1, rate + Z_999 * Math.sqrt((rate * (1 - rate)) / requests));
}

function medianLatency(minutes: readonly PathMinute[]): number {
  const latencies = minutes.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  return latencies.length === 0 ? 0 : median(latencies);
}
