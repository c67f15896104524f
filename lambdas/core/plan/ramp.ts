import * as v from 'valibot';
import { seconds, wholeNumber } from '../validation/fields';
import type { Problem } from '../validation/problems';
import type { Direction } from './direction';
import type { Stage, Stages } from './stages';

/** `ramp` of a plan: stages in equal steps, instead of `stages`. */
export const rampSchema = v.strictObject({
  fromPercent: v.optional(wholeNumber(0, 99, 'share of traffic on the new path before the first step'), 0),
  toPercent: v.optional(wholeNumber(1, 100, 'share of traffic on the new path at the end'), 100),
  overSeconds: seconds(1, 'of all soaks together, divided equally among the steps'),
  steps: wholeNumber(1, 50, 'stages in equal steps'),
});

/** The ramp of a plan. */
export type Ramp = v.InferOutput<typeof rampSchema>;

/** The part of a plan that defines its stages. */
interface Staged {
  readonly stages?: Stages | undefined;
  readonly ramp?: Ramp | undefined;
}

/**
 * The stages of a ramp. The remainder of the division is dropped: a soak lasts at least as long as its alarms
 * need.
 */
export function rampStages({ fromPercent, toPercent, overSeconds, steps }: Ramp): Stage[] {
  return Array.from({ length: steps }, (_, i) => ({
    percent: Math.round(fromPercent + ((toPercent - fromPercent) * (i + 1)) / steps),
    soakSeconds: Math.floor(overSeconds / steps),
  }));
}

/** The plan with the stages of its ramp, if it has one. */
export function withStages<T extends Staged>(
  plan: T,
): Omit<T, 'ramp' | 'stages'> & { readonly stages: Stages } {
  const { ramp, stages = [], ...rest } = plan;
  return { ...rest, stages: ramp === undefined ? stages : rampStages(ramp) };
}

/**
 * A plan has either stages or a ramp. Takes a plan that may have other problems, so that all are reported
 * together.
 */
export function eitherProblems(plan: unknown): Problem[] {
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) {
    return [];
  }
  const { stages, ramp } = plan as { readonly stages?: unknown; readonly ramp?: unknown };
  if ((stages === undefined) !== (ramp === undefined)) {
    return [];
  }
  return ramp !== undefined
    ? [{ path: 'ramp', message: 'is given together with stages; must be only one of them' }]
    : [{ path: 'stages', message: 'is missing; must be a list of 1 to 50 stages, or use ramp instead' }];
}

/** Problems of a ramp that its schema cannot find. */
export function rampProblems(ramp: Ramp | undefined, direction: Direction): Problem[] {
  if (ramp === undefined) {
    return [];
  }
  if (direction === 'down') {
    return [{ path: 'ramp', message: 'is for direction: up alone; use stages, whose percents fall' }];
  }
  const problems: Problem[] = [];
  const { fromPercent, toPercent, steps } = ramp;
  if (toPercent <= fromPercent) {
    const message = `is ${toPercent}; must be higher than ramp.fromPercent, ${fromPercent}`;
    problems.push({ path: 'ramp.toPercent', message });
  } else if (toPercent - fromPercent < steps) {
    const most = toPercent - fromPercent;
    const message =
      `is ${steps}; must be at most ${most},` +
      ` because each step from ${fromPercent} % to ${toPercent} % raises the percent by 1 or more`;
    problems.push({ path: 'ramp.steps', message });
  }
  if (ramp.overSeconds < ramp.steps) {
    const message = `is ${ramp.overSeconds}; must be at least ${ramp.steps}, one second per step`;
    problems.push({ path: 'ramp.overSeconds', message });
  }
  return problems;
}
