import { anytimeZ } from '../comparison/boundary';
import type { Compare } from '../plan/compare';
import type { BalancerCount } from '../shared/readings';
import type { Judgement } from './verdict';

/** What the load balancers counted before the shift and since, and the requests of the new path since. */
export interface OwnErrors {
  readonly before: BalancerCount;
  readonly since: BalancerCount;
  readonly newRequests: number;
}

/**
 * Watches a load balancer's own 5XX answers beside the target groups that are compared. They belong to no
 * target group: where the new path has no target at all, they are all that is counted of it. More of them
 * than before the shift make the comparison `inconclusive`, and never a `fail`, because a load balancer may
 * serve others, whose errors they may be. The test may be made at every evaluation: that it ever finds more
 * where there are none has a chance of at most 1 - confidence.
 */
export function judgeOwnErrors(
  { maxErrorRateAbovePercent, confidence }: Pick<Compare, 'maxErrorRateAbovePercent' | 'confidence'>,
  { before, since, newRequests }: OwnErrors,
): Judgement[] {
  const answered = (count: BalancerCount) => count.requests + count.ownErrors;
  if (since.ownErrors === 0) {
    return [];
  }
  // The limit is on the requests of the new path; the load balancer counts all of them.
  const isNew = Math.min(1, (newRequests + since.ownErrors) / answered(since));
  const limit = (isNew * maxErrorRateAbovePercent) / 100;
  const [fresh, old] = [
    smoothed(since.ownErrors, answered(since)),
    smoothed(before.ownErrors, answered(before)),
  ];
  const variance = fresh.variance + old.variance;
  const beyond = (fresh.share - old.share - limit) / Math.sqrt(variance);
  if (beyond <= anytimeZ(1 / variance, maxErrorRateAbovePercent / 100, 1 - confidence)) {
    return [];
  }
  const inWords = (count: BalancerCount) => `${count.ownErrors} of ${answered(count)} requests`;
  const reason =
    `the load balancer itself answered ${inWords(since)} with a 5XX, ` +
    `and ${inWords(before)} before the shift; ` +
    'it does not count them by target group, so that they may be of the new path';
  return [{ verdict: 'inconclusive', reason }];
}

/**
 * A share and its variance. One hit and one miss are added, so that none is not taken for never (Agresti and
 * Caffo, 2000).
 */
function smoothed(hits: number, of: number) {
  const share = (hits + 1) / (of + 2);
  return { share, variance: (share * (1 - share)) / (of + 2) };
}
