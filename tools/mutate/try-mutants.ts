import type { Mutant } from './instrument';
import type { DryRun, MeasuredTest, Trial, TrialResult } from './messages';
import type { WorkerProcess } from './worker-process';

/** A mutant that no test reaches survives like one that every test accepts. */
export interface TriedMutant {
  readonly mutant: Mutant;
  readonly status: TrialResult['status'] | 'not reached';
}

const HITS_PER_RUN = 100;
/** Time to load all tests, on a busy machine. */
const LOADING_MS = 15_000;

/**
 * Tries the mutants of one file. The tests that caught most of the file's mutants so far run first, then the
 * fastest.
 * @param reaching the test files that import the file, directly or not
 */
export async function tryMutants(
  worker: WorkerProcess,
  mutants: readonly Mutant[],
  { tests, atLoad }: DryRun,
  reaching: ReadonlySet<string>,
): Promise<TriedMutant[]> {
  const caughtBy = new Map<string, number>();
  const loaded = new Set(atLoad);
  const cost = (test: MeasuredTest) => test.ms - 1e6 * (caughtBy.get(test.id) ?? 0);
  const near = (test: MeasuredTest) => test.reached - 1e6 * (caughtBy.get(test.file) ?? 0);
  const tried: TriedMutant[] = [];
  // Code that runs at load goes last, because the modules have to be loaded again after it.
  const ordered = mutants.toSorted((a, b) => Number(loaded.has(a.id)) - Number(loaded.has(b.id)));
  for (const mutant of ordered) {
    const reload = loaded.has(mutant.id);
    const chosen = tests
      .filter(({ hits, file }) => (reload ? reaching.has(file) : hits[mutant.id] !== undefined))
      .sort((a, b) => (reload ? near(a) - near(b) : 0) || cost(a) - cost(b));
    if (chosen.length === 0) {
      tried.push({ mutant, status: 'not reached' });
      continue;
    }
    const hits = chosen.reduce((sum, test) => sum + (test.hits[mutant.id] ?? 0), 0);
    const trial: Trial = {
      mutant: mutant.id,
      tests: chosen.map(({ id }) => id),
      reload,
      hitLimit: HITS_PER_RUN * (hits + 100),
    };
    const limitMs = LOADING_MS + 5 * Math.max(...chosen.map(({ ms }) => ms));
    const { status, test } = await worker.tryMutant(trial, limitMs);
    if (test !== null) {
      caughtBy.set(test, (caughtBy.get(test) ?? 0) + 1);
      const file = test.slice(0, test.lastIndexOf('#'));
      caughtBy.set(file, (caughtBy.get(file) ?? 0) + 1);
    }
    tried.push({ mutant, status });
  }
  return tried;
}
