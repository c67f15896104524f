import type { TrafficResult } from '../../rehearsal/result';
import { number } from '../output/format';
import { type Html, html } from './html';
import { table } from './table';

/** What became of the requests, and what made those on the new path fail. */
export function trafficTables({ requests, failed, onNew, failedOnNew, failedOnNewBy }: TrafficResult): Html {
  const line = (path: string, count: number, lost: number) => ({
    cells: [path, number(count), number(lost), share(lost, count)],
  });
  const paths = table(
    'traffic',
    'Requests of all clients from the start until the last client was back, or the end.',
    [
      { head: 'Path' },
      { head: 'Requests', isNumber: true },
      { head: 'Failed', isNumber: true },
      { head: 'Share failed', isNumber: true },
    ],
    [line('old', requests - onNew, failed - failedOnNew), line('new', onNew, failedOnNew)],
    line('both', requests, failed),
  );
  return failedOnNew === 0 ? paths : html`${paths}\n${causeTable(failedOnNew, failedOnNewBy)}`;
}

function causeTable(failedOnNew: number, causes: TrafficResult['failedOnNewBy']): Html {
  return table(
    'causes',
    'What made requests fail on the new path.',
    [
      { head: 'Cause' },
      { head: 'Failed', isNumber: true },
      { head: 'Share', isNumber: true },
      { head: 'What it is' },
    ],
    Object.entries(causes).map(([cause, count]) => ({
      cells: [cause, number(count), share(count, failedOnNew), explain(cause)],
    })),
    { cells: ['all causes', number(failedOnNew), share(failedOnNew, failedOnNew), ''] },
  );
}

/** Faults are named by their place in the scenario. */
function explain(cause: string): string {
  const [, index, kind] = /^faults\[(\d+)\] (.+)$/.exec(cause) ?? [];
  if (index !== undefined && kind !== undefined) {
    return `entry ${Number(index) + 1} of the scenario's list of faults, of the kind "${kind}"`;
  }
  return cause === 'without any fault' ? 'what the scenario lets the new path lose at any time' : '';
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
