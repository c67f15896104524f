import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTemplate } from './check-template';
import { missingFrom } from './required';

/** Where wrong comparisons are saved. */
const FOLDER = '.diff-templates';
const SHOWN = 5;

function main(): void {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
  });
  const [count, seed] = [wholeNumber('count', values.count), wholeNumber('seed', values.seed)];
  const checked = Array.from({ length: count }, (_, i) => ({ seed: seed + i, ...checkTemplate(seed + i) }));
  const comparisons = checked.reduce((sum, one) => sum + one.comparisons, 0);
  const wrong = checked.flatMap((one) => one.wrong.map((comparison) => ({ seed: one.seed, ...comparison })));
  for (const [i, { seed: of, what, expected, found, old, fresh }] of wrong.slice(0, SHOWN).entries()) {
    mkdirSync(FOLDER, { recursive: true });
    const files = [`${i}-old`, `${i}-new`].map((name) => join(FOLDER, name));
    writeFileSync(files[0] as string, old);
    writeFileSync(files[1] as string, fresh);
    console.log(`seed ${of}, ${what} (${files.join(', ')}):\n  expected: ${expected}\n  found:    ${found}`);
  }
  const missing = missingFrom(checked.flatMap(({ texts }) => texts));
  if (missing.length > 0) {
    console.log(`no template has ${missing.map((one) => JSON.stringify(one)).join(', ')}`);
  }
  console.log(`${count} templates, ${comparisons} comparisons, ${wrong.length} wrong`);
  process.exitCode = wrong.length === 0 && missing.length === 0 ? 0 : 1;
}

function wholeNumber(name: string, given: string): number {
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`--${name} ${given} is not a whole number from 1`);
  }
  return value;
}

main();
