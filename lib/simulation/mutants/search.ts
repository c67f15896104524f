import fc from 'fast-check';
import { type Case, cases } from '../cases';
import type { InvariantId } from '../invariants';
import { checkCase } from '../simulate';
import { caughtBy, type MutantName, mutants } from './registry';

/** A case in which a planted bug violates its invariant. */
export interface FoundMutant {
  readonly mutant: MutantName;
  readonly seed: number;
  /** Runs before it. */
  readonly run: number;
  /** Every invariant that the case violates. */
  readonly violates: readonly InvariantId[];
}

/** The case that `npm run simulate` runs as number `run`, from 0, of a seed. */
export function caseAt(seed: number, run: number): Case {
  const [drawn] = fc.sample(cases, { seed, path: `${run}`, numRuns: 1 });
  return drawn as Case;
}

/** The invariants that a case violates with a planted bug, each once; null: without any. */
export async function violatedBy(drawn: Case, mutant: MutantName | null): Promise<InvariantId[]> {
  const { violations } = await checkCase(drawn, mutant === null ? undefined : mutants[mutant]);
  return [...new Set(violations.map(({ invariant }) => invariant))].sort();
}

/**
 * Searches the cases of a seed for one in which a planted bug violates its invariant and no other.
 * @param extra how many more cases are tried after one that violates others too
 * @returns such a case, or one that violates others too; null without any
 */
export async function findMutant(
  mutant: MutantName,
  { seed, runs, extra }: { readonly seed: number; readonly runs: number; readonly extra: number },
): Promise<FoundMutant | null> {
  let found: FoundMutant | null = null;
  let left = runs;
  for (const [run, drawn] of fc.sample(cases, { seed, numRuns: runs }).entries()) {
    const violates = await violatedBy(drawn, mutant);
    if (violates.includes(caughtBy[mutant])) {
      if (violates.length === 1) {
        return { mutant, seed, run, violates };
      }
      left = found === null ? extra : left;
      found ??= { mutant, seed, run, violates };
    }
    left -= 1;
    if (left <= 0) {
      break;
    }
  }
  return found;
}
