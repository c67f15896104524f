import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { hookMutants } from '../../lib/simulation/hooks/hook-mutants';
import { readHookCase } from '../../lib/simulation/hooks/saved-hook-case';
import { checkHookCase } from '../../lib/simulation/hooks/simulate-hooks';
import { describeViolation } from '../../lib/simulation/invariants';
import { mutants } from '../../lib/simulation/mutants/registry';
import { readCase } from '../../lib/simulation/saved-case';
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
    const { violations, outcome, saved } = await runSaved(file);
    const violates = [...new Set<string>(violations.map(({ invariant }) => invariant))];
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

/** Runs a file, which has a cutover or a deployment hook. */
async function runSaved(file: string) {
  const text = readFileSync(file, 'utf8');
  if (!/^hook:/m.test(text)) {
    const saved = readCase(file, text);
    return { ...(await checkCase(saved, plantedIn(file, mutants, saved.mutant))), saved };
  }
  const saved = readHookCase(file, parse(text));
  const planted = plantedIn(file, hookMutants, saved.mutant);
  return { ...(await checkHookCase(saved.hook, planted?.tamper)), saved };
}

/** The planted bug that a file was saved with. @throws Error for one that does not exist */
function plantedIn<Planted extends object>(file: string, all: Planted, name: string | undefined) {
  if (name === undefined) {
    return undefined;
  }
  if (!Object.hasOwn(all, name)) {
    throw new Error(`${file} was saved with the planted bug "${name}", which does not exist (any more)`);
  }
  return all[name as keyof Planted];
}
