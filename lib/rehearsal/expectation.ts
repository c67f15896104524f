import * as v from 'valibot';
import type { WithGates } from '../../lambdas/core/gates/gate';
import type { Plan } from '../../lambdas/core/plan/plan';
import { oneOf } from '../../lambdas/core/validation/fields';
import type { Outcome, TimelineEntry } from './timeline/timeline-event';

const outcomeSchema = oneOf('succeeded', 'rejected', 'reverted', 'revert-failed');
const EXPECT = 'must be "succeeded", "rejected", "reverted" or "revert-failed", or one each for up and down';

/**
 * The end that a scenario expects of any plan, or of plans that move traffic up and of those that move it
 * down: what harms the new path does not harm a cutover that leaves it.
 */
export const expectSchema = v.pipe(
  v.union([outcomeSchema, v.strictObject({ up: outcomeSchema, down: outcomeSchema })], EXPECT),
  v.description(EXPECT),
);

/** The part of a scenario that says what is expected. */
interface Expecting {
  readonly expect?: v.InferOutput<typeof expectSchema> | undefined;
  readonly faults: readonly unknown[];
  /** What gates answer; absent: nothing is said of any. */
  readonly gates?: Readonly<Record<string, readonly { readonly answer: string }[]>>;
}

/**
 * The end that a scenario expects of a plan. Where none of its faults began, because the plan never reached
 * their percent, and no gate of the plan says anything but `pass`, nothing went wrong: then it is
 * `succeeded`. Where the plan wants an approval that nobody in the scenario gives, it is `reverted`.
 * @returns null when the scenario expects nothing
 */
export function expectedOutcome(
  { expect, faults, gates: answers = {} }: Expecting,
  { direction, gates = [] }: Pick<Plan, 'direction'> & WithGates,
  timeline: readonly { readonly kind: TimelineEntry['kind']; readonly change?: unknown }[],
): Outcome | null {
  if (expect === undefined) {
    return null;
  }
  if (timeline.some((entry) => entry.kind === 'approval' && entry.change === 'timed-out')) {
    return 'reverted';
  }
  const hasBegun = timeline.some(({ kind }) => kind === 'fault-began' || kind === 'operator');
  const doubtful = Object.keys(answers).filter((name) =>
    answers[name]?.some(({ answer }) => answer !== 'pass'),
  );
  const isDoubted = gates.some(({ name }) => doubtful.includes(name));
  if ((faults.length > 0 || doubtful.length > 0) && !hasBegun && !isDoubted) {
    return 'succeeded';
  }
  return typeof expect === 'string' ? expect : expect[direction];
}
