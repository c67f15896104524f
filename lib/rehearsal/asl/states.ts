import { evaluate, StatesError } from './expressions';
import type { ChoiceState, State } from './machine';
import { assign, count, type Run, type Step, scope } from './run';
import { runTask } from './task';

/** Runs one state to its end. @param input the state's input */
export function runState(run: Run, name: string, state: State, input: unknown): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return runTask(run, name, state, input);
    case 'Choice':
      return runChoice(run, name, state, input);
    case 'Wait':
      return runWait(run, state, input);
    case 'Succeed':
      return finish(run, state.Output, input);
    case 'Fail':
      return runFail(run, state, input);
  }
}

async function runChoice(run: Run, name: string, state: ChoiceState, input: unknown): Promise<Step> {
  for (const [index, rule] of state.Choices.entries()) {
    const isMet = await evaluate(rule.Condition, scope(run, { input }));
    if (typeof isMet !== 'boolean') {
      throw new StatesError(
        'States.QueryEvaluationError',
        `${rule.Condition} is ${String(isMet)}, not true or false`,
      );
    }
    if (isMet) {
      run.host.trace({ kind: 'branch', state: name, branch: `Choices[${index}]` });
      await assign(run, rule.Assign, { input });
      return { next: rule.Next, output: input };
    }
  }
  run.host.trace({ kind: 'branch', state: name, branch: 'Default' });
  return { next: state.Default, output: input };
}

async function runWait(run: Run, state: Extract<State, { Type: 'Wait' }>, input: unknown): Promise<Step> {
  const seconds = await evaluate(state.Seconds, scope(run, { input }));
  if (!Number.isInteger(seconds) || (seconds as number) < 0) {
    throw new StatesError(
      'States.Runtime',
      `Seconds is ${String(seconds)}, not a whole number of at least 0`,
    );
  }
  await run.host.clock.sleep(1_000 * (seconds as number));
  return { next: state.Next, output: input };
}

async function finish(run: Run, output: unknown, input: unknown): Promise<Step> {
  count(run, 1);
  return { ended: { status: 'SUCCEEDED', output: await evaluate(output, scope(run, { input })) } };
}

async function runFail(run: Run, state: Extract<State, { Type: 'Fail' }>, input: unknown): Promise<Step> {
  const here = scope(run, { input });
  const [error, cause] = await Promise.all([evaluate(state.Error, here), evaluate(state.Cause, here)]);
  return { ended: { status: 'FAILED', error: String(error), cause: String(cause) } };
}
