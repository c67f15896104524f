import * as v from 'valibot';
import { OVERLAP_KINDS } from '../estimate/overlap-prices';
import { listOf, numberBetween, oneOf, textLike, wholeNumber } from '../validation/fields';

/** `overlap` of a plan: resources that exist twice during the cutover and would exist once without it. */
export const overlapSchema = listOf(
  v.strictObject({
    kind: oneOf(...OVERLAP_KINDS),
    count: v.optional(wholeNumber(1, 1_000, 'resources of this kind'), 1),
    /** Of `ec2-instance`. */
    instanceType: v.optional(
      textLike(/^[a-z][a-z0-9-]{0,19}\.[a-z0-9-]{1,20}$/, 'must be an instance type, such as t4g.medium'),
    ),
    /** Of `ebs-volume`. */
    gigabytes: v.optional(wholeNumber(1, 65_536, 'GB of each volume')),
    /** Of `nat-data` and `zone-transfer`: what exists because both paths run. */
    gigabytesPerHour: v.optional(numberBetween(0, 1_000_000, 'GB in an hour')),
    /** The price of one resource, where yours is another one. */
    usdPerHour: v.optional(numberBetween(0, 10_000, 'USD for an hour of one resource of this kind')),
  }),
  0,
  20,
  'kinds of resources that exist twice',
);
