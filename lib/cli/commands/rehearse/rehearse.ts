import { readPlan } from '../../input/read-plan';
import { readPolicy } from '../../input/read-policy';
import { findScenario } from '../../input/scenarios';
import { rehearsalJson } from '../../output/rehearsal-json';
import { printEntry, printHeading, printSummary } from '../../output/rehearsal-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { htmlReport } from '../../report/report';
import { rehearseAll } from './rehearse-all';
import { checkFiles, receiptOf, writeFiles } from './rehearse-files';
import type { RehearseDependencies, RehearseOptions } from './rehearse-options';
import { type RehearsalOrder, runScenario } from './run-scenario';

/**
 * Rehearses a plan and prints each step as it happens. The first state rejects a plan that the policy does
 * not allow, as in a deployment.
 * @returns the exit code of the outcome; with every built-in scenario, 0 only if each ended as expected
 * @throws UsageError for a plan, scenario or policy that is not valid, and for a file that cannot be written
 * @throws WriteError when a file could not be written at the end
 */
export async function rehearseCommand(
  file: string,
  options: RehearseOptions,
  terminal: Terminal,
  dependencies: RehearseDependencies,
): Promise<number> {
  const plan = readPlan(file, options.allowHost);
  const order = { plan, policy: readPolicy(options.policy), allowedHosts: options.allowHost };
  checkFiles(options);
  return options.scenario === 'all'
    ? rehearseAll(order, options, terminal, dependencies)
    : rehearseOne(order, options, terminal, dependencies);
}

async function rehearseOne(
  order: RehearsalOrder,
  options: RehearseOptions,
  terminal: Terminal,
  { clock }: RehearseDependencies,
): Promise<number> {
  const { plan } = order;
  const { name, scenario } = findScenario(options.scenario);
  const seeded = { ...scenario, seed: options.seed ?? scenario.seed };
  const progress = options.json === true ? terminal.err : terminal.out;
  progress(printHeading(plan, name, seeded, terminal.columns));
  const rehearsed = await runScenario(
    order,
    { name, scenario: seeded },
    { entry: (entry, totals) => progress(printEntry(entry, totals, terminal.columns)) },
  );
  const { rehearsal, expected } = rehearsed;
  progress(printSummary(plan, rehearsal.result, expected, terminal.columns));
  const receipt = receiptOf(order, [rehearsed], clock.now());
  for (const line of writeFiles(options, { page: () => htmlReport(plan, rehearsed, receipt), receipt })) {
    progress(`${line}\n`);
  }
  if (options.json === true) {
    terminal.out(rehearsalJson(rehearsal.result, expected));
  }
  return EXIT[rehearsal.result.outcome];
}
