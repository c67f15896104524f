import type { Plan } from '../../../lambdas/core/plan/plan';
import { describeRoute, pathNames } from '../../../lambdas/core/routers/route';
import { causesOf } from '../../rehearsal/causes';
import { isAsExpected, type RehearsedScenario } from '../commands/rehearse/run-scenario';
import type { Receipt } from '../input/receipt';
import { duration, number } from '../output/format';
import { verdictOn } from '../output/scenarios-text';
import { approvalsTable, hasApprovals } from './approvals-table';
import { timelineTable } from './execution-tables';
import { type Html, html } from './html';
import { fact, page, section } from './page';
import { rehearsedSection } from './rehearsed-section';
import { revertTable } from './revert-table';
import { stageTable } from './stage-table';
import { table } from './table';

/** Rehearsals of a plan in several scenarios as one page: a table, and the course of each. */
export function htmlReportOfAll(
  plan: Plan,
  rehearsed: readonly RehearsedScenario[],
  receipt: Receipt,
): string {
  const isAsAll = rehearsed.every(isAsExpected);
  const words = isAsAll ? 'as expected' : 'not as expected';
  const { old, new: fresh } = pathNames(plan.router);
  const head = html`<header>
<p class="kind">Rehearsals of a cutover in ${String(rehearsed.length)} scenarios</p>
<h1>${plan.name}</h1>
<p class="outcome ${isAsAll ? 'succeeded' : 'reverted'}"><strong>${words}</strong>
${verdictOn(rehearsed)}</p>
<dl>
${fact('Route', describeRoute(plan.router))}
${fact('Paths', `from "${old}" to "${fresh}"`)}
</dl>
</header>`;
  return page(
    `${plan.name}: ${rehearsed.length} scenarios: ${words}`,
    [
      head,
      section('Scenarios', scenarioTable(rehearsed)),
      section('Courses', html`${rehearsed.map((one) => course(plan, one))}`),
      rehearsedSection(plan, rehearsed, receipt),
    ],
    [],
  );
}

function scenarioTable(rehearsed: readonly RehearsedScenario[]): Html {
  return table(
    'scenarios',
    'How each rehearsal ended, beside the end that its scenario expects.',
    [
      { head: 'Scenario' },
      { head: 'Seed', isNumber: true },
      { head: 'Expected' },
      { head: 'Actual' },
      { head: 'Duration' },
      { head: 'Failed requests', isNumber: true },
      { head: 'Reason' },
    ],
    rehearsed.map((one) => {
      const { outcome, durationSeconds, traffic, reason } = one.rehearsal.result;
      return {
        cells: [
          one.name,
          String(one.scenario.seed),
          one.expected ?? 'nothing',
          outcome,
          duration(durationSeconds),
          number(traffic.failed),
          reason,
        ],
        kind: isAsExpected(one) ? 'good' : 'bad',
      };
    }),
  );
}

/** The ids of tables are unique on the page: each has the name of its scenario before it. */
function course(plan: Plan, { name, scenario, rehearsal }: RehearsedScenario): Html {
  const { result } = rehearsal;
  return html`<details>
<summary>${name}: ${result.outcome}</summary>
<p>${scenario.description ?? ''}</p>
${stageTable(plan, result, `${name}-`)}
${hasApprovals(plan) ? approvalsTable(plan, result, `${name}-`) : null}
${result.revert === null ? null : revertTable(result.revert, causesOf(result), `${name}-`)}
${timelineTable(result.timeline, `${name}-`)}
</details>
`;
}
