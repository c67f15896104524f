import { fittingIntervals } from '../../../lambdas/core/estimate/estimate';
import { planSchema } from '../../../lambdas/core/plan/plan';
import { withStages } from '../../../lambdas/core/plan/ramp';
import { check } from '../../../lambdas/core/validation/problems';

/**
 * The plan, with the shortest intervals that keep it within the history events of an execution: several soaks
 * of many evaluations, each of which may wait for long, need more than one execution has. The check of such a
 * plan names the intervals to raise, and these are raised. Any other problem is left to the check.
 */
export function withFittingIntervals(drawn: object): object {
  const checked = check(planSchema, drawn);
  const tooShort = checked.ok ? fittingIntervals(withStages(checked.value)) : [];
  return tooShort.reduce<object>(
    (plan, { field, atLeast }) => withValue(plan, keysOf(field), atLeast),
    drawn,
  );
}

/** `stages[1].deploy.everySeconds` as its keys. */
function keysOf(field: string): readonly string[] {
  return field.split(/[.[\]]+/);
}

function withValue(value: unknown, keys: readonly string[], replacement: number): object {
  const [key, ...rest] = keys as [string, ...string[]];
  const inner = (value ?? {}) as Readonly<Record<string, unknown>>;
  const next = rest.length === 0 ? replacement : withValue(inner[key], rest, replacement);
  return Array.isArray(value) ? Object.assign([...value], { [key]: next }) : { ...inner, [key]: next };
}
