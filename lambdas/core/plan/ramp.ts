import * as v from 'valibot';
import { seconds, wholeNumber } from '../validation/fields';
import type { Problem } from '../validation/problems';
import type { Plan, Stage } from './plan';

/** `ramp` of a plan: stages in equal steps, in the place of `stages`. */
export const rampSchema = v.strictObject({
  toPercent: v.optional(wholeNumber(1, 100, 'share of traffic on the new path at the end'), 100),
  overSeconds: seconds(1, 'watched in all, shared out evenly among the steps'),
  steps: wholeNumber(1, 50, 'stages in equal steps, each watched'),
});

/** A ramp of a plan. */
export type Ramp = v.InferOutput<typeof rampSchema>;

/** What a plan says of its stages: them, or a ramp. */
interface Staged {
  readonly stages?: Plan['stages'] | undefined;
  readonly ramp?: Ramp | undefined;
}

/** The stages of a ramp. Seconds that do not share out evenly are left away: a soak lasts as long as its alarms need anyway. */
export function rampStages({ toPercent, overSeconds, steps }: Ramp): Stage[] {
  return Array.from({ length: steps }, (_, i) => ({
    percent: Math.round((toPercent * (i + 1)) / steps),
    soakSeconds: Math.floor(overSeconds / steps),
  }));
}

/** A plan that says its stages, whatever it said before. */
export function withStages<T extends Staged>(plan: T): Omit<T, 'ramp' | 'stages'> & Pick<Plan, 'stages'> {
  const { ramp, stages = [], ...rest } = plan;
  return { ...rest, stages: ramp === undefined ? stages : rampStages(ramp) };
}

/** A plan has one of the two. Looks at a plan that may be wrong in other ways, so that all is told at once. */
export function eitherProblems(plan: unknown): Problem[] {
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) {
    return [];
  }
  const { stages, ramp } = plan as { readonly stages?: unknown; readonly ramp?: unknown };
  if ((stages === undefined) !== (ramp === undefined)) {
    return [];
  }
  return ramp !== undefined
    ? [{ path: 'ramp', message: 'is given beside stages; must be one of the two' }]
    : [{ path: 'stages', message: 'is missing; must be a list of 1 to 50 stages, or ramp in their place' }];
}

/** What is wrong with a ramp that no single field can tell. */
export function rampProblems(ramp: Ramp | undefined): Problem[] {
  if (ramp === undefined) {
    return [];
  }
  const problems: Problem[] = [];
  if (ramp.toPercent !== 100) {
    const message = `is ${ramp.toPercent}; must be 100, because a cutover ends with all traffic on the new path; to stay below for a while, write stages`;
    problems.push({ path: 'ramp.toPercent', message });
  }
  if (ramp.overSeconds < ramp.steps) {
    const message = `is ${ramp.overSeconds}; must be at least ${ramp.steps}, a second for each step`;
    problems.push({ path: 'ramp.overSeconds', message });
  }
  return problems;
}
