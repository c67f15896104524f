import type { State } from './machine';
import { OverError, type Run, type RunStates, record, stopIfOver } from './run';

/** The branches of a Parallel, or the iterations of a Map. */
export interface Branches {
  readonly length: number;
  /** How many run at a time, at most. */
  readonly concurrency: number;
  readonly runStates: RunStates;
  /** The run of a branch at its start. */
  readonly start: (index: number) => Promise<Run>;
  /** Called at the start and at the end of each. */
  readonly event: (kind: 'Started' | 'Succeeded' | 'Failed' | 'Aborted', index: number) => void;
}

/**
 * Runs all branches to their ends. The first that fails aborts the others. After a redrive, those that had
 * not succeeded continue where they were.
 * @returns their outputs, in their order
 * @throws StatesError the error of the first that fails
 */
export async function runBranches(run: Run, branches: Branches): Promise<unknown[]> {
  run.inner ??= { runs: [], results: new Map() };
  const { runs, results } = run.inner;
  const indexes = Array.from({ length: branches.length }, (_, i) => i);
  const waiting = indexes.filter((i) => !results.has(i));
  let hasFailed = false;

  async function work(): Promise<void> {
    for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
      branches.event('Started', i);
      try {
        const branch = runs[i] ?? (await branches.start(i));
        runs[i] = branch;
        stopIfOver(run);
        results.set(i, await branches.runStates(branch));
        branches.event('Succeeded', i);
      } catch (error) {
        stopIfOver(run);
        if (hasFailed || error instanceof OverError) {
          return;
        }
        hasFailed = true;
        waiting.length = 0;
        recordFailure(run, branches, i);
        throw error;
      }
    }
  }

  const workers = Math.min(branches.concurrency, waiting.length);
  await Promise.all(Array.from({ length: workers }, work));
  return indexes.map((i) => results.get(i));
}

/** Records the failure of one branch, and aborts those that are still running. */
function recordFailure(run: Run, branches: Branches, failed: number): void {
  const { runs, results } = run.inner ?? { runs: [], results: new Map() };
  branches.event('Failed', failed);
  const branch = runs[failed];
  if (branch?.hasFailedTask === true) {
    recordAborted(branch);
  }
  for (const [i, other] of runs.entries()) {
    if (other !== undefined && i !== failed && !results.has(i)) {
      other.aborted = true;
      branches.event('Aborted', i);
      recordAborted(other);
    }
  }
}

/** The state of a branch that was aborted was entered and never exits. */
function recordAborted(branch: Run): void {
  for (const [i, inner] of (branch.inner?.runs ?? []).entries()) {
    if (inner !== undefined && branch.inner?.results.has(i) === false) {
      recordAborted(inner);
    }
  }
  const { state } = branch.at;
  const type = (branch.states.States[state] as State).Type;
  record(branch, `${type}StateAborted`, { state });
}
