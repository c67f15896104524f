import type { Judgement } from '../health/verdict';
import { type ComparedAt, compared } from './comparison';
import type { PathComparison } from './comparison-of';
import type { Evidence } from './evidence';
import { unknownLimitOf } from './unknown-wait';

/**
 * Judges the evidence of a comparison. What is not known yet is `undecided`. A comparison by default must not
 * hold back a plan that does not ask for it: it can only `fail`, and anything else is a `pass` that has the
 * interval in its reason.
 */
export function judgePaths(
  { compare, isDefault }: Pick<PathComparison, 'compare' | 'isDefault'>,
  evidence: Evidence,
  at: ComparedAt,
): Judgement[] {
  const { whenUnknown } = compare;
  return compared(compare, evidence, at).map(({ verdict, reason }): Judgement => {
    if (verdict !== 'inconclusive') {
      return { verdict, reason };
    }
    return isDefault
      ? { verdict: 'pass', reason }
      : { verdict, reason, undecided: { whenUnknown, limitSeconds: unknownLimitOf(compare) } };
  });
}
