import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IPolicyValidationContext, Validations } from 'aws-cdk-lib';
import Table from 'cli-table3';
import { preparedPython } from '../python/python';
import { CdkNag } from './cdk-nag';
import { CfnGuard } from './cfn-guard';
import { CfnLint } from './cfn-lint';
import type { Linter } from './linter';
import { missedFaults } from './planted';
import { type LintReport, readReport } from './report';
import { lintedApp } from './stacks';

/**
 * Lints the templates of all stacks and prints a summary.
 * @returns whether there are no findings and no stale acknowledgements, and every linter finds its planted
 *   faults
 */
export async function lintTemplates(stopOn: AbortSignal): Promise<boolean> {
  const linters = [new CdkNag(), new CfnGuard(), new CfnLint(await preparedPython(stopOn))];
  const missed = missedFaults(linters);
  const outdir = mkdtempSync(join(tmpdir(), 'cutover-templates-'));
  const app = lintedApp(outdir);
  const milliseconds = timed(linters);
  Validations.of(app).addPlugins(...linters);
  const { stacks } = app.synth();
  const report = readReport(app, outdir);
  const resources = stacks.map(({ template }) => Object.keys(template.Resources ?? {}).length);
  console.log(tableOf(report, linters, sum(resources), milliseconds));
  console.log(`${stacks.length} stacks: ${stacks.map(({ stackName }) => stackName).join(', ')}`);
  printAcknowledgements(report);
  const problems = [
    ...missed,
    ...linters.flatMap(({ name }) => (milliseconds.has(name) ? [] : [`${name} did not run`])),
    ...report.stale.map((one) => `this acknowledgement matches no finding, remove it: ${one}`),
  ];
  for (const problem of problems) {
    console.error(problem);
  }
  const clean = sum([...report.findings.values()]) === 0;
  if (clean) {
    // With findings it is kept, because CDK has printed the path of the report in it.
    rmSync(outdir, { recursive: true });
  }
  return clean && problems.length === 0;
}

function tableOf(
  { findings, acknowledged }: LintReport,
  linters: readonly Linter[],
  resources: number,
  milliseconds: ReadonlyMap<string, number>,
): string {
  const table = new Table({
    head: ['linter', 'rules', 'resources', 'findings', 'acknowledged', 'ms'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  // Findings can also come from CDK's built-in linter, whose rules cannot be counted.
  for (const name of new Set([...linters.map((linter) => linter.name), ...findings.keys()])) {
    const rules = linters.find((linter) => linter.name === name)?.ruleCount ?? '';
    const took = Math.round(milliseconds.get(name) ?? 0) || '';
    table.push([name, rules, resources, findings.get(name) ?? 0, acknowledged.get(name) ?? 0, took]);
  }
  return table.toString();
}

function printAcknowledgements({ acknowledgements }: LintReport): void {
  console.log(`\nacknowledged in lib or examples, each with its reason:`);
  for (const { id, reason, findings } of acknowledgements) {
    console.log(`  ${id} (${findings})\n    ${reason}`);
  }
}

/** The milliseconds that each linter takes, filled in when it runs. */
function timed(linters: readonly Linter[]): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const linter of linters) {
    const validate = linter.validate.bind(linter);
    linter.validate = (context: IPolicyValidationContext) => {
      const start = performance.now();
      const report = validate(context);
      taken.set(linter.name, performance.now() - start);
      return report;
    };
  }
  return taken;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
