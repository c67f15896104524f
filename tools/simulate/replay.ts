import { readFileSync } from 'node:fs';
import { describeViolation } from '../../lib/simulation/invariants';
import { mutants } from '../../lib/simulation/mutants/registry';
import { readCase, type SavedCase } from '../../lib/simulation/saved-case';
import { checkCase } from '../../lib/simulation/simulate';

/**
 * Runs saved cases again, and says what each violates.
 * @returns whether any violates an invariant, or not those that it violated when it was saved
 * @throws Error for a file that cannot be read or is no case
 */
export async function runSavedCases(
  files: readonly string[],
  print: (text: string) => void,
): Promise<boolean> {
  let any = false;
  for (const file of files) {
    const saved = readCase(file, readFileSync(file, 'utf8'));
    const { violations, outcome } = await checkCase(saved, tamperOf(file, saved));
    const violates = [...new Set(violations.map(({ invariant }) => invariant))];
    const isAsSaved = violates.join() === saved.violates.join();
    print(`${file}: ${outcome}, ${violations.length === 0 ? 'no violation' : 'violated:'}\n`);
    for (const violation of violations) {
      print(`  ${describeViolation(violation)}\n`);
    }
    if (!isAsSaved) {
      print(`  When it was saved, it violated ${saved.violates.join(', ') || 'nothing'}.\n`);
    }
    any ||= violations.length > 0 || !isAsSaved;
  }
  return any;
}

function tamperOf(file: string, { mutant }: SavedCase) {
  if (mutant === undefined) {
    return undefined;
  }
  if (!Object.hasOwn(mutants, mutant)) {
    throw new Error(`${file} was saved with the planted bug "${mutant}", which does not exist (any more)`);
  }
  return mutants[mutant as keyof typeof mutants];
}
