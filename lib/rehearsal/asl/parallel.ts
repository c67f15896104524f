import { runBranches } from './branches';
import { argumentsOf, finish } from './fields';
import type { ParallelState } from './machine';
import { withRetries } from './retry';
import { leave, newRun, type Run, type RunStates, record, type Step } from './run';

/** Runs the branches of a Parallel side by side. The result is the list of their outputs. */
export function runParallel(
  run: Run,
  state: ParallelState,
  input: unknown,
  runStates: RunStates,
): Promise<Step> {
  const name = run.at.state;
  return withRetries(
    run,
    state,
    async () => {
      const given = await argumentsOf(run, state.Arguments, input, input);
      record(run, 'ParallelStateStarted', { state: name });
      const result = await runBranches(run, {
        length: state.Branches.length,
        concurrency: state.Branches.length,
        runStates,
        start: async (i) =>
          newRun({ shared: run.shared, parent: run, states: branchOf(state, i), item: run.item }, given),
        event: () => undefined,
      });
      record(run, 'ParallelStateSucceeded', { state: name });
      return leave(state, await finish(run, state, { input, result }, result));
    },
    () => record(run, 'ParallelStateFailed', { state: name }),
  );
}

function branchOf(state: ParallelState, i: number) {
  return state.Branches[i] as ParallelState['Branches'][number];
}
