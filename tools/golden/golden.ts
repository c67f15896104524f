import { writeFileSync } from 'node:fs';
import { goldenOf, markdownOf, steps } from './additive-example';
import { dnsLastGolden, dnsLastMarkdown, dnsLastSteps } from './dns-last-example';
import { goldens, goldenText, runGolden } from './golden-files';
import { upgradeGolden, upgradeMarkdown, upgradeSteps } from './upgrade-example';

/** Writes all golden files again. Review the differences with `git diff`. */
async function main(): Promise<void> {
  for (const golden of goldens()) {
    const { result } = await runGolden(golden);
    writeFileSync(golden.resultFile, goldenText(result));
    process.stdout.write(`${result.outcome.padEnd(14)}${golden.name}\n`);
  }
  for (const step of steps) {
    writeFileSync(goldenOf(step), markdownOf(step));
    process.stdout.write(`diff          ${step.to}\n`);
  }
  for (const step of upgradeSteps) {
    writeFileSync(upgradeGolden(step), upgradeMarkdown(step));
    process.stdout.write(`diff          ${step.to} (upgrade)\n`);
  }
  for (const step of dnsLastSteps) {
    writeFileSync(dnsLastGolden(step), dnsLastMarkdown(step));
    process.stdout.write(`diff          ${step.to} (DNS last)\n`);
  }
}

void main();
