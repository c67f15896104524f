import { planSchema } from '../../../../lambdas/core/plan/plan';
import { withStages } from '../../../../lambdas/core/plan/ramp';
import { check } from '../../../../lambdas/core/validation/problems';
import { readChecked } from '../../../shared/read-file';
import { UsageError } from '../../../shared/usage-error';
import type { Terminal } from '../../output/terminal';
import { type OperatorDependencies, withConnection } from './connection';
import { requireRehearsed } from './rehearsed-plan';
import { startLater } from './start-later';
import { type StartPlanOptions, startPlan } from './start-plan';

/** The options of `cutover start`. */
export interface StartCutoverOptions extends StartPlanOptions {
  /** What `cutover rehearse --receipt` has written: another plan is refused. */
  readonly receipt?: string;
  /** When it starts, in epoch milliseconds. Absent: now. */
  readonly at?: number;
}

/**
 * Starts a cutover with a plan, now or at a time. Its fields are checked here; hosts, routes and policy by
 * the deployment.
 * @returns see `startPlan` and `startLater`
 * @throws UsageError for a plan that is not valid
 */
export function startCommand(
  file: string,
  options: StartCutoverOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<number> {
  if (options.at !== undefined && (options.wait === true || options.timeout !== undefined)) {
    throw new UsageError('--at schedules the start: give no --wait and no --timeout with it');
  }
  // The deployment gets the plan as it is written, and fills in the defaults of its own version.
  const read = readChecked(file, 'plan', (value) => {
    const checked = check(planSchema, value);
    return checked.ok ? { ok: true, value: { input: value, checked: withStages(checked.value) } } : checked;
  });
  if (options.receipt !== undefined) {
    requireRehearsed(read.checked, file, options.receipt);
  }
  const plan = read.input as { readonly name: string };
  const { at } = options;
  return withConnection(dependencies, options, (connection) =>
    at !== undefined
      ? startLater(plan, { ...options, at }, connection, terminal)
      : startPlan(plan, options, { connection, terminal, sleep: dependencies.sleep }),
  );
}
