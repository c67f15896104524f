import type { Compare } from '../plan/compare';
import type { PathMinute } from '../shared/readings';
import { addMinute, addReference, type ErrorEvidence, NO_ERROR_EVIDENCE } from './error-evidence';
import { addLatencies, type LatencyEvidence, NO_LATENCY_EVIDENCE } from './latency-evidence';
import type { RecentPath } from './recent';
import { HOUR_MS, type HourReference, type HourReferences, hourOfDay, upperEnd } from './reference';
import { addSharedMinute, NO_SHARE_EVIDENCE, type ShareEvidence } from './share-evidence';

/**
 * What the comparison of a stage has seen since the shift, or since a deployment, in few numbers. It travels
 * through the state machine with the soak, so that each evaluation adds to what those before it have seen.
 */
export interface Evidence {
  /** Epoch milliseconds, a whole minute: every minute before it is counted, since the comparison began. */
  readonly upTo: number;
  readonly errors: ErrorEvidence;
  readonly latency: LatencyEvidence;
  readonly share: ShareEvidence;
  /** With all traffic on the new path: the hour that has not ended. Absent or null: none is compared. */
  readonly hour?: BegunHour | null;
}

/** What is counted of an hour so far, and what it is compared with. */
interface BegunHour extends Pick<HourReference, 'errorRate'> {
  /** Of the old path just before all traffic went to the new one, 0 to 1. */
  readonly recentErrorRate: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Minutes with requests. */
  readonly minutes: number;
  readonly requests: number;
  readonly errors: number;
}

const MINUTE_MS = 60_000;

/**
 * Seconds after which the data of a minute is complete: CloudWatch has most of it after one minute. A minute
 * is counted once, so that it must not be counted while a part of it is missing.
 */
export const COMPLETE_AFTER_SECONDS = 120;

/** A comparison that begins with the first whole minute at or after `from` (epoch milliseconds). */
export function beginEvidence(from: number): Evidence {
  return {
    upTo: Math.ceil(from / MINUTE_MS) * MINUTE_MS,
    errors: NO_ERROR_EVIDENCE,
    latency: NO_LATENCY_EVIDENCE,
    share: NO_SHARE_EVIDENCE,
  };
}

/** The end (epoch milliseconds) of the minutes that are complete at `now`. */
export function completeUntil(now: number): number {
  return Math.floor((now - 1_000 * COMPLETE_AFTER_SECONDS) / MINUTE_MS) * MINUTE_MS;
}

/**
 * Requests of a minute with which a percentile of it means something: one beyond it. CloudWatch interpolates
 * between fewer.
 */
const SAMPLES_OF = { p99: 100, p95: 20, p90: 10, p50: 2 };

/** The minutes since the evidence so far, of both paths; without requests, a minute may be absent. */
export interface NewMinutes {
  readonly old: readonly PathMinute[];
  readonly new: readonly PathMinute[];
}

const NOTHING = { requests: 0, errors: 0, latencyMs: null };

/** Adds the minutes of both paths at the same time, up to `until` (epoch milliseconds). */
export function addPaths(evidence: Evidence, compare: Compare, minutes: NewMinutes, until: number): Evidence {
  const olds = within(minutes.old, evidence.upTo, until);
  const news = within(minutes.new, evidence.upTo, until);
  let { errors, latency, share } = evidence;
  for (const at of new Set([...olds.keys(), ...news.keys()])) {
    const old = olds.get(at) ?? NOTHING;
    const fresh = news.get(at) ?? NOTHING;
    errors = addMinute(errors, fresh, old);
    latency = timed(latency, compare, fresh, old);
    share = addSharedMinute(share, fresh.requests, old.requests);
  }
  return { upTo: Math.max(evidence.upTo, until), errors, latency, share };
}

/** Minutes of the new path, and what they are compared with. */
export interface AloneMinutes {
  readonly new: readonly PathMinute[];
  readonly references: HourReferences;
  readonly recent: RecentPath;
}

/** Minutes of an hour that are too few to compare with the same hour of the days before. */
export const FEWEST_MINUTES = 20;

/**
 * Adds minutes of the new path, which has all traffic, compared with the same hours of the days before.
 * Errors that come in bursts make single minutes differ from the mean of an hour, with no old path at the
 * same time to show it: so errors are compared by the hour, or what there is of it.
 */
export function addAlone(
  evidence: Evidence,
  compare: Compare,
  minutes: AloneMinutes,
  until: number,
): Evidence {
  let { errors, latency, hour = null } = evidence;
  const busy = minutes.new.filter(({ requests }) => requests > 0);
  for (const [at, fresh] of within(busy, evidence.upTo, until)) {
    const reference = minutes.references.get(hourOfDay(at));
    const { recent } = minutes;
    const begin = Math.floor(at / HOUR_MS) * HOUR_MS;
    if (hour?.at !== begin) {
      errors = withHour(errors, hour);
      hour = reference === undefined ? null : begunHour(begin, reference, recent);
    }
    if (reference !== undefined && hour !== null) {
      hour = {
        ...hour,
        minutes: hour.minutes + 1,
        requests: hour.requests + fresh.requests,
        errors: hour.errors + fresh.errors,
      };
      const latencyMs = reference.latencyMs === null ? null : Math.max(reference.latencyMs, recent.latencyMs);
      latency = timed(latency, compare, fresh, { requests: fresh.requests, latencyMs });
    }
  }
  return { ...evidence, upTo: Math.max(evidence.upTo, until), errors, latency, hour };
}

function begunHour(at: number, { errorRate }: HourReference, recent: RecentPath): BegunHour {
  return { at, minutes: 0, requests: 0, errors: 0, errorRate, recentErrorRate: recent.errorRate };
}

/** What is known of the errors, with the hour that has not ended. */
export function errorsSoFar({ errors, hour = null }: Evidence): ErrorEvidence {
  return withHour(errors, hour);
}

function withHour(errors: ErrorEvidence, hour: BegunHour | null): ErrorEvidence {
  return hour === null || hour.minutes < FEWEST_MINUTES
    ? errors
    : addReference(
        errors,
        hour,
        Math.min(1, Math.max(hour.recentErrorRate, upperEnd(hour.errorRate, hour.minutes))),
      );
}

/** Adds the latencies of a minute, if both mean something. */
function timed(
  latency: LatencyEvidence,
  { latencyStatistic, maxLatencyRatio }: Compare,
  fresh: Timed,
  old: Timed,
): LatencyEvidence {
  const isEnough = Math.min(fresh.requests, old.requests) >= SAMPLES_OF[latencyStatistic];
  return isEnough && fresh.latencyMs !== null && old.latencyMs !== null
    ? addLatencies(latency, { fresh: fresh.latencyMs, old: old.latencyMs }, maxLatencyRatio)
    : latency;
}

type Timed = Pick<PathMinute, 'requests' | 'latencyMs'>;

function within(minutes: readonly PathMinute[], from: number, until: number): Map<number, PathMinute> {
  return new Map(
    minutes.filter(({ at }) => at >= from && at + MINUTE_MS <= until).map((minute) => [minute.at, minute]),
  );
}
