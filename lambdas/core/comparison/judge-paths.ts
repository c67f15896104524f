import type { Judgement } from '../health/verdict';
import type { Compared } from './compared';
import type { PathComparison } from './comparison-of';
import { unknownLimitOf } from './unknown-wait';

/**
 * Judges what is known of a comparison. What is not known yet is `undecided`. With all traffic on the new
 * path there is only the past to compare with, and a comparison by default must not hold back a plan that
 * does not ask for it: both can only `fail`, and anything else is a `pass` that has the interval in its
 * reason.
 */
export function judgePaths(
  { compare, isDefault }: Pick<PathComparison, 'compare' | 'isDefault'>,
  found: readonly Compared[],
): Judgement[] {
  const { whenUnknown } = compare;
  return found.map(({ verdict, reason }): Judgement => {
    if (verdict !== 'inconclusive') {
      return { verdict, reason };
    }
    return isDefault
      ? { verdict: 'pass', reason }
      : { verdict, reason, undecided: { whenUnknown, limitSeconds: unknownLimitOf(compare) } };
  });
}
