import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Rehearsal } from '../../rehearsal/rehearse';
import type { WrittenKind } from '../output/write-file';
import { contentPolicy, scriptElement, scripts, styles } from './assets';
import { chartData } from './chart-data';
import { chartSection, hasSomethingToShow } from './chart-section';
import { executionTables, timelineTable } from './execution-tables';
import { type Html, html, trusted } from './html';
import { revertTable } from './revert-table';
import { stageTable } from './stage-table';
import { summary } from './summary';
import { trafficTables } from './traffic-table';

/** What the head of every report has, so that a report is known from any other file. */
const GENERATOR = 'Cutover';

/** Characters in which the head names its generator. */
const HEAD_LENGTH = 4_096;

/** A report may be written over an earlier one, and over nothing else. */
export const REPORT: WrittenKind = {
  noun: 'a report',
  isOne: (content) =>
    /^<!doctype html>/i.test(content) &&
    content.slice(0, HEAD_LENGTH).includes(`<meta name="generator" content="${GENERATOR}">`),
};

/**
 * A rehearsal as one self-contained page of HTML, for operators and to attach to a change request. The same
 * rehearsal gives the same bytes.
 */
export function htmlReport(plan: Plan, rehearsal: Rehearsal): string {
  const { result } = rehearsal;
  const isCharted = hasSomethingToShow(rehearsal);
  const codes = isCharted ? scripts() : [];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(codes)}">
<meta name="generator" content="${GENERATOR}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${plan.name}: ${result.scenario}: ${result.outcome}</title>
<style>
${trusted(styles())}</style>
</head>
<body>
<main>
${summary(plan, result)}
${isCharted ? chartSection(rehearsal, chartData(rehearsal)) : NO_CHARTS}
${section('Stages', stageTable(plan, result))}
${section('Traffic', trafficTables(result.traffic))}
${section('Revert', result.revert === null ? NO_REVERT : revertTable(result.revert))}
${section('Execution', executionTables(result))}
${section('Timeline', timelineTable(result.timeline))}
</main>
${codes.map(scriptElement)}</body>
</html>
`;
  return page.text;
}

const NO_REVERT = html`<p>The cutover was not reverted.</p>`;
const NO_CHARTS = section(
  'Traffic over simulated time',
  html`<p>No traffic moved and no request failed: there is nothing to chart.</p>`,
);

function section(heading: string, content: Html): Html {
  return html`<section>
<h2>${heading}</h2>
${content}
</section>`;
}
