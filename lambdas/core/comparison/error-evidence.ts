import { anytimeZ, type Interval } from './boundary';

/**
 * What is known of the difference of two error rates: the sums of a Mantel-Haenszel estimate over minutes.
 * Both paths are compared within each minute, so that a load, a fault or a share of the traffic that changes
 * from minute to minute does not count as a difference.
 */
export interface ErrorEvidence {
  /** Minutes in which both paths had requests; with a reference, hours. */
  readonly minutes: number;
  /** Requests and errors of the new path in these minutes. */
  readonly newRequests: number;
  readonly newErrors: number;
  /** The same of the old path. With a reference: the requests of the new path, and the errors expected. */
  readonly oldRequests: number;
  readonly oldErrors: number;
  /** Sums over the minutes, of weights w and differences d: w, w·d, w², w²·d and w²·d². */
  readonly w: number;
  readonly wd: number;
  readonly ww: number;
  readonly wwd: number;
  readonly wwdd: number;
  /** The sum of w² / requests of the new path. */
  readonly perNew: number;
  /** The same of the old path; 0 with a reference, which is taken as exact. */
  readonly perOld: number;
}

export const NO_ERROR_EVIDENCE: ErrorEvidence = {
  minutes: 0,
  newRequests: 0,
  newErrors: 0,
  oldRequests: 0,
  oldErrors: 0,
  w: 0,
  wd: 0,
  ww: 0,
  wwd: 0,
  wwdd: 0,
  perNew: 0,
  perOld: 0,
};

/** Requests, and those of them that failed. */
export interface Count {
  readonly requests: number;
  readonly errors: number;
}

/** Adds a minute of both paths. Without a request on either, it says nothing. */
export function addMinute(evidence: ErrorEvidence, fresh: Count, old: Count): ErrorEvidence {
  const [n, m] = [fresh.requests, old.requests];
  return n === 0 || m === 0 ? evidence : add(evidence, fresh, old, (n * m) / (n + m), m);
}

/**
 * Adds an hour of the new path, or a part of it, compared with an error rate that is taken as exact.
 * @param fresh at least one request
 */
export function addReference(evidence: ErrorEvidence, fresh: Count, rate: number): ErrorEvidence {
  const n = fresh.requests;
  return add(evidence, fresh, { requests: n, errors: n * rate }, n, Number.POSITIVE_INFINITY);
}

function add(sums: ErrorEvidence, fresh: Count, old: Count, w: number, m: number): ErrorEvidence {
  const d = fresh.errors / fresh.requests - old.errors / old.requests;
  return {
    minutes: sums.minutes + 1,
    newRequests: sums.newRequests + fresh.requests,
    newErrors: sums.newErrors + fresh.errors,
    oldRequests: sums.oldRequests + old.requests,
    oldErrors: sums.oldErrors + old.errors,
    w: sums.w + w,
    wd: sums.wd + w * d,
    ww: sums.ww + w * w,
    wwd: sums.wwd + w * w * d,
    wwdd: sums.wwdd + w * w * d * d,
    perNew: sums.perNew + (w * w) / fresh.requests,
    perOld: sums.perOld + (w * w) / m,
  };
}

/** The difference of the error rates, new minus old, as shares. */
export interface ErrorDifference extends Interval {
  readonly estimate: number;
  /** 1 / variance of the estimate. */
  readonly information: number;
}

/** The chances that the bounds of an interval are ever wrong: `low` decides a fail, `high` a pass. */
export interface Alphas {
  readonly fail: number;
  readonly pass: number;
}

/**
 * Estimates the difference, and bounds it. Null without any minute.
 * @param limit the difference that the plan tolerates, as a share
 */
export function errorDifference(sums: ErrorEvidence, limit: number, alphas: Alphas): ErrorDifference | null {
  if (sums.minutes === 0) {
    return null;
  }
  const estimate = sums.wd / sums.w;
  const information = 1 / variance(sums, estimate, limit);
  const error = 1 / Math.sqrt(information);
  return {
    estimate,
    information,
    low: estimate - error * anytimeZ(information, limit, alphas.fail),
    high: estimate + error * anytimeZ(information, limit, alphas.pass),
  };
}

/** Added to the errors of a path, and to its requests without one, so that none is not taken for never. */
const SMOOTHING = 2;

/** Minutes that the variance within minutes counts for, against the spread between minutes. */
const WITHIN_COUNTS_FOR = 10;

/**
 * The variance of the estimate: the larger of what the errors so far make likely, and of what a difference of
 * exactly the limit would have. Errors that come in bursts make it larger still: by as much as the spread
 * between the minutes exceeds that within them.
 */
function variance(sums: ErrorEvidence, estimate: number, limit: number): number {
  const within = Math.max(observed(sums), atLimit(sums, limit));
  const spread = sums.wwdd - 2 * estimate * sums.wwd + estimate ** 2 * sums.ww;
  const { minutes } = sums;
  const bursts = (WITHIN_COUNTS_FOR + (minutes * spread) / observed(sums)) / (WITHIN_COUNTS_FOR + minutes);
  return (Math.max(1, bursts) * within) / sums.w ** 2;
}

function observed(sums: ErrorEvidence): number {
  const smoothed = (errors: number, requests: number) => (errors + SMOOTHING) / (requests + 2 * SMOOTHING);
  return spreadOf(
    sums,
    smoothed(sums.newErrors, sums.newRequests),
    smoothed(sums.oldErrors, sums.oldRequests),
  );
}

function atLimit(sums: ErrorEvidence, limit: number): number {
  const { newRequests, newErrors, oldRequests, oldErrors } = sums;
  const pooled = (newErrors + oldErrors - newRequests * limit) / (newRequests + oldRequests);
  const old = sums.perOld === 0 ? oldErrors / oldRequests : Math.max(0, pooled);
  return spreadOf(sums, Math.min(1, old + limit), old);
}

/** The variance of the weighted sum of differences, at these error rates. */
function spreadOf({ perNew, perOld }: ErrorEvidence, fresh: number, old: number): number {
  return perNew * fresh * (1 - fresh) + perOld * old * (1 - old);
}
