import * as v from 'valibot';
import {
  numberBetween,
  oneOf,
  seconds,
  text,
  textLike,
  wholeNumber,
} from '../../../lambdas/core/validation/fields';
import type { World } from '../world/world';

/** When a fault begins, and when it ends. Exactly one of the two triggers is given. */
export const trigger = {
  /** Seconds after the start of the execution. */
  at: v.optional(seconds(0, 'after the start of the execution')),
  /** Begins when the router has accepted at least this percent, and stays. */
  whenPercentAtLeast: v.optional(wholeNumber(0, 100, 'share of traffic on the new path at which it begins')),
  /** Ends this long after it began; absent: it stays. */
  forSeconds: v.optional(seconds(1, 'after which it is over')),
};

/** Ends after so many calls or events were hit; absent: it stays. */
export const times = { times: v.optional(wholeNumber(1, 1_000_000, 'calls that are hit')) };

export const path = { path: v.optional(oneOf('old', 'new'), 'new') };
export { numberBetween, oneOf, seconds, text, textLike, wholeNumber };

/** A fault that has begun and can be ended. */
export interface ActiveFault {
  /** Takes the fault back. */
  end(): void;
}

/** A kind of fault: its schema, and what it does to the world. One entry each, and a line in the table. */
export function faultKind<const Kind extends string, Fields extends v.ObjectEntries>(
  kind: Kind,
  fields: Fields,
  begin: (
    world: World,
    fault: v.InferOutput<v.StrictObjectSchema<Fields, undefined>>,
    label: string,
  ) => ActiveFault,
) {
  return { kind, begin, schema: v.strictObject({ kind: v.literal(kind), ...fields, ...trigger }) };
}
