import type { State } from './machine';
import { type Run, record, stopIfOver } from './run';
import { runState } from './states';

/**
 * Runs states from the current one to an end.
 * @returns the output of the last
 * @throws StatesError when a state fails and nothing catches its error
 */
export async function runStates(run: Run): Promise<unknown> {
  for (;;) {
    const { state: name, input } = run.at;
    const state = run.states.States[name] as State;
    enter(run, state, input);
    const step = await runState(run, state, input, runStates);
    stopIfOver(run);
    record(run, `${state.Type}StateExited`, {
      state: name,
      output: step.output,
      ...(run.assigned === null ? {} : { assigned: run.assigned }),
    });
    if (run.assigned !== null) {
      run.variables = { ...run.variables, ...run.assigned };
      run.assigned = null;
    }
    run.inner = null;
    if ('end' in step) {
      return step.output;
    }
    run.at = { state: step.next, input: step.output };
  }
}

function enter(run: Run, state: State, input: unknown): void {
  const { shared } = run;
  const { state: name } = run.at;
  shared.transitions += 1;
  record(run, `${state.Type}StateEntered`, { state: name, input });
  shared.host.trace({ kind: 'entered', state: name });
  run.enteredId = shared.historyEvents;
  run.enteredAt = shared.host.clock.now();
  run.context = null;
  run.retries = 'Retry' in state ? 0 : null;
  run.assigned = null;
  run.hasFailedTask = false;
}
