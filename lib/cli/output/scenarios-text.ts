import colors from 'picocolors';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { routeName } from '../../../lambdas/core/routers/route';
import { plural } from '../../../lambdas/core/shared/plural';
import { isAsExpected, type RehearsedScenario } from '../commands/rehearse/run-scenario';
import { duration, labelled, wrap } from './format';
import { textTable } from './text-table';

/** How every scenario ended beside what it expects, and whether that was so for all. */
export function printScenarios(plan: Plan, rehearsed: readonly RehearsedScenario[], columns: number): string {
  const rows = rehearsed.map((one) => {
    const { outcome, durationSeconds } = one.rehearsal.result;
    const paint = isAsExpected(one) ? colors.green : colors.red;
    return [one.name, one.expected ?? 'nothing', paint(outcome), duration(durationSeconds)];
  });
  const nameWidth = 2 + Math.max(...rehearsed.map(({ name }) => name.length));
  const heads = ['scenario', 'expected', 'actual', 'after'].map((head) => ({ head }));
  return [
    wrap(`Rehearsed "${plan.name}" (${routeName(plan.router)}) in every built-in scenario`, columns, ''),
    '',
    textTable(heads, rows, columns),
    '',
    ...rehearsed
      .filter((one) => !isAsExpected(one))
      .map(({ name, rehearsal }) => labelled(name, rehearsal.result.reason, nameWidth, columns)),
    wrap(verdictOn(rehearsed), columns, ''),
    '',
  ].join('\n');
}

/** Whether every scenario ended as expected; the names of those that did not. */
export function verdictOn(rehearsed: readonly RehearsedScenario[]): string {
  const others = rehearsed.filter((one) => !isAsExpected(one));
  return others.length === 0
    ? `All ${plural(rehearsed.length, 'scenario')} ended as expected.`
    : `${others.length} of ${plural(rehearsed.length, 'scenario')} did not end as expected: ` +
        `${others.map(({ name }) => name).join(', ')}. Rehearse each alone to see why.`;
}
