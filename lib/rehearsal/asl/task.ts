import { StatesError } from './expressions';
import { argumentsOf, finish, wholeNumberField } from './fields';
import { isFunctionArn } from './load/resources';
import type { TaskState } from './machine';
import { dataLimitExceeded, isTooLarge } from './payload';
import { withRetries } from './retry';
import { leave, type Run, record, type Step, stopIfOver } from './run';
import { throughJson } from './through-json';

/** Greatest TimeoutSeconds, and the one of a Task without it. */
const MAX_SECONDS = 99_999_999;

/** Runs a Task until it succeeds, is caught, or fails. @throws StatesError when nothing catches its error */
export function runTask(run: Run, state: TaskState, input: unknown): Promise<Step> {
  return withRetries(run, state, async () => {
    const args = await argumentsOf(run, state.Arguments, input, {});
    const seconds = await timeoutOf(run, state, input);
    const { host } = run.shared;
    const name = run.at.state;
    const events = isFunctionArn(state.Resource) ? 'LambdaFunction' : 'Task';
    record(run, `${events}Scheduled`, { state: name, input: args });
    record(run, `${events}Started`, { state: name });
    let result: unknown;
    try {
      result = throughJson(await invoke(run, state, args, seconds));
      stopIfOver(run);
      if (isTooLarge(result)) {
        throw dataLimitExceeded(dataOf(state.Resource));
      }
    } catch (error) {
      stopIfOver(run);
      throw failed(run, events, error as Error);
    }
    record(run, `${events}Succeeded`, { state: name, output: result });
    host.trace({ kind: 'left', state: name, result });
    return leave(state, await finish(run, state, { input, result }, result));
  });
}

function timeoutOf(run: Run, state: TaskState, input: unknown): Promise<number> | number {
  const { TimeoutSeconds = MAX_SECONDS } = state;
  return typeof TimeoutSeconds === 'number'
    ? TimeoutSeconds
    : wholeNumberField(run, 'TimeoutSeconds', TimeoutSeconds, input, { least: 1, greatest: MAX_SECONDS });
}

/** Records that an attempt has failed. @returns the error as Step Functions names it */
function failed(run: Run, events: string, { name, message }: Error): StatesError {
  const isTimeout = name === 'States.Timeout';
  record(run, `${events}${isTimeout ? 'TimedOut' : 'Failed'}`, {
    state: run.at.state,
    error: name,
    ...(message === '' ? {} : { cause: message }),
  });
  run.hasFailedTask = true;
  return new StatesError(name, message);
}

/** What a message about the size of a result names: the function, or the service. */
function dataOf(resource: string): string {
  return isFunctionArn(resource) ? resource : (resource.split(':')[5] ?? resource);
}

/** The result of the task's work. A time-out has no cause. */
async function invoke(run: Run, state: TaskState, args: unknown, seconds: number): Promise<unknown> {
  const { host } = run.shared;
  const late = Symbol('late');
  const timeout = host.clock.timer(seconds * 1_000);
  const isLate = timeout.over.then(() => late);
  try {
    const result = await Promise.race([host.invoke(state.Resource, args, run.at.state), isLate]);
    if (result === late) {
      throw new StatesError('States.Timeout', '');
    }
    return result;
  } finally {
    timeout.cancel();
  }
}
