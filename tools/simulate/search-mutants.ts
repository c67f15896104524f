import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caughtBy, type MutantName, mutants } from '../../lib/simulation/mutants/registry';
import { type FoundMutant, findMutant } from '../../lib/simulation/mutants/search';

/** More cases that are tried where a bug has violated other invariants too. */
const EXTRA_RUNS = 100;

/** Where the test finds a case for each planted bug. */
const FILE = join(__dirname, '..', '..', 'test', 'simulation', 'found-mutants.json');

/**
 * Searches a case for every planted bug, and writes those that were found, one a line.
 * @returns exit code: 1 when a bug was not found
 */
export async function searchMutants({
  seed,
  runs,
}: {
  readonly seed: number;
  readonly runs: number;
}): Promise<number> {
  const found: FoundMutant[] = [];
  const names = Object.keys(mutants) as MutantName[];
  for (const mutant of names) {
    const one = await findMutant(mutant, { seed, runs, extra: EXTRA_RUNS });
    const what = one === null ? `not in ${runs} runs` : `run ${one.run}: ${one.violates.join(', ')}`;
    process.stdout.write(`${mutant} (${caughtBy[mutant]}): ${what}\n`);
    found.push(...(one === null ? [] : [one]));
  }
  writeFileSync(FILE, `[\n${found.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
  process.stdout.write(`${found.length} of ${names.length} planted bugs were found (seed ${seed})\n`);
  return found.length === names.length ? 0 : 1;
}
