import type { RehearsedTraffic } from '../../rehearsal/result';
import { WITHOUT_FAULT } from '../../rehearsal/traffic/path';
import { number } from '../output/format';
import { type Html, html } from './html';
import { table } from './table';

/** Requests and failures by path, and the causes of failures on the new path. */
export function trafficTables(traffic: RehearsedTraffic): Html {
  const { requests, failed, onNew, failedOnNew, failedOnNewBy } = traffic;
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

function causeTable(failedOnNew: number, causes: RehearsedTraffic['failedOnNewBy']): Html {
  return table(
    'causes',
    'Causes of failed requests on the new path.',
    [
      { head: 'Cause' },
      { head: 'Failed', isNumber: true },
      { head: 'Share', isNumber: true },
      { head: 'Explanation' },
    ],
    Object.entries(causes).map(([cause, count]) => ({
      cells: [cause, number(count), share(count, failedOnNew), explain(cause)],
    })),
    { cells: ['all causes', number(failedOnNew), share(failedOnNew, failedOnNew), ''] },
  );
}

/** Causes are faults by their position in the scenario, or the path itself. */
function explain(cause: string): string {
  const [, index, kind] = /^faults\[(\d+)\] (.+)$/.exec(cause) ?? [];
  if (index !== undefined && kind !== undefined) {
    return `entry ${Number(index) + 1} of the scenario's list of faults, of the kind "${kind}"`;
  }
  return cause === WITHOUT_FAULT ? 'the error rate of the new path in the scenario' : '';
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
