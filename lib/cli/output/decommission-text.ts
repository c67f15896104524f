import colors from 'picocolors';
import { type DecommissionReport, describeScanCounts } from '../../../lambdas/core/decommission/decommission';
import { labelled } from './format';
import { textTable } from './text-table';

const LABEL_WIDTH = 16;

/** A report: the old path, the references to it, what is not proven, and what was scanned. */
export function printReport(plan: string, report: DecommissionReport, columns: number): string {
  const { oldPath, stillPointing, notProven, canGo, looked } = report;
  const line = (label: string, items: readonly string[]) => {
    const text = items.length === 0 ? 'none known' : items.join(', ');
    return labelled(label, text, LABEL_WIDTH, columns);
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
  const cells = rows.map(({ what, remedy }) => [what, remedy]);
  return ['', textTable([{ head }, { head: 'Remedy' }], cells, columns)];
}
