import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../../shared/package-folder';
import { scriptElement, scripts, styles } from '../report/assets';
import { figure } from '../report/chart-section';
import { embeddedJson, html, trusted } from '../report/html';
import type { DashboardSource } from './dashboard-source';

const BROWSER = join(PACKAGE_FOLDER, 'lib/cli/dashboard/browser');
const own = (file: string) => readFileSync(join(BROWSER, file), 'utf8');

/** Every script of the page, in the order in which they run. */
export function pageScripts(): string[] {
  return [...scripts(), own('live.js')];
}

/** Nothing is charted before the first answer. */
const NO_CHARTS = { views: [{ id: 'whole', from: 0, to: 1, times: [0, 1] }], marks: [], bands: [], lanes: 0 };
const EMPTY = {
  ...NO_CHARTS,
  views: NO_CHARTS.views.map((view) => ({
    ...view,
    ...{ sharePercent: [null, null], heldPercent: [null, null] },
    ...{ failedPerSecond: [null, null], requestsPerSecond: [null, null] },
  })),
  comparison: null,
};

/** The page. Its script asks for everything that changes. */
export function dashboardPage({ title, speed }: DashboardSource, codes: readonly string[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Cutover</title>
<link rel="icon" href="data:,">
<style>
${trusted(styles())}
${trusted(own('live.css'))}</style>
</head>
<body>
<main>
<p class="kind">${title}<span id="clock"></span></p>
<h1 id="name">Cutovers</h1>
<p id="problem" class="problem" role="alert" hidden></p>
<div id="headline" aria-live="polite"><p class="hint">Looking…</p></div>
<div class="actions" role="group" aria-label="Commands" id="actions"></div>
<p id="answer" class="hint" role="status"></p>
<section id="shown" hidden>
<h2>Stages</h2>
<div id="stage-list"></div>
<div id="facts"></div>
<div id="charts">
<h2>Traffic</h2>
${figure('share', 'Requests on the new path', 'The split as it was written, and as requests arrive.', 340)}
${figure('requests', 'Failed requests and all requests per second', 'Of both paths together.', 290)}
${figure('comparison', 'Difference of the error rates, and the limit', COMPARISON, 270)}
<p class="hint">Drag across a chart to zoom in, double-click to zoom out.
${speed === null ? null : SIMULATED}</p>
</div>
<h2>History</h2>
<div id="history"></div>
</section>
<section>
<h2 id="list-heading">All cutovers</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="list-heading">
<table id="list"><thead><tr><th scope="col">Route</th><th scope="col">Plan</th><th scope="col">Phase</th>
<th scope="col">New path</th><th scope="col">Started</th></tr></thead><tbody></tbody></table></div>
</section>
</main>
<dialog id="confirm" aria-labelledby="confirm-title">
<form method="dialog" id="confirm-form">
<h2 id="confirm-title"></h2>
<p id="confirm-effect"></p>
<label for="confirm-reason">Why? The ledger keeps it, with your identity.</label>
<input id="confirm-reason" name="reason" required maxlength="500" autocomplete="off">
<div class="buttons"><button type="submit" value="send" id="confirm-send"></button>
<button type="button" id="confirm-cancel">Cancel</button></div>
</form>
</dialog>
<script type="application/json" id="chart-data">${embeddedJson(EMPTY)}</script>
${codes.map(scriptElement)}</body>
</html>
`.text;
}

const COMPARISON = 'The error rate of the new path minus that of the old one, in percentage points.';
const SIMULATED = 'Everything here is simulated.';
