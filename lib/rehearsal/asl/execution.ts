import type { Clock } from '../../../lambdas/ports';
import { evaluate, type Scope, StatesError, throughJson } from './expressions';
import type { ChoiceState, Machine, Retrier, State, TaskState } from './machine';

/** What an execution needs of the world around it. */
export interface Host {
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of retries. */
  random(): number;
  /**
   * Runs a task to its end. A failure is thrown as a StatesError with the error's name and its cause as message.
   * The task goes on when the execution does not wait for it any more, as a Lambda function does.
   */
  invoke(resource: string, args: unknown): Promise<unknown>;
  /** Told as it happens. */
  trace(event: TraceEvent): void;
}

/** What an execution does, as its console graph shows it. */
export type TraceEvent =
  | { readonly kind: 'entered'; readonly state: string }
  | { readonly kind: 'left'; readonly state: string; readonly result: unknown }
  | { readonly kind: 'branch'; readonly state: string; readonly branch: string }
  | { readonly kind: 'retry'; readonly state: string; readonly error: string; readonly attempt: number };

/** How an execution ended, in the words of DescribeExecution. */
export interface Ended {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** An execution under way. */
export interface Execution {
  readonly arn: string;
  /** Of the present attempt: a redrive begins another. */
  readonly ended: Promise<Ended>;
  /** State transitions so far, retries included: what is billed. */
  transitions(): number;
  /** History events so far: 25,000 is the end. */
  historyEvents(): number;
  /** StopExecution: no Catch runs, and a task in flight goes on. */
  stop(error: string, cause: string): void;
  /**
   * RedriveExecution, of one that has ended: begins again with the state in which it ended, with its input and variables, its tries and its
   * time counted anew (Step Functions developer guide, redriving executions).
   */
  redrive(): void;
}

/** Quotas of Step Functions (Standard workflows). */
const MAX_HISTORY_EVENTS = 25_000;
const MAX_PAYLOAD_BYTES = 262_144;

/** Errors that `States.ALL` does not match (Step Functions developer guide, error handling). */
const UNCATCHABLE = new Set(['States.DataLimitExceeded', 'States.Runtime']);

interface Run {
  readonly host: Host;
  readonly machine: Machine;
  readonly context: Record<string, unknown>;
  variables: Record<string, unknown>;
  transitions: number;
  historyEvents: number;
  /** The state that it is in, and that state's input. */
  at: { readonly state: string; readonly input: unknown };
  /** It has ended from outside: nothing is begun, told or tried again any more. */
  over: boolean;
}

type Step = { readonly next: string; readonly output: unknown } | { readonly ended: Ended };

/** Starts an execution, which then runs on the host's clock. */
export function startExecution(machine: Machine, host: Host, arn: string, input: unknown): Execution {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  const startTime = new Date(host.clock.now()).toISOString();
  const context = { Execution: { Id: arn, Name: name, Input: input, StartTime: startTime } };
  const at = { state: machine.StartAt, input: throughJson(input) };
  const first: Run = {
    host,
    machine,
    context,
    variables: {},
    transitions: 0,
    historyEvents: 1,
    at,
    over: false,
  };
  let attempt = beginAttempt(first);
  return {
    arn,
    get ended() {
      return attempt.ended;
    },
    transitions: () => attempt.run.transitions,
    historyEvents: () => attempt.run.historyEvents,
    stop: (error, cause) => attempt.stop({ status: 'ABORTED', error, cause }),
    redrive: () => {
      attempt = beginAttempt(redriven(attempt.run));
    },
  };
}

/** A run from its beginning, or from a redrive, to its end. */
interface Attempt {
  readonly run: Run;
  readonly ended: Promise<Ended>;
  readonly stop: (ended: Ended) => void;
}

function beginAttempt(run: Run): Attempt {
  let stop: (ended: Ended) => void = () => undefined;
  const stopped = new Promise<Ended>((resolve) => {
    stop = resolve;
  });
  const timeout = run.host.clock
    .sleep(run.machine.TimeoutSeconds * 1_000)
    .then(
      (): Ended => ({ status: 'TIMED_OUT', error: 'States.Timeout', cause: 'the execution took too long' }),
    );
  const ended = Promise.race([stopped, timeout, runStates(run)]).then((end) => {
    run.over = true;
    return end;
  });
  return { run, ended, stop };
}

/** The run that goes on where one has ended. A redrive is a transition and a history event. What the old one left behind is not heard any more. */
function redriven(run: Run): Run {
  const { Execution } = run.context as { Execution: { RedriveCount?: number } };
  return {
    ...run,
    context: { Execution: { ...Execution, RedriveCount: (Execution.RedriveCount ?? 0) + 1 } },
    transitions: run.transitions + 1,
    historyEvents: run.historyEvents + 1,
    over: false,
  };
}

async function runStates(run: Run): Promise<Ended> {
  try {
    for (;;) {
      const { state: name, input } = run.at;
      const state = run.machine.States[name];
      if (state === undefined) {
        throw new StatesError('States.Runtime', `there is no state "${name}"`);
      }
      run.transitions += 1;
      count(run, 1);
      run.host.trace({ kind: 'entered', state: name });
      const step = await runState(run, name, state, input);
      stopIfOver(run);
      if ('ended' in step) {
        count(run, 1);
        return step.ended;
      }
      count(run, 1);
      if (step.output !== input && JSON.stringify(step.output ?? null).length > MAX_PAYLOAD_BYTES) {
        throw new StatesError(
          'States.DataLimitExceeded',
          `the output of "${name}" is over ${MAX_PAYLOAD_BYTES} bytes`,
        );
      }
      run.at = { state: step.next, input: step.output };
    }
  } catch (error) {
    const { name: error_, message } = error as Error;
    return { status: 'FAILED', error: error_, cause: message };
  }
}

function runState(run: Run, name: string, state: State, input: unknown): Promise<Step> {
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

async function runTask(run: Run, name: string, state: TaskState, input: unknown): Promise<Step> {
  const attempts = state.Retry.map(() => 0);
  for (;;) {
    try {
      const args = await evaluate(state.Arguments, scope(run, { input }));
      count(run, 2);
      const result = throughJson(await withTimeout(run, state, run.host.invoke(state.Resource, args)));
      stopIfOver(run);
      count(run, 1);
      run.host.trace({ kind: 'left', state: name, result });
      await assign(run, state.Assign, { input, result });
      return { next: state.Next, output: result };
    } catch (error) {
      stopIfOver(run);
      count(run, 1);
      const step = await handle(run, name, state, input, attempts, error as Error);
      if (step !== null) {
        return step;
      }
    }
  }
}

/** Retries, catches, or lets the execution fail. Null: try again. */
async function handle(
  run: Run,
  name: string,
  state: TaskState,
  input: unknown,
  attempts: number[],
  error: Error,
): Promise<Step | null> {
  const index = state.Retry.findIndex((retrier) => matches(retrier.ErrorEquals, error.name));
  const retrier = state.Retry[index];
  const tried = attempts[index] ?? 0;
  if (retrier !== undefined && tried < retrier.MaxAttempts) {
    attempts[index] = tried + 1;
    run.transitions += 1;
    run.host.trace({ kind: 'retry', state: name, error: error.name, attempt: tried + 1 });
    await run.host.clock.sleep(1_000 * retryDelay(retrier, tried, run.host.random()));
    stopIfOver(run);
    return null;
  }
  const caught = state.Catch.findIndex((catcher) => matches(catcher.ErrorEquals, error.name));
  const catcher = state.Catch[caught];
  if (catcher === undefined) {
    throw error;
  }
  run.host.trace({ kind: 'branch', state: name, branch: `Catch[${caught}]` });
  const errorOutput = { Error: error.name, Cause: error.message };
  await assign(run, catcher.Assign, { input, errorOutput });
  return { next: catcher.Next, output: errorOutput };
}

/** Seconds before the next try. `chance` is from 0 to 1. */
function retryDelay(retrier: Retrier, tried: number, chance: number): number {
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** tried;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? delay * chance : delay;
}

function matches(errorEquals: readonly string[], name: string): boolean {
  return errorEquals.includes(name) || (errorEquals.includes('States.ALL') && !UNCATCHABLE.has(name));
}

async function withTimeout(run: Run, state: TaskState, work: Promise<unknown>): Promise<unknown> {
  const late = Symbol('late');
  const result = await Promise.race([
    work,
    run.host.clock.sleep(state.TimeoutSeconds * 1_000).then(() => late),
  ]);
  if (result === late) {
    throw new StatesError('States.Timeout', `no answer within ${state.TimeoutSeconds} s`);
  }
  return result;
}

async function runChoice(run: Run, name: string, state: ChoiceState, input: unknown): Promise<Step> {
  for (const [index, rule] of state.Choices.entries()) {
    const holds = await evaluate(rule.Condition, scope(run, { input }));
    if (typeof holds !== 'boolean') {
      throw new StatesError(
        'States.QueryEvaluationError',
        `${rule.Condition} is ${String(holds)}, not true or false`,
      );
    }
    if (holds) {
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
    throw new StatesError('States.Runtime', `Seconds is ${String(seconds)}, not a whole number from 0`);
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

function scope(run: Run, states: Record<string, unknown>): Scope {
  return { ...run.variables, states: { ...states, context: run.context } };
}

/** All values of an Assign see the variables as they were before it. */
async function assign(run: Run, values: unknown, states: Record<string, unknown>): Promise<void> {
  if (values !== undefined) {
    const assigned = (await evaluate(values, scope(run, states))) as Record<string, unknown>;
    run.variables = { ...run.variables, ...assigned };
  }
}

/** History events: entered and exited for each state; scheduled, started and ended for each try of a task. */
function count(run: Run, events: number): void {
  run.historyEvents += events;
  if (run.historyEvents > MAX_HISTORY_EVENTS) {
    throw new StatesError('States.Runtime', `the execution has passed ${MAX_HISTORY_EVENTS} history events`);
  }
}

/** Ends the walk through the states of an execution that has ended from outside: what it would still do, nobody hears. */
function stopIfOver(run: Run): void {
  if (run.over) {
    throw new StatesError('States.Runtime', 'the execution has ended from outside');
  }
}
