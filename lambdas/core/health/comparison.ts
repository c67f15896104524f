import { median } from 'simple-statistics';
import type { Compare } from '../plan/compare';
import type { PathMinute } from '../shared/readings';
import type { MeasuredAt } from './health-verdict';
import { aboveByMoreThan, belowShare, fewestPairs, signTest } from './significance';
import type { Judgement } from './verdict';

/** The longest time over which both paths are compared. */
export const COMPARED_SECONDS = 3_600;

/**
 * Samples that a percentile needs to mean anything: 10 / (1 - p).
 * Source: Amazon CloudWatch User Guide, "Percentiles and low data samples".
 */
export const SAMPLES_OF = { p99: 1_000, p95: 200, p90: 100, p50: 20 };

/**
 * Seconds after a shift is effective before which a comparison may just be too early: one whole minute, or as
 * many as the sign test needs; the minute that had begun before; and one until CloudWatch has the last of
 * them.
 */
export function comparableAfterSeconds({ measures, confidence }: Compare): number {
  return 60 * ((measures.includes('latency') ? fewestPairs(confidence) : 1) + 2);
}

/**
 * Minutes of both paths. With all traffic on the new path, those of the old one are from before the last
 * shift.
 */
export interface ComparedMinutes {
  readonly old: readonly PathMinute[];
  readonly new: readonly PathMinute[];
}

/**
 * Compares the new path with the old one. Where the new path exceeds a limit of the plan, the verdict is
 * `fail` once the test of significance reaches the plan's confidence, and `inconclusive` until then.
 */
export function judgeComparison(
  compare: Compare,
  minutes: ComparedMinutes,
  { percent }: MeasuredAt,
): Judgement[] {
  if (percent === 0) {
    return [{ verdict: 'pass', reason: 'there is no traffic on the new path to compare with the old one' }];
  }
  const totals = { old: totalOf(minutes.old), new: totalOf(minutes.new) };
  const { minRequests } = compare;
  if (Math.min(totals.old.requests, totals.new.requests) < minRequests) {
    const reason =
      `too few requests to compare: ${totals.new.requests} on the new path` +
      ` and ${totals.old.requests} on the old one (minimum ${minRequests} each)`;
    return [{ verdict: 'inconclusive', reason }];
  }
  const judges = {
    errorRate: () => judgeErrors(compare, totals),
    latency: () => judgeLatency(compare, minutes, totals),
    throughput: () => judgeThroughput(compare, totals, percent),
  };
  return compare.measures.map((measure) => judges[measure]());
}

interface Total {
  readonly requests: number;
  readonly errors: number;
}

interface Totals {
  readonly old: Total;
  readonly new: Total;
}

function totalOf(minutes: readonly PathMinute[]): Total {
  return {
    requests: minutes.reduce((sum, minute) => sum + minute.requests, 0),
    errors: minutes.reduce((sum, minute) => sum + minute.errors, 0),
  };
}

function judgeErrors({ maxErrorRateAbovePercent, confidence }: Compare, totals: Totals): Judgement {
  const rate = ({ errors, requests }: Total) => (100 * errors) / requests;
  const inWords = (total: Total) => `${rate(total).toFixed(2)} % of ${total.requests} requests`;
  return judgeDifference({
    numbers: `error rate: ${inWords(totals.new)} on the new path, ${inWords(totals.old)} on the old one`,
    limit: `${maxErrorRateAbovePercent} percentage points above the old path`,
    isWorse: rate(totals.new) - rate(totals.old) > maxErrorRateAbovePercent,
    chance: aboveByMoreThan(
      { hits: totals.new.errors, of: totals.new.requests },
      { hits: totals.old.errors, of: totals.old.requests },
      maxErrorRateAbovePercent / 100,
    ),
    confidence,
  });
}

/** Compares minute by minute; where the old path has no such minute, with the median of its minutes. */
function judgeLatency(compare: Compare, minutes: ComparedMinutes, totals: Totals): Judgement {
  const { latencyStatistic, maxLatencyRatio, confidence } = compare;
  const samples = SAMPLES_OF[latencyStatistic];
  const fewest = Math.min(totals.old.requests, totals.new.requests);
  if (fewest < samples) {
    const reason = `too few requests for a ${latencyStatistic}: ${fewest} on one path (minimum ${samples})`;
    return { verdict: 'inconclusive', reason };
  }
  const olds = minutes.old.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  const news = minutes.new.flatMap(({ at, latencyMs }) => (latencyMs === null ? [] : [{ at, latencyMs }]));
  const needed = fewestPairs(confidence);
  if (olds.length === 0 || news.length < needed) {
    const reason =
      `too few minutes with a ${latencyStatistic}: ${news.length} on the new path (minimum ${needed})` +
      ` and ${olds.length} on the old one (minimum 1)`;
    return { verdict: 'inconclusive', reason };
  }
  const usual = median(olds);
  const reference = (at: number) => minutes.old.find((minute) => minute.at === at)?.latencyMs ?? usual;
  const slow = news.filter(({ at, latencyMs }) => latencyMs > maxLatencyRatio * reference(at)).length;
  const newMedian = Math.round(median(news.map((one) => one.latencyMs)));
  return judgeDifference({
    numbers:
      `${latencyStatistic} latency: ${newMedian} ms on the new path,` +
      ` ${Math.round(usual)} ms on the old one;` +
      ` above ${maxLatencyRatio} times the old path in ${slow} of ${news.length} minutes`,
    limit: 'half of the minutes',
    isWorse: 2 * slow > news.length,
    chance: signTest(slow, news.length),
    confidence,
  });
}

/** With all traffic on the new path there is no share to compare. */
function judgeThroughput(
  { minThroughputRatio, confidence }: Compare,
  totals: Totals,
  percent: number,
): Judgement {
  if (percent === 100) {
    return { verdict: 'pass', reason: 'throughput: the new path has all traffic' };
  }
  const of = totals.new.requests + totals.old.requests;
  const share = totals.new.requests / of;
  const least = (minThroughputRatio * percent) / 100;
  return judgeDifference({
    numbers: `throughput: ${(100 * share).toFixed(1)} % of ${of} requests on the new path at ${percent} %`,
    limit: `at least ${(100 * least).toFixed(1)} %`,
    isWorse: share < least,
    chance: belowShare({ hits: totals.new.requests, of }, least),
    confidence,
  });
}

/** A measured difference between the paths. */
interface Difference {
  readonly numbers: string;
  readonly limit: string;
  /** Whether the new path is beyond the limit. */
  readonly isWorse: boolean;
  /** How likely that is by chance. */
  readonly chance: number;
  readonly confidence: number;
}

function judgeDifference({ numbers, limit, isWorse, chance, confidence }: Difference): Judgement {
  if (!isWorse) {
    return { verdict: 'pass', reason: numbers };
  }
  const isSignificant = chance <= 1 - confidence;
  const p = `p = ${chance.toFixed(4)}`;
  const tested = isSignificant ? p : `${p}, not significant: above ${(1 - confidence).toFixed(3)}`;
  return {
    verdict: isSignificant ? 'fail' : 'inconclusive',
    reason: `${numbers}; the limit is ${limit} (${tested})`,
  };
}
