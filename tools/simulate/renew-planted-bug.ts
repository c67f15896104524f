import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MutantName } from '../../lib/simulation/mutants/registry';
import { findMutant, shows } from '../../lib/simulation/mutants/search';
import { caseText, readCase, type SavedCase } from '../../lib/simulation/saved-case';

/** What `npm run planted-bugs` has one process do, as JSON in its first argument. */
export interface RenewalRequest {
  readonly mutant: MutantName;
  readonly runs: number;
  readonly seed: number;
  readonly again: boolean;
}

/** Where the tests find a case for each planted bug. */
const FOLDER = join(__dirname, '..', '..', 'test', 'simulation', 'planted-bugs');

/** A saved case; null where its plan or scenario is not valid any more, which asks for another one. */
function savedCase(file: string): SavedCase | null {
  try {
    return readCase(file, readFileSync(file, 'utf8'));
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    return null;
  }
}

/** Searches a case for one bug. @returns whether it was found */
async function renew({ mutant, again, ...search }: RenewalRequest): Promise<boolean> {
  const file = join(FOLDER, `${mutant.toLowerCase().replaceAll(' ', '-')}.yaml`);
  const saved = existsSync(file) && !again ? savedCase(file) : null;
  const kept = saved === null ? null : await shows(mutant, saved);
  const found = kept ?? (await findMutant(mutant, search));
  if (found === null) {
    process.stdout.write(`"${mutant}": not found in ${search.runs} cases\n`);
    return false;
  }
  writeFileSync(file, caseText(found));
  process.stdout.write(`"${mutant}": ${kept === null ? 'found' : 'kept'}, ${found.violates.join(', ')}\n`);
  return true;
}

void renew(JSON.parse(process.argv[2] as string) as RenewalRequest).then((isFound) => {
  process.exitCode = isFound ? 0 : 1;
});
