import { stringify } from 'yaml';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { undoPlan } from '../../../lambdas/core/plan/undo';
import { policyProblems } from '../../../lambdas/core/policy/policy-problems';
import { UsageError } from '../../shared/usage-error';
import { readPlan } from '../input/read-plan';
import { readPolicy } from '../input/read-policy';
import type { Terminal } from '../output/terminal';

/** The options of `cutover plan --undo`. */
export interface UndoOptions {
  readonly allowHost?: readonly string[];
  readonly policy?: string;
  readonly json?: boolean;
  readonly oldUrl?: string;
  readonly oldAlarm?: readonly string[];
  readonly to?: number;
}

/**
 * Prints the plan that moves back what a plan has moved, in monitored stages. It was checked as every plan
 * is. @throws UsageError that lists every problem of the policy, of the plan, or of what was made of it
 */
export function undoCommand(file: string, options: UndoOptions, terminal: Terminal): void {
  const { allowHost, oldUrl, oldAlarm, to = 0 } = options;
  if (oldUrl === undefined || oldAlarm === undefined) {
    throw new UsageError(
      '--undo needs --old-url and --old-alarm: ' +
        'an undo tests and monitors the old path, which a plan does not name',
    );
  }
  const plan = readPlan(file, allowHost);
  const last = plan.stages.at(-1)?.percent ?? 0;
  if (plan.direction === 'down' || to >= last) {
    throw new UsageError(
      plan.direction === 'down'
        ? `${file} has direction: down already; to move up again, start a plan whose stages rise`
        : `--to is ${to}; it must be below ${last}, the last percent of ${file}`,
    );
  }
  const checked = checkPlan(undoPlan(plan, { baseUrl: oldUrl, alarms: oldAlarm, toPercent: to }), allowHost);
  const problems = checked.ok ? policyProblems(checked.value, readPolicy(options.policy)) : checked.problems;
  if (!checked.ok || problems.length > 0) {
    throw new UsageError(`the undo of ${file} is not a valid plan`, problems);
  }
  terminal.out(
    options.json === true ? `${JSON.stringify(checked.value, null, 2)}\n` : stringify(checked.value),
  );
}
