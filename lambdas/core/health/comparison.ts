import { median } from 'simple-statistics';
import type { Compare } from '../plan/compare';
import type { PathMinute } from '../shared/readings';
import type { MeasuredAt } from './health-verdict';
import { aboveByMoreThan, belowShare, fewestPairs, signTest } from './significance';
import type { Judgement, Verdict } from './verdict';

/** Both paths are compared over this long at the most. */
export const COMPARED_SECONDS = 3_600;

/** Samples without which a percentile says nothing: 10 / (1 - p) (CloudWatch User Guide, percentiles and low data samples). */
export const SAMPLES_OF = { p99: 1_000, p95: 200, p90: 100, p50: 20 };

/**
 * Seconds after a shift has settled before which a comparison may just be too early: a whole minute, or as many as the sign test takes, the one that
 * had begun before, and one until CloudWatch has the last of them.
 */
export function comparableAfterSeconds({ measures, confidence }: Compare): number {
  return 60 * ((measures.includes('latency') ? fewestPairs(confidence) : 1) + 2);
}

/** Minutes of both paths. Those of the old one are from before the last shift when all traffic is on the new one. */
export interface ComparedMinutes {
  readonly old: readonly PathMinute[];
  readonly new: readonly PathMinute[];
}

/**
 * Holds the new path against the old one. Worse by more than the plan bears is a failure once a test of significance is sure enough, and
 * `inconclusive` while it is not.
 */
export function judgeComparison(
  compare: Compare,
  minutes: ComparedMinutes,
  { percent }: MeasuredAt,
): Judgement[] {
  if (percent === 0) {
    return [{ verdict: 'pass', reason: 'nothing on the new path to compare with the old one' }];
  }
  const counts = { old: totalOf(minutes.old), new: totalOf(minutes.new) };
  const { minRequests } = compare;
  if (Math.min(counts.old.requests, counts.new.requests) < minRequests) {
    const seen = `${counts.new.requests} requests on the new path and ${counts.old.requests} on the old one`;
    return [{ verdict: 'inconclusive', reason: `only ${seen} to compare, of at least ${minRequests} each` }];
  }
  const judges = {
    errorRate: () => judgeErrors(compare, counts),
    latency: () => judgeLatency(compare, minutes, counts),
    throughput: () => judgeThroughput(compare, counts, percent),
  };
  return compare.measures.map((measure) => judges[measure]());
}

interface Total {
  readonly requests: number;
  readonly errors: number;
}

function totalOf(minutes: readonly PathMinute[]): Total {
  return {
    requests: minutes.reduce((sum, minute) => sum + minute.requests, 0),
    errors: minutes.reduce((sum, minute) => sum + minute.errors, 0),
  };
}

interface Totals {
  readonly old: Total;
  readonly new: Total;
}

function judgeErrors({ maxErrorRateAbovePercent, confidence }: Compare, totals: Totals): Judgement {
  const rate = ({ errors, requests }: Total) => (100 * errors) / requests;
  const above = rate(totals.new) - rate(totals.old);
  const chance = aboveByMoreThan(
    { hits: totals.new.errors, of: totals.new.requests },
    { hits: totals.old.errors, of: totals.old.requests },
    maxErrorRateAbovePercent / 100,
  );
  const numbers = `error rate ${rate(totals.new).toFixed(2)} % of ${totals.new.requests} requests on the new path, ${rate(totals.old).toFixed(2)} % of ${totals.old.requests} on the old one`;
  return judged(
    above > maxErrorRateAbovePercent,
    chance,
    confidence,
    numbers,
    `${maxErrorRateAbovePercent} points above`,
  );
}

/** Minute by minute, against the same minute of the old path, or against its median where the old path had none. */
function judgeLatency(compare: Compare, minutes: ComparedMinutes, totals: Totals): Judgement {
  const { latencyStatistic, maxLatencyRatio, confidence } = compare;
  const samples = SAMPLES_OF[latencyStatistic];
  const fewest = Math.min(totals.old.requests, totals.new.requests);
  if (fewest < samples) {
    const reason = `only ${fewest} requests on a path, a ${latencyStatistic} takes ${samples}`;
    return { verdict: 'inconclusive', reason };
  }
  const olds = minutes.old.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  const news = minutes.new.flatMap(({ at, latencyMs }) => (latencyMs === null ? [] : [{ at, latencyMs }]));
  const wanted = fewestPairs(confidence);
  if (olds.length === 0 || news.length < wanted) {
    const reason = `only ${news.length} minutes of the new path and ${olds.length} of the old one with a ${latencyStatistic}, ${wanted} are needed`;
    return { verdict: 'inconclusive', reason };
  }
  const usual = median(olds);
  const reference = (at: number) => minutes.old.find((minute) => minute.at === at)?.latencyMs ?? usual;
  const slow = news.filter(({ at, latencyMs }) => latencyMs > maxLatencyRatio * reference(at)).length;
  const numbers = `${latencyStatistic} ${Math.round(median(news.map((one) => one.latencyMs)))} ms on the new path, ${Math.round(usual)} ms on the old one, over ${maxLatencyRatio} times as much in ${slow} of ${news.length} minutes`;
  return judged(
    2 * slow > news.length,
    signTest(slow, news.length),
    confidence,
    numbers,
    `${maxLatencyRatio} times`,
  );
}

/** With all traffic on the new path there is no share to compare. */
function judgeThroughput(
  { minThroughputRatio, confidence }: Compare,
  totals: Totals,
  percent: number,
): Judgement {
  if (percent === 100) {
    return { verdict: 'pass', reason: 'all requests are meant for the new path' };
  }
  const of = totals.new.requests + totals.old.requests;
  const share = totals.new.requests / of;
  const least = (minThroughputRatio * percent) / 100;
  const numbers = `${(100 * share).toFixed(1)} % of ${of} requests on the new path at ${percent} %`;
  const chance = belowShare({ hits: totals.new.requests, of }, least);
  return judged(share < least, chance, confidence, numbers, `at least ${(100 * least).toFixed(1)} %`);
}

function judged(
  isWorse: boolean,
  chance: number,
  confidence: number,
  numbers: string,
  limit: string,
): Judgement {
  if (!isWorse) {
    return { verdict: 'pass', reason: numbers };
  }
  const sure = chance <= 1 - confidence;
  const verdict: Verdict = sure ? 'fail' : 'inconclusive';
  const p = `p = ${chance.toFixed(4)}${sure ? '' : `, not yet ${(1 - confidence).toFixed(3)}`}`;
  return { verdict, reason: `${numbers}; the limit is ${limit} (${p})` };
}
