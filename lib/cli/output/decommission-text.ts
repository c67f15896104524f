import Table from 'cli-table3';
import colors from 'picocolors';
import { type DecommissionReport, describeScanCounts } from '../../../lambdas/core/decommission/decommission';
import { wrap } from './format';

const LABEL_WIDTH = 16;

/** A report: the old path, the references to it, what is not proven, and what was scanned. */
export function printReport(plan: string, report: DecommissionReport, columns: number): string {
  const { oldPath, stillPointing, notProven, canGo, looked } = report;
  const line = (label: string, items: readonly string[]) => {
    const text = items.length === 0 ? 'none known' : items.join(', ');
    const width = Math.max(40, columns - LABEL_WIDTH);
    return `${label.padEnd(LABEL_WIDTH)}${wrap(text, width, ' '.repeat(LABEL_WIDTH))}`;
  };
  return [
    `References to the old path of "${plan}", ${report.at}`,
    '',
    line('Hosts', oldPath.hosts),
    line('Load balancers', oldPath.loadBalancerArns),
    line('Target groups', oldPath.targetGroupArns),
    ...section('Reference', stillPointing, columns),
    ...section('Not proven', notProven, columns),
    '',
    ...(canGo.length === 0 ? [] : [line('Removable', canGo)]),
    line('Scanned', [describeScanCounts(looked)]),
    line('Result', [RESULTS[report.verdict]]),
    '',
  ].join('\n');
}

const RESULTS: Readonly<Record<DecommissionReport['verdict'], string>> = {
  clear: colors.green('nothing references the old path: you can remove it'),
  'in-use': colors.red('keep the old path: it is still referenced'),
  'not-proven': colors.yellow(
    'keep the old path: no references were found, but not everything could be read',
  ),
};

function section(
  head: string,
  rows: readonly { readonly what: string; readonly remedy: string }[],
  columns: number,
): string[] {
  if (rows.length === 0) {
    return [];
  }
  const width = Math.max(40, columns - 7);
  const table = new Table({
    head: [head, 'Remedy'],
    style: { head: [], border: [] },
  });
  // Wrapped between words: a long ARN widens its column and is not cut.
  table.push(...rows.map(({ what, remedy }) => [wrap(what, 0.6 * width, ''), wrap(remedy, 0.4 * width, '')]));
  return ['', table.toString()];
}
