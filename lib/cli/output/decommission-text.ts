import Table from 'cli-table3';
import colors from 'picocolors';
import { type DecommissionReport, describeScanCounts } from '../../../lambdas/core/decommission/decommission';
import { wrap } from './format';

const HEAD = 16;

/** A report as a person reads it: the old path, what points at it, what is not proven, and what was looked at. */
export function printReport(plan: string, report: DecommissionReport, columns: number): string {
  const { oldPath, stillPointing, notProven, canGo, looked } = report;
  const line = (name: string, words: readonly string[]) =>
    `${name.padEnd(HEAD)}${wrap(words.length === 0 ? 'none known' : words.join(', '), Math.max(40, columns - HEAD), ' '.repeat(HEAD))}`;
  return [
    `The old path of "${plan}", looked for at ${report.at}`,
    '',
    line('Hosts', oldPath.hosts),
    line('Load balancers', oldPath.loadBalancerArns),
    line('Target groups', oldPath.targetGroupArns),
    ...section('Still points there', stillPointing, columns),
    ...section('Not proven', notProven, columns),
    '',
    ...(canGo.length === 0 ? [] : [line('Can go', canGo)]),
    line('Looked at', [describeScanCounts(looked)]),
    line('Result', [RESULTS[report.verdict]]),
    '',
  ].join('\n');
}

const RESULTS: Readonly<Record<DecommissionReport['verdict'], string>> = {
  clear: colors.green('nothing points at the old path: it can go'),
  'in-use': colors.red('keep the old path: it is still pointed at'),
  'not-proven': colors.yellow(
    'keep the old path: nothing was seen to point at it, but not everything was looked at',
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
    head: [head, 'what to do'],
    style: { head: [], border: [] },
  });
  // By words: a long ARN makes its column wider rather than being cut.
  table.push(...rows.map(({ what, remedy }) => [wrap(what, 0.6 * width, ''), wrap(remedy, 0.4 * width, '')]));
  return ['', table.toString()];
}
