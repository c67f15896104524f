import { planSchema } from '../../../../lambdas/core/plan/plan';
import { withStages } from '../../../../lambdas/core/plan/ramp';
import { check } from '../../../../lambdas/core/validation/problems';
import { readChecked } from '../../../shared/read-file';
import type { Terminal } from '../../output/terminal';
import { type OperatorDependencies, withConnection } from './connection';
import { requireRehearsed } from './rehearsed-plan';
import { type StartPlanOptions, startPlan } from './start-plan';

/** The options of `cutover start`. */
export interface StartCutoverOptions extends StartPlanOptions {
  /** What `cutover rehearse --receipt` has written: another plan is refused. */
  readonly receipt?: string;
}

/**
 * Starts a cutover with a plan. Its fields are checked here; hosts, routes and policy by the deployment.
 * @returns see `startPlan`
 * @throws UsageError for a plan that is not valid
 */
export function startCommand(
  file: string,
  options: StartCutoverOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<number> {
  // The deployment gets the plan as it is written, and fills in the defaults of its own version.
  const read = readChecked(file, 'plan', (value) => {
    const checked = check(planSchema, value);
    return checked.ok ? { ok: true, value: { input: value, checked: withStages(checked.value) } } : checked;
  });
  if (options.receipt !== undefined) {
    requireRehearsed(read.checked, file, options.receipt);
  }
  const plan = read.input as { readonly name: string };
  return withConnection(dependencies, options, (connection) =>
    startPlan(plan, options, { connection, terminal, sleep: dependencies.sleep }),
  );
}
