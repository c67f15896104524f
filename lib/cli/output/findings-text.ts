import Table from 'cli-table3';
import colors from 'picocolors';
import type { Finding } from '../../../lambdas/core/preflight/finding';
import { plural } from '../../../lambdas/core/shared/plural';
import { wrap } from './format';

/**
 * The findings of a preflight as a table, those that stop first, then those that are waited for, and whether
 * the plan is ready.
 */
export function printFindings(
  plan: string,
  { ready, findings }: { readonly ready: boolean; readonly findings: readonly Finding[] },
  columns: number,
): string {
  const stopping = findings.filter(({ severity }) => severity === 'stop');
  const waits = findings.filter(({ severity }) => severity === 'wait');
  const warnings = findings.filter(({ severity }) => severity === 'warn');
  const width = Math.max(60, columns - 24);
  const table = new Table({ head: ['', 'Check', 'Reason', 'Remedy'], style: { head: [], border: [] } });
  table.push(
    ...[...stopping, ...waits, ...warnings].map(({ severity, check, reason, remedy }) => [
      severity,
      check,
      wrap(reason, 0.55 * width, ''),
      wrap(remedy, 0.45 * width, ''),
    ]),
  );
  const warned = warnings.length === 0 ? '' : `, with ${plural(warnings.length, 'warning')}`;
  const result = ready
    ? colors.green(`ready: a cutover of plan "${plan}" would begin${warned}`)
    : stopping.length > 0
      ? colors.red(`not ready: ${plural(stopping.length, 'finding')} would stop plan "${plan}"${warned}`)
      : colors.yellow(
          `not ready yet: a cutover of plan "${plan}" would wait for ${plural(waits.length, 'finding')},` +
            ` at most ${Math.max(...waits.map(({ waitSeconds = 0 }) => waitSeconds))} s${warned}`,
        );
  return `${findings.length === 0 ? '' : `${table.toString()}\n\n`}${result}\n`;
}
