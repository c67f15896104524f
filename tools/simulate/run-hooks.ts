import { hookPlaces } from '../../lib/simulation/hooks/hook-coverage';
import { hookMutants } from '../../lib/simulation/hooks/hook-mutants';
import { simulateHooks } from '../../lib/simulation/hooks/simulate-hooks';
import { type BatchRequest, isHookMutant } from './messages';
import { DRAWN, NOTHING, type RunTotals } from './totals';

/** Before the names of the counts of outcomes of hooks. */
export const HOOK = 'hook ';

/**
 * Runs a hook case for each run of a batch. Its runs are counted among the outcomes alone.
 * @returns what they gave, without the processor time
 */
export async function runHooks({ batch, mutant, shrink }: BatchRequest): Promise<RunTotals> {
  const counts: Record<string, number> = {};
  let hasViolated = false;
  const counterexample = await simulateHooks({
    ...{ runs: batch.runs, seed: batch.seed, shrink },
    tamper: isHookMutant(mutant) ? hookMutants[mutant].tamper : undefined,
    progress: (drawn, { outcome, violations }) => {
      if (hasViolated) {
        return;
      }
      hasViolated = violations.length > 0;
      for (const name of [`${HOOK}${outcome}`, ...hookPlaces(drawn, outcome).map((one) => DRAWN + one)]) {
        counts[name] = (counts[name] ?? 0) + 1;
      }
    },
  });
  if (counterexample === null) {
    return { ...NOTHING, counts };
  }
  const { found: hook, violations, run } = counterexample;
  const violates = [...new Set(violations.map(({ invariant }) => invariant))];
  return {
    ...NOTHING,
    counts,
    found: [{ found: { violates, mutant, hook }, violations, seed: batch.seed, run }],
  };
}
