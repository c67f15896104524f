import * as v from 'valibot';
import { OVERLAP_KINDS } from '../estimate/overlap-prices';
import { listOf, oneOf, wholeNumber } from '../validation/fields';

/** What there is twice while both paths stand, and would be there once without the cutover. */
export const overlapSchema = listOf(
  v.strictObject({
    kind: oneOf(...OVERLAP_KINDS),
    count: v.optional(wholeNumber(1, 1_000, 'of this kind'), 1),
  }),
  0,
  20,
  'kinds of resources that stand twice',
);
