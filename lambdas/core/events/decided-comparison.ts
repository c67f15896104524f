import type { Compared } from '../comparison/compared';
import type { DecidedComparison } from './decision';

/** The measures of a comparison of which something is known, as a decision has them. */
export function decidedComparison(found: readonly Compared[]): readonly DecidedComparison[] {
  return found.flatMap(({ measure, estimate, low, high, limit }) =>
    estimate === null || low === null || high === null ? [] : [{ measure, estimate, low, high, limit }],
  );
}
