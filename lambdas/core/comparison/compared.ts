import type { Verdict } from '../health/verdict';
import type { Compare } from '../plan/compare';

/** A measure of both paths, between what its true value lies, and what the plan tolerates. */
export interface Compared {
  readonly measure: Compare['measures'][number];
  /**
   * `fail`: the whole interval is beyond the limit. `pass`: the whole interval is within it. `inconclusive`:
   * the limit lies in it, or nothing is known yet.
   */
  readonly verdict: Exclude<Verdict, 'error'>;
  readonly reason: string;
  /**
   * In percentage points for `errorRate`, in percent of the minutes for `latency`, in percent of the requests
   * for `throughput`. Null while nothing is known.
   */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly limit: number;
  /** Minutes until it is known, if all goes on as it is; null when that is more than a month, or unknown. */
  readonly minutesLeft: number | null;
}

/** A measure as it is worded, before it is judged. */
export interface MeasuredDifference {
  readonly measure: Compared['measure'];
  /** The numbers of both paths. */
  readonly numbers: string;
  /** What the interval is of, and its unit. */
  readonly unit: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly limit: number;
  readonly isTooLow?: boolean;
  /** How many times the minutes so far it takes to know. */
  readonly times: number | null;
  readonly minutes: number;
  readonly digits: number;
  /** Whether the days before are all that it is compared with. */
  readonly isAlone?: boolean;
}

const MONTH_MINUTES = 43_200;

/** The verdict of a measure, and its reason: estimate, interval, limit, and how much longer it takes. */
export function judged({
  measure,
  numbers,
  unit,
  times,
  minutes,
  digits,
  ...bounds
}: MeasuredDifference): Compared {
  const { estimate, low, high, limit, isTooLow = false, isAlone = false } = bounds;
  const isWithin = isTooLow ? low > limit : high < limit;
  const isBeyond = isTooLow ? high < limit : low > limit;
  const verdict = isBeyond ? 'fail' : isWithin ? 'pass' : 'inconclusive';
  const left = times === null ? null : Math.ceil(minutes * (times - 1));
  const minutesLeft = left === null || left > MONTH_MINUTES ? null : left;
  const in_ = (value: number) => value.toFixed(digits);
  const between = `between ${in_(low)} and ${in_(high)}`;
  const tail = verdict === 'inconclusive' && !isAlone ? `; ${leftInWords(minutesLeft)}` : '';
  return {
    measure,
    verdict,
    reason: `${numbers}: ${in_(estimate)} ${unit} (${between}), the limit is ${in_(limit)}${tail}`,
    estimate,
    low,
    high,
    limit,
    minutesLeft: verdict === 'inconclusive' ? minutesLeft : 0,
  };
}

function leftInWords(minutes: number | null): string {
  return minutes === null
    ? 'this difference is too near to the limit to be distinguished from it'
    : `not known yet: it takes about ${minutes} more minutes like these`;
}

/** A measure of which nothing is known yet. */
export function unknown(measure: Compared['measure'], limit: number, reason: string): Compared {
  return {
    measure,
    verdict: 'inconclusive',
    reason,
    estimate: null,
    low: null,
    high: null,
    limit,
    minutesLeft: null,
  };
}
