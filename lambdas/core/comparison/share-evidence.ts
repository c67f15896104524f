import { anytimeZ, type Interval } from './boundary';

/** What is known of the new path's share of the requests: sums over the minutes of both paths. */
export interface ShareEvidence {
  readonly minutes: number;
  /** Sums of n, the requests of the new path, and of t, those of both: n, t, n², n·t and t². */
  readonly n: number;
  readonly t: number;
  readonly nn: number;
  readonly nt: number;
  readonly tt: number;
}

export const NO_SHARE_EVIDENCE: ShareEvidence = { minutes: 0, n: 0, t: 0, nn: 0, nt: 0, tt: 0 };

/** Adds a minute. One without a request on the new path counts as well: nothing arrives there. */
export function addSharedMinute(sums: ShareEvidence, fresh: number, old: number): ShareEvidence {
  const t = fresh + old;
  return t === 0
    ? sums
    : {
        minutes: sums.minutes + 1,
        n: sums.n + fresh,
        t: sums.t + t,
        nn: sums.nn + fresh * fresh,
        nt: sums.nt + fresh * t,
        tt: sums.tt + t * t,
      };
}

/** The new path's share of the requests, and between what it lies. */
export interface MeasuredShare extends Interval {
  readonly estimate: number;
  readonly information: number;
}

/**
 * Minutes that the spread of single requests counts for, against the spread of whole minutes: a resolver
 * sends all of its clients to one path, so that requests do not choose one by one.
 */
const REQUESTS_COUNT_FOR = 10;

/**
 * Estimates the share, and bounds it. Null without a request.
 * @param least the share that the plan demands
 * @param expected the share that the weights give
 */
export function measuredShare(
  sums: ShareEvidence,
  { least, expected }: { readonly least: number; readonly expected: number },
  alphas: { readonly fail: number; readonly pass: number },
): MeasuredShare | null {
  const { minutes, n, t, nn, nt, tt } = sums;
  if (t === 0) {
    return null;
  }
  const estimate = n / t;
  const smoothed = (n + 1) / (t + 2);
  const single = t * Math.max(smoothed * (1 - smoothed), least * (1 - least));
  const whole = nn - 2 * estimate * nt + estimate ** 2 * tt;
  const minuteByMinute = (REQUESTS_COUNT_FOR * single + minutes * whole) / (REQUESTS_COUNT_FOR + minutes);
  const information = t ** 2 / Math.max(single, minuteByMinute);
  const error = 1 / Math.sqrt(information);
  const difference = expected - least;
  return {
    estimate,
    information,
    low: Math.max(0, estimate - error * anytimeZ(information, difference, alphas.pass)),
    high: Math.min(1, estimate + error * anytimeZ(information, difference, alphas.fail)),
  };
}
