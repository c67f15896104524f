import colors from 'picocolors';
import type { Finding } from '../../../lambdas/core/preflight/finding';
import { plural } from '../../../lambdas/core/shared/plural';
import { wrap } from './format';
import { textTable } from './text-table';

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
  const heads = ['', 'Check', 'Reason', 'Remedy'].map((head) => ({ head }));
  const rows = [...stopping, ...waits, ...warnings].map(({ severity, check, reason, remedy }) => [
    severity,
    check,
    reason,
    remedy,
  ]);
  const warned = warnings.length === 0 ? '' : `, with ${plural(warnings.length, 'warning')}`;
  const result = ready
    ? colors.green(`ready: a cutover of plan "${plan}" would begin${warned}`)
    : stopping.length > 0
      ? colors.red(`not ready: ${plural(stopping.length, 'finding')} would stop plan "${plan}"${warned}`)
      : colors.yellow(
          `not ready yet: a cutover of plan "${plan}" would wait for ${plural(waits.length, 'finding')},` +
            ` at most ${Math.max(...waits.map(({ waitSeconds = 0 }) => waitSeconds))} s${warned}`,
        );
  const found = findings.length === 0 ? '' : `${textTable(heads, rows, columns)}\n\n`;
  return `${found}${wrap(result, columns, '')}\n`;
}
