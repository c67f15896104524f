import { drawSchedule } from './draw-schedule';
import type { InterleavingInvariant, InterleavingViolation } from './invariants';
import type { InterleavingMutant } from './mutants';
import { runSchedule, type ScheduleResult } from './run-schedule';
import type { Schedule } from './schedule';

/** The first interleaving that violates an invariant, and how many do. */
export interface FoundViolation {
  readonly schedule: Schedule;
  readonly violation: InterleavingViolation;
  count: number;
}

/** What to search. */
export interface SearchInput {
  readonly runs: number;
  /** Of the first interleaving. The next has the next seed. */
  readonly seed: number;
  /** A planted bug; see `mutants.ts`. */
  readonly mutant?: InterleavingMutant | undefined;
  /** The search ends once this one is violated; absent: after all runs. */
  readonly stopAt?: InterleavingInvariant | undefined;
  /** Called after every run. */
  readonly progress?: (done: number) => void;
}

/** What a search has found. */
export interface SearchResult {
  readonly runs: number;
  /** Writes within the documented window of a router without compare-and-swap. */
  readonly windows: number;
  readonly found: ReadonlyMap<InterleavingInvariant, FoundViolation>;
}

/** Runs random interleavings. */
export async function search(input: SearchInput): Promise<SearchResult> {
  const found = new Map<InterleavingInvariant, FoundViolation>();
  let windows = 0;
  let runs = 0;
  while (runs < input.runs && !(input.stopAt !== undefined && found.has(input.stopAt))) {
    const schedule = drawSchedule(input.seed + runs);
    const result = await runSchedule(schedule, input.mutant);
    runs += 1;
    windows += result.windows;
    for (const violation of firstOfEach(result)) {
      const before = found.get(violation.invariant);
      found.set(violation.invariant, {
        schedule: before?.schedule ?? schedule,
        violation: before?.violation ?? violation,
        count: (before?.count ?? 0) + 1,
      });
    }
    input.progress?.(runs);
  }
  return { runs, windows, found };
}

/** The first violation of each invariant in a run. */
function firstOfEach({ violations }: ScheduleResult): readonly InterleavingViolation[] {
  return violations.filter(
    ({ invariant }, i) => violations.findIndex((one) => one.invariant === invariant) === i,
  );
}
