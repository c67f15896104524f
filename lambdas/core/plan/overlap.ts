import * as v from 'valibot';
import { OVERLAP_KINDS } from '../estimate/overlap-prices';
import { listOf, oneOf, wholeNumber } from '../validation/fields';

/** `overlap` of a plan: resources that exist twice during the cutover and would exist once without it. */
export const overlapSchema = listOf(
  v.strictObject({
    kind: oneOf(...OVERLAP_KINDS),
    count: v.optional(wholeNumber(1, 1_000, 'resources of this kind'), 1),
  }),
  0,
  20,
  'kinds of resources that exist twice',
);
