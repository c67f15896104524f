import { stringify } from 'yaml';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { undoPlan } from '../../../../lambdas/core/plan/undo';
import { UsageError } from '../../../shared/usage-error';
import type { Terminal } from '../../output/terminal';
import { type OperatorDependencies, withConnection } from './connection';
import { readNamedCutover } from './named-cutover';
import { type StartPlanOptions, startPlan } from './start-plan';

/** The options of `cutover undo`. */
export interface UndoRouteOptions extends StartPlanOptions {
  readonly oldUrl: string;
  readonly oldAlarm: readonly string[];
  /** Percent on the new path at the end. */
  readonly to?: number;
  /** Print the plan, and start nothing. */
  readonly dryRun?: boolean;
}

/**
 * Starts the cutover that moves back what the last one of a route has moved, in monitored stages.
 * @returns see `startPlan`; 0 with `--dry-run`
 * @throws UsageError when the last cutover of the route has not succeeded, or was an undo itself
 */
export function undoRouteCommand(
  given: string,
  options: UndoRouteOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<number> {
  return withConnection(dependencies, options, async (connection) => {
    const { view, plan } = await readNamedCutover(connection.source, given);
    if (view.phase !== 'succeeded' || plan === null) {
      throw new UsageError(
        `the last cutover of ${view.name} has not succeeded (${view.phase}), so that there is nothing to` +
          ` undo; ${view.endedAt === null ? 'cutover abort moves the traffic back' : 'the traffic is back'}`,
      );
    }
    const undone = undoOf(plan, view.name, options);
    if (options.dryRun === true) {
      terminal.out(options.json === true ? `${JSON.stringify(undone, null, 2)}\n` : stringify(undone));
      return 0;
    }
    return startPlan(undone, options, { connection, terminal, sleep: dependencies.sleep });
  });
}

function undoOf(plan: Plan, name: string, { oldUrl, oldAlarm, to = 0 }: UndoRouteOptions) {
  const last = plan.stages.at(-1)?.percent ?? 0;
  if (plan.direction === 'down') {
    throw new UsageError(
      `the last cutover of ${name} moved down already; to move up again, start a plan whose stages rise`,
    );
  }
  if (to >= last) {
    throw new UsageError(`--to is ${to}; it must be below ${last}, the percent of ${name}`);
  }
  return undoPlan(plan, { baseUrl: oldUrl, alarms: oldAlarm, toPercent: to }) as { readonly name: string };
}
