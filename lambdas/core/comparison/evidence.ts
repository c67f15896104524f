import type { Compare } from '../plan/compare';
import type { PathMinute } from '../shared/readings';
import { addMinute, addReference, type ErrorEvidence, NO_ERROR_EVIDENCE } from './error-evidence';
import { addLatencies, type LatencyEvidence, NO_LATENCY_EVIDENCE } from './latency-evidence';
import { HOUR_MS, type HourReferences, hourOfDay } from './reference';
import { addSharedMinute, NO_SHARE_EVIDENCE, type ShareEvidence } from './share-evidence';

/**
 * What the comparison of a stage has seen since the shift, or since a deployment, in few numbers. It travels
 * through the state machine with the soak, so that each evaluation adds to what those before it have seen.
 */
export interface Evidence {
  /**
   * Epoch milliseconds, a whole minute: every minute before it is counted, since the comparison began. With
   * all traffic on the new path, every whole hour.
   */
  readonly upTo: number;
  readonly errors: ErrorEvidence;
  readonly latency: LatencyEvidence;
  readonly share: ShareEvidence;
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

/**
 * Adds whole hours of the new path, which has all traffic, compared with the same hours of the days before.
 * Errors that come in bursts make single minutes differ from the mean of an hour, with no old path at the
 * same time to show it.
 */
export function addHours(
  evidence: Evidence,
  compare: Compare,
  hours: { readonly new: readonly PathMinute[]; readonly references: HourReferences },
  until: number,
): Evidence {
  const end = Math.max(evidence.upTo, Math.floor(until / HOUR_MS) * HOUR_MS);
  let { errors, latency } = evidence;
  for (const fresh of hours.new.filter(({ at }) => at >= evidence.upTo && at + HOUR_MS <= end)) {
    const reference = hours.references.get(hourOfDay(fresh.at));
    if (reference !== undefined) {
      errors = addReference(errors, fresh, reference.errorRate);
      latency = timed(latency, compare, fresh, { requests: fresh.requests, latencyMs: reference.latencyMs });
    }
  }
  return { ...evidence, upTo: end, errors, latency };
}

/** Adds the latencies of a minute, or an hour, if both mean something. */
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
