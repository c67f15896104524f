import type { RehearsalResult, TimelineEntry } from '../../rehearsal/result';
import { clock, number, usd } from '../output/format';
import { type Html, html } from './html';
import { table } from './table';

/** What the run took of Step Functions and of AWS. */
export function executionTables({ execution }: RehearsalResult): Html {
  const { transitions, historyEvents, estimatedUsd, awsCalls } = execution;
  const calls = Object.entries(awsCalls).sort(([one], [other]) => (one < other ? -1 : 1));
  const sum = calls.reduce((total, [, count]) => total + count, 0);
  const run = table(
    'execution',
    'What the state machines took.',
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

const BAD =
  /^(fault began|alarm ALARM|caught|StartRevert|RevertTraffic|revert-failed|rejected|reverted|log)$/;
const GOOD = /^(ShiftTraffic|succeeded)$/;

/** Everything that happened, in order. */
export function timelineTable(timeline: readonly TimelineEntry[]): Html {
  return table(
    'timeline',
    'Simulated time since the start as days, hours:minutes:seconds. A look at the health that says what the one before said is left out.',
    [{ head: 'At', isNumber: true }, { head: 'Event' }, { head: 'Detail' }],
    timeline.map(({ at, event, detail }) => ({
      cells: [clock(at), event, detail],
      kind: BAD.test(event) ? 'bad' : GOOD.test(event) ? 'good' : 'plain',
    })),
  );
}
