import type { Judgement } from '../health/verdict';
import { type Compared, type ComparedAt, compared } from './comparison';
import type { PathComparison } from './comparison-of';
import type { Evidence } from './evidence';
import { type HourReferences, LEAST_DAYS, REFERENCE_DAYS } from './reference';
import { unknownLimitOf } from './unknown-wait';

/** What a comparison is judged with, beside the evidence. */
interface JudgedWith extends ComparedAt {
  /** What is known of the days before; null where they were not read. */
  readonly references: HourReferences | null;
}

const NO_REFERENCE =
  `nothing to compare with at 100 %: fewer than ${LEAST_DAYS} of the ${REFERENCE_DAYS} days before have` +
  ' requests on the old path at the same hour';

/**
 * Judges the evidence of a comparison. What is not known yet is `undecided`. With all traffic on the new path
 * there is only the past to compare with, and a comparison by default must not hold back a plan that does not
 * ask for it: both can only `fail`, and anything else is a `pass` that has the interval in its reason.
 */
export function judgePaths(
  { compare, isDefault }: Pick<PathComparison, 'compare' | 'isDefault'>,
  evidence: Evidence,
  { references, ...at }: JudgedWith,
): Judgement[] {
  if (references?.size === 0 && evidence.errors.minutes === 0) {
    return [{ verdict: 'pass', reason: NO_REFERENCE }];
  }
  const { whenUnknown } = compare;
  const canOnlyFail = isDefault || at.percent === 100;
  return compared(compare, evidence, at).map(({ verdict, reason }: Compared): Judgement => {
    if (verdict !== 'inconclusive') {
      return { verdict, reason };
    }
    return canOnlyFail
      ? { verdict: 'pass', reason }
      : { verdict, reason, undecided: { whenUnknown, limitSeconds: unknownLimitOf(compare) } };
  });
}
