import type { RehearsalResult } from '../../rehearsal/result';
import { describeEntry } from '../../rehearsal/timeline/describe-entry';
import type { TimelineEntry } from '../../rehearsal/timeline/timeline-event';
import { type Tone, toneOf } from '../output/entry-tone';
import { clock, number, usd } from '../output/format';
import { type Html, html } from './html';
import { table } from './table';

/** What the run used of Step Functions, and its calls of AWS. */
export function executionTables({ execution }: RehearsalResult): Html {
  const { transitions, historyEvents, estimatedUsd, awsCalls } = execution;
  const calls = Object.entries(awsCalls).sort(([one], [other]) => (one < other ? -1 : 1));
  const sum = calls.reduce((total, [, count]) => total + count, 0);
  const run = table(
    'execution',
    'Use of Step Functions.',
    [{ head: 'What' }, { head: 'How much', isNumber: true }],
    [
      { cells: ['State transitions', number(transitions)] },
      { cells: ['History events of the longest execution', number(historyEvents)] },
      { cells: ['Estimated cost', estimatedUsd < 0.001 ? 'less than 0.001 USD' : usd(estimatedUsd)] },
    ],
  );
  const byApi = table(
    'calls',
    'Calls of AWS by API, retries included.',
    [{ head: 'API' }, { head: 'Calls', isNumber: true }],
    calls.map(([api, count]) => ({ cells: [html`<code>${api}</code>`, number(count)] })),
    { cells: ['all', number(sum)] },
  );
  return html`<div class="columns">${run}\n${byApi}</div>`;
}

/** The class of a row by the tone of its entry. */
const ROW_KIND: Readonly<Record<Tone, string>> = {
  good: 'good',
  bad: 'bad',
  notice: 'plain',
  plain: 'plain',
};

/**
 * Everything that happened, in order.
 * @param prefix of the id of the table, where a page has several
 */
export function timelineTable(timeline: readonly TimelineEntry[], prefix = ''): Html {
  return table(
    `${prefix}timeline`,
    'Simulated time since the start as days, hours:minutes:seconds. ' +
      'An evaluation of health that repeats the one before is left out.',
    [{ head: 'At', isNumber: true }, { head: 'Event' }, { head: 'Detail' }],
    timeline.map((entry) => {
      const { event, detail } = describeEntry(entry);
      return { cells: [clock(entry.at), event, detail], kind: ROW_KIND[toneOf(entry)] };
    }),
  );
}
