import { builtInScenarios } from '../../input/scenario-names';
import { findScenario } from '../../input/scenarios';
import { rehearsalDocument } from '../../output/rehearsal-json';
import { printScenarios } from '../../output/scenarios-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { htmlReportOfAll } from '../../report/report-of-all';
import { receiptOf, writeFiles } from './rehearse-files';
import type { RehearseDependencies, RehearseOptions } from './rehearse-options';
import { isAsExpected, type RehearsalOrder, type RehearsedScenario, runScenario } from './run-scenario';

/**
 * Rehearses every built-in scenario.
 * @returns 0 when each ended as it expects, otherwise 2
 */
export async function rehearseAll(
  order: RehearsalOrder,
  options: RehearseOptions,
  terminal: Terminal,
  { clock }: RehearseDependencies,
): Promise<number> {
  const rehearsed: RehearsedScenario[] = [];
  for (const name of builtInScenarios()) {
    const { scenario } = findScenario(name);
    const one = await runScenario(order, {
      name,
      scenario: { ...scenario, seed: options.seed ?? scenario.seed },
    });
    terminal.err(`${name}: ${one.rehearsal.result.outcome}\n`);
    rehearsed.push(one);
  }
  const receipt = receiptOf(order, rehearsed, clock.now());
  const page = () => htmlReportOfAll(order.plan, rehearsed, receipt);
  const written = writeFiles(options, { page, receipt });
  const asExpected = rehearsed.every(isAsExpected);
  if (options.json === true) {
    const { version, planHash, policyHash } = receipt;
    const document = {
      ...{ plan: order.plan.name, version, planHash, ...(policyHash === undefined ? {} : { policyHash }) },
      asExpected,
      scenarios: rehearsed.map(({ rehearsal, expected }) => rehearsalDocument(rehearsal.result, expected)),
    };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    terminal.out(printScenarios(order.plan, rehearsed, terminal.columns));
  }
  const tell = options.json === true ? terminal.err : terminal.out;
  for (const line of written) {
    tell(`${line}\n`);
  }
  return asExpected ? EXIT.succeeded : EXIT.rejected;
}
