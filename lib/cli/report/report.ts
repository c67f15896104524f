import type { Plan } from '../../../lambdas/core/plan/plan';
import { causesOf } from '../../rehearsal/causes';
import type { RehearsedScenario } from '../commands/rehearse/run-scenario';
import type { Receipt } from '../input/receipt';
import { approvalsTable, hasApprovals } from './approvals-table';
import { scripts } from './assets';
import { chartData } from './chart-data';
import { chartSection, hasSomethingToShow } from './chart-section';
import { executionTables, timelineTable } from './execution-tables';
import { html } from './html';
import { page, section } from './page';
import { rehearsedSection } from './rehearsed-section';
import { revertTable } from './revert-table';
import { stageTable } from './stage-table';
import { summary } from './summary';
import { trafficTables } from './traffic-table';

/**
 * A rehearsal as one self-contained page of HTML, for operators and to attach to a change request. The same
 * rehearsal and receipt give the same bytes.
 * @param receipt when the rehearsal was, with which version, and the hashes of what was rehearsed
 */
export function htmlReport(plan: Plan, rehearsed: RehearsedScenario, receipt: Receipt): string {
  const { rehearsal } = rehearsed;
  const { result } = rehearsal;
  const isCharted = hasSomethingToShow(rehearsal);
  return page(
    `${plan.name}: ${result.scenario}: ${result.outcome}`,
    [
      summary(plan, rehearsed),
      isCharted ? chartSection(rehearsal, chartData(rehearsal)) : NO_CHARTS,
      section('Stages', stageTable(plan, result)),
      ...(hasApprovals(plan) ? [section('Approvals', approvalsTable(plan, result))] : []),
      section('Traffic', trafficTables(result.traffic)),
      section('Revert', result.revert === null ? NO_REVERT : revertTable(result.revert, causesOf(result))),
      section('Execution', executionTables(result)),
      section('Timeline', timelineTable(result.timeline)),
      rehearsedSection(plan, [rehearsed], receipt),
    ],
    isCharted ? scripts() : [],
  );
}

const NO_REVERT = html`<p>The cutover was not reverted.</p>`;
const NO_CHARTS = section(
  'Traffic over simulated time',
  html`<p>No traffic moved and no request failed: there is nothing to chart.</p>`,
);
