import { describeRoute } from '../../../lambdas/core/routers/route';
import type { CutoverReading } from '../../operator/cutover-view';
import { cutoverHistory } from '../../operator/history';
import { liveCharts } from '../dashboard/charts';
import type { TrafficSeries } from '../dashboard/dashboard-source';
import { planHash } from '../input/receipt';
import { duration, number } from '../output/format';
import { phaseWords, toneOfPhase } from '../output/operator/view-text';
import { scripts } from './assets';
import { figure } from './chart-section';
import { embeddedJson, type Html, html } from './html';
import { fact, page, section } from './page';
import { planYaml } from './rehearsed-section';
import { table } from './table';

/** A rate of failed requests above which a minute counts as one in which users were affected. */
const AFFECTED_RATE = 0.01;

/**
 * A real cutover as one self-contained page of HTML: what happened, who did what, and what users had of it.
 * @param series what is known of the traffic; null where nothing is
 * @param now epoch milliseconds
 * @param version of Cutover
 */
export function executionReport(
  reading: CutoverReading,
  series: TrafficSeries | null,
  now: number,
  version: string,
): string {
  const { view, plan } = reading;
  const isCharted = series !== null && (series.samples.length > 0 || series.percents.length > 1);
  return page(
    `${view.name}: ${phaseWords(view)}`,
    [
      head(reading, now),
      isCharted ? charts(reading, series, now) : section('Traffic', NO_TRAFFIC),
      section('Stages', stages(reading)),
      section('Users', users(reading, series, now)),
      section('Who did what', commands(reading)),
      section('History', history(reading)),
      section(
        'What ran',
        html`<dl>
${fact('Written', new Date(now).toISOString())}
${fact('Version of Cutover', version)}
${plan === null ? null : fact('SHA-256 of the plan', html`<code>${planHash(plan)}</code>`)}
</dl>
${
  plan === null
    ? null
    : html`<details><summary>The plan, with its defaults</summary>
<pre tabindex="0">${planYaml(plan)}</pre></details>`
}`,
      ),
    ],
    isCharted ? scripts() : [],
  );
}

const NO_TRAFFIC = html`<p>No traffic moved, or nothing says how it is measured: nothing is charted.</p>`;
const CLASSES = { good: 'succeeded', bad: 'revert-failed', notice: 'reverted', plain: 'reverted' } as const;

function head({ view, plan }: CutoverReading, now: number): Html {
  const { startedAt, startedBy, endedAt, reason, execution } = view;
  const to = endedAt === null ? now : Date.parse(endedAt);
  const took = duration((to - Date.parse(startedAt)) / 1_000);
  return html`<header>
<p class="kind">Report of a cutover</p>
<h1>${view.name}</h1>
<p class="outcome ${CLASSES[toneOfPhase(view)]}"><strong>${phaseWords(view)}</strong>
${endedAt === null ? `It still runs, since ${took}.` : `After ${took}.`}</p>
<dl>
${fact('Reason', reason)}
${fact('Plan', view.plan)}
${plan === null ? null : fact('Route', describeRoute(plan.router))}
${fact('Started', `${startedAt}, by ${startedBy ?? 'StartExecution: the ledger does not have who'}`)}
${fact('Ended', endedAt ?? 'not yet')}
${fact('Execution', execution)}
</dl>
</header>`;
}

function charts(reading: CutoverReading, series: TrafficSeries, now: number): Html {
  const data = liveCharts(reading, series, now);
  const words = 'The split as it was written, and as requests arrived where both paths are measured.';
  return html`<section aria-labelledby="charts-heading">
<h2 id="charts-heading">Traffic</h2>
<noscript><p>The charts need JavaScript. The tables below have the same decisions.</p></noscript>
${figure('share', 'Requests on the new path', words, 340 + 16 * data.lanes)}
${figure('requests', 'Failed requests and all requests per second', 'Of both paths together.', 290)}
<p class="hint">Drag across a chart to zoom in, double-click to zoom out.</p>
<script type="application/json" id="chart-data">${embeddedJson(data)}</script>
</section>`;
}

function stages({ view, decisions }: CutoverReading): Html {
  return table(
    'stages',
    'Each stage of the plan.',
    [{ head: 'New path', isNumber: true }, { head: 'Soak' }, { head: 'Shifted' }, { head: 'State' }],
    view.stages.map(({ percent, soakSeconds, state, approval }, i) => ({
      cells: [
        `${percent} %`,
        `${duration(soakSeconds)}${approval ? ', then an approval' : ''}`,
        decisions.find(({ key }) => key === `shift-${i}`)?.at ?? '–',
        state === 'next' ? 'not reached' : state,
      ],
    })),
  );
}

/** What users had of the cutover, as far as both paths are measured. */
function users({ decisions, view }: CutoverReading, series: TrafficSeries | null, now: number): Html {
  const first = decisions.find(({ key }) => key === 'shift-0');
  const since = first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first.at);
  const samples = (series?.samples ?? []).filter(({ at }) => at > since);
  const sum = (of: (sample: (typeof samples)[number]) => number) =>
    samples.reduce((all, one) => all + of(one), 0);
  const affected = samples.filter(({ requests, failed }) => failed > AFFECTED_RATE * requests);
  const seconds = affected.reduce((all, one) => all + one.seconds, 0);
  const revert = decisions.find(({ key }) => /^revert/.test(key));
  const back = view.endedAt === null ? now : Date.parse(view.endedAt);
  return html`<dl>
${
  samples.length === 0
    ? fact('Requests', 'not known: nothing says how both paths are measured, or nothing was shifted')
    : html`${fact(
        'Requests',
        `${number(sum(({ requests }) => requests))} since the first shift,` +
          ` ${number(sum(({ onNew }) => onNew))} of them on the new path`,
      )}${fact('Failed', `${number(sum(({ failed }) => failed))} of them`)}${fact(
        'Affected',
        seconds === 0
          ? 'in no minute did more than 1 % of the requests fail'
          : `more than 1 % of the requests failed for ${duration(seconds)}`,
      )}`
}
${
  revert === undefined
    ? null
    : fact('Revert', `written at ${revert.at}; the cutover ended ${secondsLater(revert.at, back)} later`)
}
</dl>`;
}

/** How long after a time (ISO 8601) another one (epoch milliseconds) was. */
function secondsLater(from: string, to: number): string {
  return duration((to - Date.parse(from)) / 1_000);
}

function commands(reading: CutoverReading): Html {
  return reading.commands.length === 0
    ? html`<p>Nobody sent a command.</p>`
    : table(
        'commands',
        'Every command, with its sender as AWS authenticated them.',
        [{ head: 'Command' }, { head: 'Sent' }, { head: 'By' }, { head: 'Why' }],
        reading.commands.map((command) => ({
          cells: [
            `${command.kind}${'atPercent' in command ? ` at ${command.atPercent} %` : ''}`,
            ...[command.at, command.by, command.reason],
          ],
        })),
      );
}

function history(reading: CutoverReading): Html {
  return table(
    'timeline',
    'Everything that was decided and asked for, as the ledger has it.',
    [{ head: 'Time' }, { head: 'What' }, { head: 'Why' }],
    cutoverHistory(reading).map(({ at, what, reason, by }) => ({
      cells: [at, what, by === 'cutover' ? reason : `${reason} (${by})`],
    })),
  );
}
