import { rehearse } from '../../rehearsal/rehearse';
import { readPlan } from '../input/read-plan';
import { readPolicy } from '../input/read-policy';
import { findScenario } from '../input/scenarios';
import { rehearsalJson } from '../output/rehearsal-json';
import { printEntry, printHeading, printSummary } from '../output/rehearsal-text';
import { EXIT, type Terminal } from '../output/terminal';
import { checkWritable, writeWhole } from '../output/write-file';
import { htmlReport, REPORT } from '../report/report';

interface Options {
  readonly scenario: string;
  readonly seed?: number;
  readonly allowHost?: readonly string[];
  readonly policy?: string;
  readonly json?: boolean;
  readonly report?: string;
}

/**
 * Rehearses a plan and prints each step as it happens. The first state rejects a plan that the policy does
 * not allow, as in a deployment.
 * @returns the exit code of the outcome
 */
export async function rehearseCommand(file: string, options: Options, terminal: Terminal): Promise<number> {
  const plan = readPlan(file, options.allowHost);
  const policy = readPolicy(options.policy);
  const { name, scenario } = findScenario(options.scenario);
  const seeded = { ...scenario, seed: options.seed ?? scenario.seed };
  if (options.report !== undefined) {
    // Before the run, so that a file that cannot be written is reported at once.
    checkWritable(options.report, REPORT);
  }
  const progress = options.json === true ? terminal.err : terminal.out;
  progress(printHeading(plan, name, seeded, terminal.columns));
  const { allowHost } = options;
  const rehearsal = await rehearse(
    {
      plan,
      scenario: seeded,
      scenarioName: name,
      ...(allowHost === undefined ? {} : { allowedHosts: allowHost }),
      ...(policy === undefined ? {} : { policy }),
    },
    { entry: (entry, totals) => progress(printEntry(entry, totals, terminal.columns)) },
  );
  progress(printSummary(plan, rehearsal.result, terminal.columns));
  if (options.report !== undefined) {
    writeWhole(options.report, htmlReport(plan, rehearsal), REPORT);
    progress(`Report: ${options.report}\n`);
  }
  if (options.json === true) {
    terminal.out(rehearsalJson(rehearsal.result));
  }
  return EXIT[rehearsal.result.outcome];
}
