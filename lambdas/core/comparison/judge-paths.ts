import type { Judgement } from '../health/verdict';
import type { Compared } from './compared';
import { type ComparedAt, compared } from './comparison';
import type { PathComparison } from './comparison-of';
import type { Evidence } from './evidence';
import { unknownLimitOf } from './unknown-wait';

/**
 * Judges the evidence of a comparison. What is not known yet is `undecided`. With all traffic on the new path
 * there is only the past to compare with, and a comparison by default must not hold back a plan that does not
 * ask for it: both can only `fail`, and anything else is a `pass` that has the interval in its reason.
 */
export function judgePaths(
  { compare, isDefault }: Pick<PathComparison, 'compare' | 'isDefault'>,
  evidence: Evidence,
  at: ComparedAt,
): Judgement[] {
  const { whenUnknown } = compare;
  return compared(compare, evidence, at).map(({ verdict, reason }: Compared): Judgement => {
    if (verdict !== 'inconclusive') {
      return { verdict, reason };
    }
    return isDefault
      ? { verdict: 'pass', reason }
      : { verdict, reason, undecided: { whenUnknown, limitSeconds: unknownLimitOf(compare) } };
  });
}
