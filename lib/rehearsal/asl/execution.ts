import type { Clock } from '../../../lambdas/ports';
import { evaluate, type Scope, StatesError, throughJson } from './expressions';
import type { AslMachine, ChoiceState, Retrier, State, TaskState } from './machine';

/** What an execution needs from its surroundings. */
export interface Host {
  readonly clock: Clock;
  /** A random number from 0 to 1, for the jitter of retries. */
  random(): number;
  /**
   * Runs a task to its end. As a Lambda function does, the task continues even when the execution no longer
   * waits.
   * @throws StatesError with the error's name, and its cause as the message
   */
  invoke(resource: string, args: unknown): Promise<unknown>;
  /** Receives every event when it happens. */
  trace(event: TraceEvent): void;
}

/** What an execution does, as its console graph shows it. */
export type TraceEvent =
  | { readonly kind: 'entered'; readonly state: string }
  | { readonly kind: 'left'; readonly state: string; readonly result: unknown }
  | { readonly kind: 'branch'; readonly state: string; readonly branch: string }
  | { readonly kind: 'retry'; readonly state: string; readonly error: string; readonly attempt: number };

/** How an execution ended, as DescribeExecution reports it. */
export interface Ended {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** An execution that was started. */
export interface Execution {
  readonly arn: string;
  /** Resolves at the end of the current attempt. A redrive starts another one. */
  readonly ended: Promise<Ended>;
  /** State transitions so far, retries included: what is billed. */
  transitions(): number;
  /** History events so far. An execution fails at more than 25,000. */
  historyEvents(): number;
  /** StopExecution: no Catch runs, and a task in flight continues. */
  stop(error: string, cause: string): void;
  /**
   * RedriveExecution, of an execution that has ended: resumes in the state in which it ended, with that
   * state's input and the variables. Retries and the time-out start again (Step Functions developer guide,
   * redriving executions).
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
  readonly machine: AslMachine;
  readonly context: Record<string, unknown>;
  variables: Record<string, unknown>;
  transitions: number;
  historyEvents: number;
  /** The current state, and its input. */
  at: { readonly state: string; readonly input: unknown };
  /** The execution was stopped or timed out: nothing more is started, traced or retried. */
  over: boolean;
}

type Step = { readonly next: string; readonly output: unknown } | { readonly ended: Ended };

/** What an execution is started with. */
export interface StartOptions {
  readonly machine: AslMachine;
  readonly host: Host;
  readonly arn: string;
  readonly input: unknown;
}

/** Starts an execution, which then runs on the host's clock. */
export function startExecution({ machine, host, arn, input }: StartOptions): Execution {
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

/** A run from its start, or from a redrive, to its end. */
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
    .then((): Ended => ({ status: 'TIMED_OUT', error: 'States.Timeout', cause: 'the execution timed out' }));
  const ended = Promise.race([stopped, timeout, runStates(run)]).then((end) => {
    run.over = true;
    return end;
  });
  return { run, ended, stop };
}

/**
 * A run that resumes where another has ended. The redrive itself is a state transition and a history event.
 * Tasks that the old run left in flight no longer matter.
 */
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
      const step = await handle({ run, name, state, input, attempts }, error as Error);
      if (step !== null) {
        return step;
      }
    }
  }
}

/** A Task that has failed. */
interface FailedTask {
  readonly run: Run;
  readonly name: string;
  readonly state: TaskState;
  readonly input: unknown;
  /** Retries so far, by retrier. */
  readonly attempts: number[];
}

/** Retries or catches an error, or throws it. @returns null to retry */
async function handle(task: FailedTask, error: Error): Promise<Step | null> {
  const { run, name, state, input, attempts } = task;
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

/** Seconds before the next attempt. @param chance from 0 to 1, for full jitter */
function retryDelay(retrier: Retrier, tried: number, chance: number): number {
  const backoff = retrier.IntervalSeconds * retrier.BackoffRate ** tried;
  const delay = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
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

function scope(run: Run, states: Record<string, unknown>): Scope {
  return { ...run.variables, states: { ...states, context: run.context } };
}

/** Every value of an Assign uses the variables as they were before it. */
async function assign(run: Run, values: unknown, states: Record<string, unknown>): Promise<void> {
  if (values !== undefined) {
    const assigned = (await evaluate(values, scope(run, states))) as Record<string, unknown>;
    run.variables = { ...run.variables, ...assigned };
  }
}

/** Counts history events: two for each state, and three for each attempt of a task. */
function count(run: Run, events: number): void {
  run.historyEvents += events;
  if (run.historyEvents > MAX_HISTORY_EVENTS) {
    throw new StatesError(
      'States.Runtime',
      `the execution has more than ${MAX_HISTORY_EVENTS} history events`,
    );
  }
}

/** Stops interpreting an execution that was stopped or has timed out. */
function stopIfOver(run: Run): void {
  if (run.over) {
    throw new StatesError('States.Runtime', 'the execution was stopped or timed out');
  }
}
