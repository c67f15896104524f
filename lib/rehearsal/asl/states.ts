import { expressionIn, StatesError } from './expressions';
import { finish, wholeNumberField } from './fields';
import { parseTimestamp } from './load/timestamp';
import type { ChoiceState, State } from './machine';
import { runMap } from './map';
import { runParallel } from './parallel';
import {
  evaluateField,
  evaluationFailed,
  leave,
  type Run,
  type RunStates,
  type Step,
  scope,
  wrongType,
} from './run';
import { runTask } from './task';

type Of<Type extends State['Type']> = Extract<State, { Type: Type }>;

/**
 * Runs one state to its end. @param input the state's input
 * @throws StatesError when it fails and nothing catches its error
 */
export function runState(run: Run, state: State, input: unknown, runStates: RunStates): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return runTask(run, state, input);
    case 'Choice':
      return runChoice(run, state, input);
    case 'Wait':
      return runWait(run, state, input);
    case 'Pass':
      return runPass(run, state, input);
    case 'Succeed':
      return runSucceed(run, state, input);
    case 'Fail':
      return runFail(run, state, input);
    case 'Parallel':
      return runParallel(run, state, input, runStates);
    case 'Map':
      return runMap(run, state, input, runStates);
  }
}

async function runPass(run: Run, state: Of<'Pass'>, input: unknown): Promise<Step> {
  return leave(state, await finish(run, state, { input }, input));
}

async function runSucceed(run: Run, state: Of<'Succeed'>, input: unknown): Promise<Step> {
  return { end: true, output: await finish(run, state, { input }, input) };
}

async function runChoice(run: Run, state: ChoiceState, input: unknown): Promise<Step> {
  const { host } = run.shared;
  for (const [index, rule] of state.Choices.entries()) {
    if (await isMet(run, rule.Condition, `Choices[${index}]/Condition`, input)) {
      host.trace({ kind: 'branch', state: run.at.state, branch: `Choices[${index}]` });
      const output = await finish(run, rule, { input }, input, `Choices[${index}]/`);
      return { next: rule.Next, output };
    }
  }
  if (state.Default === undefined) {
    throw new StatesError(
      'States.NoChoiceMatched',
      `Failed to transition out of the state '${run.at.state}'. The state does not point to a next state.`,
    );
  }
  host.trace({ kind: 'branch', state: run.at.state, branch: 'Default' });
  return { next: state.Default, output: await finish(run, state, { input }, input) };
}

async function isMet(run: Run, condition: boolean | string, field: string, input: unknown): Promise<boolean> {
  if (typeof condition === 'boolean') {
    return condition;
  }
  const value = await evaluateField(run, field, condition, scope(run, { input }));
  if (typeof value !== 'boolean') {
    throw wrongType(run, field, expressionIn(condition), 'boolean', value);
  }
  return value;
}

async function runWait(run: Run, state: Of<'Wait'>, input: unknown): Promise<Step> {
  await run.shared.host.clock.sleep(await waitMs(run, state, input));
  return leave(state, await finish(run, state, { input }, input));
}

/** A time that has passed is no wait. That is also how a redriven Wait ends. */
async function waitMs(run: Run, state: Of<'Wait'>, input: unknown): Promise<number> {
  if (state.Timestamp === undefined) {
    const limits = { least: 0, greatest: 99_999_999 };
    return 1_000 * (await wholeNumberField(run, 'Seconds', state.Seconds ?? 0, input, limits));
  }
  const text = await evaluateField(run, 'Timestamp', state.Timestamp, scope(run, { input }));
  const at = typeof text === 'string' ? parseTimestamp(text) : null;
  if (at === null) {
    const value = typeof text === 'string' ? text : JSON.stringify(text);
    throw evaluationFailed(
      run,
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
    );
  }
  return Math.max(0, at - run.shared.host.clock.now());
}

async function runFail(run: Run, state: Of<'Fail'>, input: unknown): Promise<Step> {
  const here = scope(run, { input });
  const textOf = async (field: 'Error' | 'Cause') => {
    const template = state[field];
    if (template === undefined) {
      return '';
    }
    const value = await evaluateField(run, field, template, here);
    if (typeof value !== 'string') {
      throw wrongType(run, field, expressionIn(template), 'string', value);
    }
    return value;
  };
  throw new StatesError(await textOf('Error'), await textOf('Cause'));
}
