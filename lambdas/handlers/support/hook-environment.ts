import * as v from 'valibot';
import { checkHookPlan, type HookPlan } from '../../core/deployment-hook/hook-plan';
import { describeProblems } from '../../core/validation/problems';
import { json, readVariables } from './environment';

/** The plan of the deployment hook, checked as the construct checks it at synth. */
const hookPlan = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, HookPlan>(({ dataset, addIssue, NEVER }) => {
    const checked = checkHookPlan(dataset.value);
    if (checked.ok) {
      return checked.value;
    }
    addIssue({ message: `must be a hook's plan: ${describeProblems(checked.problems)}` });
    return NEVER;
  }),
);

/**
 * The one variable of the deployment hook: the plan as it was written, which `checkHookPlan` has accepted, as
 * JSON. It has a file of its own, because the other functions would carry the JSONPaths of its checks.
 * @throws ValidationError if it is missing or not valid
 */
export function hookEnvironment(from: Readonly<Record<string, string | undefined>> = process.env): {
  readonly HOOK_PLAN: HookPlan;
} {
  return readVariables({ HOOK_PLAN: json(hookPlan, "must be the hook's plan as JSON") }, from);
}
