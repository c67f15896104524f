import { unreadRoute } from '../../../lambdas/core/decommission/search-scope';
import type { Clock, References } from '../../../lambdas/ports';
import { findReferences } from '../../../lambdas/steps/support/find-references';
import { printReport } from '../output/decommission-text';
import { EXIT, type Terminal } from '../output/terminal';
import { readPlan } from './plan-command';

/** What the command line says. */
export interface DecommissionOptions {
  readonly region?: string;
  readonly allowHost?: readonly string[];
  readonly json?: boolean;
}

/** What a look needs of the outside. */
export interface DecommissionOutside {
  readonly pointers: (region: string | undefined) => Promise<References>;
  readonly clock: Clock;
}

/** A person can wait longer than a function, and can end it. */
const SCAN_SECONDS = 3_600;

/**
 * Looks for whatever still points at the old path of a plan, and changes nothing.
 * @returns 0 when nothing does; 2 when something does, or when that could not be proven
 */
export async function decommissionCommand(
  file: string,
  { region, allowHost, json }: DecommissionOptions,
  terminal: Terminal,
  outside: DecommissionOutside,
): Promise<number> {
  const plan = readPlan(file, allowHost);
  const pointers = await outside.pointers(region);
  const report = await findReferences({ references: pointers, clock: outside.clock }, plan, {
    seconds: SCAN_SECONDS,
    gaps: unreadRoute(plan.router),
    progress: (words) => terminal.err(`${words}\n`),
  });
  terminal.out(
    json === true
      ? `${JSON.stringify({ plan: plan.name, ...report }, null, 2)}\n`
      : printReport(plan.name, report, terminal.columns),
  );
  return report.verdict === 'clear' ? EXIT.succeeded : EXIT.rejected;
}
