import fc from 'fast-check';
import { type Case, cases } from '../cases';
import type { InvariantId } from '../invariants';
import type { SavedCase } from '../saved-case';
import { checkCase } from '../simulate';
import { neededBy } from './needed';
import { caughtBy, type MutantName, mutants } from './registry';

/** Cases that are drawn at once, from a seed of their own. */
const BLOCK = 25;
/** More cases that are tried where a bug has violated other invariants too. */
const EXTRA_RUNS = 100;

/** The invariants that a case violates with a planted bug, each once; null: without any. */
async function violatedBy(drawn: Case, mutant: MutantName | null): Promise<InvariantId[]> {
  const { violations } = await checkCase(drawn, mutant === null ? undefined : mutants[mutant]);
  return [...new Set(violations.map(({ invariant }) => invariant))];
}

/** The case as one that shows a planted bug; null when it does not: without the bug, it violates nothing. */
export async function shows(mutant: MutantName, { plan, scenario }: Case): Promise<SavedCase | null> {
  const violates = await violatedBy({ plan, scenario }, mutant);
  const isShown =
    violates.includes(caughtBy[mutant]) && (await violatedBy({ plan, scenario }, null)).length === 0;
  return isShown ? { violates, mutant, plan, scenario } : null;
}

/**
 * Searches random cases for one in which a planted bug violates its invariant and no other.
 * @returns such a case, with no fault that it does not need, or one that violates others too; null: none
 */
export async function findMutant(
  mutant: MutantName,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<SavedCase | null> {
  let found: SavedCase | null = null;
  let left = runs;
  for (let block = 0; left > 0; block += 1) {
    for (const drawn of fc.sample(cases, { seed: seed + block, numRuns: Math.min(BLOCK, left) })) {
      const isPossible = neededBy[mutant]?.(drawn) ?? true;
      const shown = isPossible ? await shows(mutant, drawn) : null;
      if (shown?.violates.length === 1) {
        return withFewFaults(mutant, shown);
      }
      if (shown !== null && found === null) {
        found = shown;
        left = Math.min(left, EXTRA_RUNS);
      }
    }
    left -= BLOCK;
  }
  return found === null ? null : withFewFaults(mutant, found);
}

/** The same case without the faults that it does not need to violate the same. */
async function withFewFaults(mutant: MutantName, found: SavedCase): Promise<SavedCase> {
  let fewest = found;
  for (const fault of found.scenario.faults) {
    const faults = fewest.scenario.faults.filter((one) => one !== fault);
    const fewer = await shows(mutant, { ...fewest, scenario: { ...fewest.scenario, faults } });
    fewest = fewer?.violates.join() === fewest.violates.join() ? fewer : fewest;
  }
  return fewest;
}
