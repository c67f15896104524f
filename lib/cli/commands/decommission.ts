import { unreadRoute } from '../../../lambdas/core/decommission/search-scope';
import type { Clock, References } from '../../../lambdas/ports';
import { findReferences } from '../../../lambdas/steps/support/find-references';
import { readPlan } from '../input/read-plan';
import { printReport } from '../output/decommission-text';
import { EXIT, type Terminal } from '../output/terminal';

/** The options of `cutover decommission`. */
export interface DecommissionOptions {
  readonly region?: string;
  readonly allowHost?: readonly string[];
  readonly json?: boolean;
}

/** What the command needs to read AWS. */
export interface DecommissionDependencies {
  readonly references: (region: string | undefined) => Promise<References>;
  readonly clock: Clock;
}

/** The longest scan. Unlike a function, the command may run for an hour, and the user can stop it. */
const SCAN_SECONDS = 3_600;

/**
 * Finds what still references the old path of a plan. Changes nothing.
 * @returns 0 when nothing references it; 2 when something does, or when not everything could be read
 */
export async function decommissionCommand(
  file: string,
  { region, allowHost, json }: DecommissionOptions,
  terminal: Terminal,
  dependencies: DecommissionDependencies,
): Promise<number> {
  const plan = readPlan(file, allowHost);
  const references = await dependencies.references(region);
  const report = await findReferences({ references, clock: dependencies.clock }, plan, {
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
