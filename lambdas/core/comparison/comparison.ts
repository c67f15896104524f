import type { Compare } from '../plan/compare';
import { type Compared, judged, unknown } from './compared';
import { type Alphas, errorDifference } from './error-evidence';
import { type Evidence, errorsSoFar, FEWEST_MINUTES } from './evidence';
import { slowMinutes } from './latency-evidence';
import { LEAST_DAYS, REFERENCE_DAYS } from './reference';
import { measuredShare } from './share-evidence';
import { timesMoreInformation, timesMoreMinutes } from './time-left';

/** When a comparison is judged. */
export interface ComparedAt {
  /** Percent of the traffic on the new path, above 0. */
  readonly percent: number;
  readonly alphas: Alphas;
}

/** Judges every measure of the plan. At 100 %, the evidence is that against the days before. */
export function compared(compare: Compare, evidence: Evidence, at: ComparedAt): readonly Compared[] {
  const judges = {
    errorRate: () => comparedErrors(compare, evidence, at),
    latency: () => comparedLatency(compare, evidence, at),
    throughput: () => comparedShare(compare, evidence, at),
  };
  const found = compare.measures.map((measure) => judges[measure]());
  return at.percent === 100 ? found.map(knownAlone) : found;
}

/** With all traffic on the new path, what is not shown to be worse than the days before passes. */
function knownAlone(found: Compared): Compared {
  return found.verdict === 'inconclusive' ? { ...found, verdict: 'pass', minutesLeft: 0 } : found;
}

const NO_REFERENCE =
  `nothing to compare with yet: it takes ${FEWEST_MINUTES} minutes of an hour that ${LEAST_DAYS} of the` +
  ` ${REFERENCE_DAYS} days before have as well`;

function comparedErrors(
  { maxErrorRateAbovePercent, minRequests }: Compare,
  evidence: Evidence,
  { percent, alphas }: ComparedAt,
): Compared {
  const limit = maxErrorRateAbovePercent;
  const errors = errorsSoFar(evidence);
  const { newRequests, oldRequests, newErrors, oldErrors, minutes } = errors;
  const found = errorDifference(errors, limit / 100, alphas);
  const isAlone = percent === 100;
  if (found === null && isAlone) {
    return unknown('errorRate', limit, `error rate: ${NO_REFERENCE}`);
  }
  if (found === null || Math.min(newRequests, oldRequests) < minRequests) {
    const reason =
      `error rate: too few requests to compare: ${newRequests} on the new path` +
      (isAlone
        ? ` (minimum ${minRequests})`
        : ` and ${oldRequests} on the old one (minimum ${minRequests} each)`);
    return unknown('errorRate', limit, reason);
  }
  const { estimate, low, high, information } = found;
  const rate = (part: number, of: number) => `${((100 * part) / of).toFixed(2)} %`;
  const against = isAlone
    ? `at most ${rate(oldErrors, oldRequests)} at these hours on the days before`
    : `${rate(oldErrors, oldRequests)} of ${oldRequests} on the old one`;
  const away = limit / 100 - estimate;
  return judged({
    measure: 'errorRate',
    numbers:
      `error rate: ${rate(newErrors, newRequests)} of ${newRequests} requests on the new path,` +
      ` ${against}`,
    unit: 'percentage points above',
    estimate: 100 * estimate,
    low: 100 * low,
    high: 100 * high,
    limit,
    times: timesMoreInformation({ information, away }, limit / 100, away > 0 ? alphas.pass : alphas.fail),
    minutes,
    digits: 2,
    isAlone,
  });
}

/** The limit of the share of slow minutes: a path is slower when most of its minutes are. */
const HALF_OF_THE_MINUTES = 50;

function comparedLatency(
  { latencyStatistic, maxLatencyRatio }: Compare,
  { latency }: Evidence,
  { percent, alphas }: ComparedAt,
): Compared {
  const found = slowMinutes(latency, alphas);
  const { slow, minutes } = latency;
  if (found === null) {
    const none = percent === 100 ? NO_REFERENCE : 'no minute yet with enough requests on both paths';
    const reason = `${latencyStatistic} latency: ${none}`;
    return unknown('latency', HALF_OF_THE_MINUTES, reason);
  }
  const { ratio, estimate, low, high } = found;
  const reference = percent === 100 ? 'that of these hours on the days before' : 'that of the old path';
  return judged({
    measure: 'latency',
    numbers:
      `${latencyStatistic} latency: ${ratio.toFixed(2)} times ${reference},` +
      ` above ${maxLatencyRatio} times in ${slow} of ${minutes} minutes`,
    unit: '%',
    estimate: 100 * estimate,
    low: 100 * low,
    high: 100 * high,
    limit: HALF_OF_THE_MINUTES,
    times: timesMoreMinutes({ hits: slow, minutes }, 2 * slow > minutes ? alphas.fail : alphas.pass),
    minutes,
    digits: 0,
    isAlone: percent === 100,
  });
}

function comparedShare(
  { minThroughputRatio, minRequests }: Compare,
  { share }: Evidence,
  { percent, alphas }: ComparedAt,
): Compared {
  const limit = minThroughputRatio * percent;
  if (percent === 100) {
    const reason = 'throughput: the new path has all traffic';
    return { ...unknown('throughput', limit, reason), verdict: 'pass', minutesLeft: 0 };
  }
  const found = measuredShare(share, { least: limit / 100, expected: percent / 100 }, alphas);
  if (found === null || share.t < minRequests) {
    const reason =
      `throughput: too few requests to compare: ${share.t} on both paths` + ` (minimum ${minRequests})`;
    return unknown('throughput', limit, reason);
  }
  const { estimate, low, high, information } = found;
  const away = estimate - limit / 100;
  const tuned = (percent - limit) / 100;
  return judged({
    measure: 'throughput',
    numbers: `throughput at ${percent} %: ${share.n} of ${share.t} requests on the new path`,
    unit: '%',
    estimate: 100 * estimate,
    low: 100 * low,
    high: 100 * high,
    limit,
    isTooLow: true,
    times: timesMoreInformation({ information, away }, tuned, away > 0 ? alphas.pass : alphas.fail),
    minutes: share.minutes,
    digits: 1,
  });
}
