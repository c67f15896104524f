import type { Rehearsal } from '../../rehearsal/rehearse';
import { clock, duration, number } from '../output/format';
import type { ChartData } from './chart-data';
import { comparisonInWords } from './comparison-chart';
import { embeddedJson, type Html, html } from './html';
import { SHORTEST_SECONDS } from './points';

/** The charts, each with a description in words, and their data. */
export function chartSection(rehearsal: Rehearsal, data: ChartData): Html {
  return html`<section aria-labelledby="charts-heading">
<h2 id="charts-heading">Traffic over simulated time</h2>
<noscript><p>The charts need JavaScript. The tables below have the same numbers.</p></noscript>
<div class="controls">${viewButtons(data)}<p class="hint">${ZOOM_HINT}</p></div>
${figure('share', 'Requests on the new path', shareInWords(rehearsal), 340 + 16 * data.lanes)}
${figure('requests', 'Failed requests and all requests per second', failuresInWords(rehearsal, data), 290)}
${comparisonFigure(rehearsal, data)}
<script type="application/json" id="chart-data">${embeddedJson(data)}</script>
</section>`;
}

const ZOOM_HINT = 'Drag across a chart to zoom in, double-click to zoom out.';

/** Whether there is anything to chart: any shift, or any failed request. */
export function hasSomethingToShow({ percents, result }: Rehearsal): boolean {
  return percents.length > 1 || result.traffic.failed > 0;
}

function viewButtons({ views }: ChartData): Html | null {
  const buttons = views.map(
    ({ id, label, from, to }, i) =>
      html`<button type="button" data-view="${id}" aria-pressed="${i === 0 ? 'true' : 'false'}">${label}
<small>${duration(to - from)}</small></button>`,
  );
  return views.length < 2
    ? null
    : html`<div class="views" role="group" aria-label="Time that the charts show">${buttons}</div>`;
}

function comparisonFigure({ comparisons }: Rehearsal, { comparison }: ChartData): Html | null {
  return comparison === null
    ? null
    : figure(
        'comparison',
        'Difference of the error rates, and the limit',
        comparisonInWords(comparisons),
        270,
      );
}

/** As high as the script will make it, so that the page does not move when it draws. */
export function figure(id: string, title: string, inWords: string, height: number): Html {
  return html`<figure>
<figcaption><h3 id="${id}-title">${title}</h3><p id="${id}-words">${inWords}</p></figcaption>
<div class="chart" style="min-height: ${height}px" id="${id}-chart" role="img"
aria-labelledby="${id}-title" aria-describedby="${id}-words"></div>
</figure>`;
}

function shareInWords({ percents, result }: Rehearsal): string {
  const steps = percents
    .slice(1)
    .map(({ at, percent }) => `${Math.round(percent * 100) / 100} % from ${clock(at)}`);
  const start = `${Math.round((percents[0]?.percent ?? 0) * 100) / 100} % on the new path at the start`;
  const held = `The route had ${[start, ...steps].join(', ')}.`;
  const drainedAt = result.revert?.drainedAt ?? null;
  const back = drainedAt === null ? '' : ` The last client was back where it was at ${clock(drainedAt)}.`;
  return `${held}${back} Requests follow as clients' cached answers expire.`;
}

function failuresInWords({ result }: Rehearsal, { views }: ChartData): string {
  const { failed, requests } = result.traffic;
  const shown = views.find((view) => view.id === 'whole');
  const worst = Math.max(...(shown?.failedPerSecond ?? []).map((value) => value ?? 0), 0);
  const at = shown?.times[shown.failedPerSecond.indexOf(worst)] ?? 0;
  const how =
    `Rates are means of ${SHORTEST_SECONDS} seconds or more; ` +
    'a point that covers several of these shows the highest rate of failures among them.';
  return failed === 0
    ? `None of ${number(requests)} requests failed. ${how}`
    : `${number(failed)} of ${number(requests)} requests failed, ` +
        `at most ${worst.toFixed(1)} per second, at ${clock(at)}. ${how}`;
}
