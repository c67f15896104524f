import type { Compare } from '../plan/compare';
import type { BalancerCount } from '../shared/readings';
import { aboveByMoreThan } from './significance';
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
 * serve others, whose errors they may be.
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
  const chance = aboveByMoreThan(
    { hits: since.ownErrors, of: answered(since) },
    { hits: before.ownErrors, of: answered(before) },
    (isNew * maxErrorRateAbovePercent) / 100,
  );
  if (chance > 1 - confidence) {
    return [];
  }
  const inWords = (count: BalancerCount) => `${count.ownErrors} of ${answered(count)} requests`;
  const reason =
    `the load balancer itself answered ${inWords(since)} with a 5XX, ` +
    `and ${inWords(before)} before the shift; ` +
    'it does not count them by target group, so that they may be of the new path';
  return [{ verdict: 'inconclusive', reason }];
}
