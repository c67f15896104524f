import * as v from 'valibot';
import { type Plan, planSchema, stagesSchema } from '../../lambdas/core/plan/plan';
import { seconds } from '../../lambdas/core/validation/fields';

/** A further cutover of the same route: the rehearsed plan, or that plan with another name or other stages. */
export const followUpCutoverSchema = v.strictObject({
  at: seconds(1, 'after the start of the first cutover, whatever has become of it by then'),
  name: v.optional(planSchema.entries.name),
  stages: v.optional(stagesSchema),
});

/** See `againSchema`. */
export type FollowUpCutover = v.InferOutput<typeof followUpCutoverSchema>;

/** What a further cutover is started with. */
export function followUpPlan(plan: Plan, { name, stages }: FollowUpCutover): Plan {
  return { ...plan, name: name ?? plan.name, stages: stages ?? plan.stages };
}

/** Which cutover of a rehearsal, counted from 1, an execution is or reverts. */
export function numberOf(executionArn: string): number {
  return Number(/:(?:revert-)?rehearsal-(\d+)$/.exec(executionArn)?.[1] ?? 1);
}
