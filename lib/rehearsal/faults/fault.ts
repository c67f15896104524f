import * as v from 'valibot';
import {
  numberBetween,
  oneOf,
  seconds,
  text,
  textLike,
  wholeNumber,
} from '../../../lambdas/core/validation/fields';
import { type FunctionName, functionNames } from '../../workflow/tasks';
import type { OperatorAction } from '../timeline/timeline-event';
import type { FaultTarget } from './fault-target';

export const functionName = oneOf(...(functionNames as readonly [FunctionName]));

/**
 * When a fault begins, and when it ends. Exactly one of `at`, `atCall`, `atInvocation`,
 * `whenPercentAtLeast` and `whenPercentAtMost` is given.
 */
export const trigger = {
  /** Seconds after the start of the execution. */
  at: v.optional(seconds(0, 'after the start of the execution')),
  /** Begins as this request of a function or a machine to AWS arrives, counted from 1. */
  atCall: v.optional(wholeNumber(1, 1_000_000, 'request to AWS with which it begins')),
  /** Begins as the function of a task is invoked, or some seconds later. */
  atInvocation: v.optional(
    v.strictObject({
      task: functionName,
      number: v.optional(wholeNumber(1, 1_000_000, 'invocation of it, retries included'), 1),
      afterSeconds: v.optional(seconds(0, 'after it has begun'), 0),
    }),
  ),
  /** Begins when the router has accepted at least this percent, and stays. */
  whenPercentAtLeast: v.optional(wholeNumber(0, 100, 'share of traffic on the new path at which it begins')),
  /** Begins when the router has accepted at most this percent, and stays: for plans whose stages fall. */
  whenPercentAtMost: v.optional(wholeNumber(0, 100, 'share of traffic on the new path at which it begins')),
  /** Ends this long after it began; absent: it stays. */
  forSeconds: v.optional(seconds(1, 'after which it ends')),
};

/** Ends after this many calls or events; absent: it stays. */
export const times = { times: v.optional(wholeNumber(1, 1_000_000, 'calls that are affected')) };

export const path = { path: v.optional(oneOf('old', 'new'), 'new') };
export { numberBetween, oneOf, seconds, text, textLike, wholeNumber };

/** A fault that has begun and can be ended. */
export interface ActiveFault {
  /** Undoes what the fault did. */
  end(): void;
}

/** The fields of a fault after validation, trigger aside. */
type FaultFields<Fields extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Fields, undefined>>;

/** A kind of fault: its schema, and what it does. One entry each, and a line in the table. */
export function faultKind<const Kind extends string, Fields extends v.ObjectEntries>(
  kind: Kind,
  fields: Fields,
  begin: (
    target: FaultTarget,
    fault: FaultFields<Fields> & { readonly forSeconds?: number | undefined },
    label: string,
  ) => ActiveFault,
) {
  const schema = v.strictObject({ kind: v.literal(kind), ...fields, ...trigger });
  return { kind, schema, begin, actionOf: null };
}

/** A kind of fault that happens once and is not undone. */
export function momentaryKind<const Kind extends string, Fields extends v.ObjectEntries>(
  kind: Kind,
  fields: Fields,
  happen: (target: FaultTarget, fault: FaultFields<Fields>) => void,
) {
  return faultKind(kind, fields, (target, fault) => {
    happen(target, fault);
    return { end: () => undefined };
  });
}

/** What an operator does; the timeline does not call it a fault. */
export interface OperatorDeed {
  readonly action: OperatorAction;
  /** Null for actions in the console. */
  readonly reason: string | null;
}

/** An entry of the scenario that an operator causes. */
export function operatorKind<const Kind extends string, Fields extends v.ObjectEntries>(
  kind: Kind,
  fields: Fields,
  actionOf: (fault: FaultFields<Fields>) => OperatorDeed,
  act: (target: FaultTarget, fault: FaultFields<Fields>) => void,
) {
  return { ...momentaryKind(kind, fields, act), actionOf };
}
