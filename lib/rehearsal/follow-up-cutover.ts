import * as v from 'valibot';
import { type Plan, planSchema } from '../../lambdas/core/plan/plan';
import { stagesSchema } from '../../lambdas/core/plan/stages';
import { seconds } from '../../lambdas/core/validation/fields';

/**
 * A follow-up cutover of the same route: the rehearsed plan, or that plan with another name or other stages.
 */
export const followUpCutoverSchema = v.strictObject({
  at: seconds(1, 'after the start of the first cutover, whether or not that has ended'),
  name: v.optional(planSchema.entries.name),
  stages: v.optional(stagesSchema),
});

/** See `followUpCutoverSchema`. */
export type FollowUpCutover = v.InferOutput<typeof followUpCutoverSchema>;

/** The plan of a follow-up cutover. */
export function followUpPlan(plan: Plan, { name, stages }: FollowUpCutover): Plan {
  return { ...plan, name: name ?? plan.name, stages: stages ?? plan.stages };
}

/** Number of the cutover, from 1, that an execution runs or reverts. */
export function numberOf(executionArn: string): number {
  return Number(/:(?:revert-)?rehearsal-(\d+)$/.exec(executionArn)?.[1] ?? 1);
}
