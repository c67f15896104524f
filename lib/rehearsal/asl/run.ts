import type { Ended, HistoryEvent, Host } from './execution';
import { evaluate, type Scope, StatesError } from './expressions';
import type { AslMachine, States } from './machine';

/** Quota of Step Functions (Standard workflows). The last event is then the end of the execution. */
const MAX_HISTORY_EVENTS = 25_000;

/** What all states of an execution share, also those inside of a Map or a Parallel. */
export interface Shared {
  readonly host: Host;
  readonly machine: AslMachine;
  /** `Execution` and `StateMachine` of the context object. */
  readonly context: Readonly<Record<string, unknown>>;
  transitions: number;
  historyEvents: number;
  /** The execution was stopped, timed out or has ended: nothing more is started, recorded or retried. */
  over: boolean;
}

/** The current state. */
export interface Position {
  readonly state: string;
  readonly input: unknown;
}

/** The states of a machine while they run: of the whole one, or of one branch or iteration. */
export interface Run {
  readonly shared: Shared;
  /** The run whose Parallel or Map this one is in; null for the whole machine. */
  readonly parent: Run | null;
  readonly states: States;
  /** `Map` of the context object; null outside of a Map. */
  readonly item: Readonly<Record<string, unknown>> | null;
  variables: Readonly<Record<string, unknown>>;
  at: Position;
  /** When the current state was entered, in epoch milliseconds, and the id of that event. */
  enteredAt: number;
  enteredId: number;
  /** Retries of the current state so far; null for a state that is never retried. */
  retries: number | null;
  /** The context object; null: not yet needed since the state was entered or retried. */
  context: Readonly<Record<string, unknown>> | null;
  /** What the current state assigns when it is exited; null: nothing. */
  assigned: Readonly<Record<string, unknown>> | null;
  /** Whether the last thing that the current state did was a task that failed. */
  hasFailedTask: boolean;
  /** Another branch has failed. */
  aborted: boolean;
  /** What the branches of the current state have done so far, for a redrive. */
  inner: Inner | null;
}

/** The branches of a Parallel, or the iterations of a Map, in their order. */
export interface Inner {
  readonly runs: (Run | undefined)[];
  /** The results of those that are done. */
  readonly results: Map<number, unknown>;
}

/** A run at its first state. */
export function newRun(from: Pick<Run, 'shared' | 'parent' | 'states' | 'item'>, input: unknown): Run {
  return {
    ...from,
    variables: from.parent?.variables ?? {},
    at: { state: from.states.StartAt, input },
    enteredAt: 0,
    enteredId: 0,
    retries: null,
    context: null,
    assigned: null,
    hasFailedTask: false,
    aborted: false,
    inner: null,
  };
}

/** Runs the states of a branch or an iteration to their end. @returns the output of the last */
export type RunStates = (run: Run) => Promise<unknown>;

/** Where a run continues after a state, or its output. */
export type Step =
  | { readonly next: string; readonly output: unknown }
  | { readonly end: true; readonly output: unknown };

/** What a state is left by: `Next`, or `End`. */
export function leave(state: { readonly Next?: string | undefined }, output: unknown): Step {
  return state.Next === undefined ? { end: true, output } : { next: state.Next, output };
}

/**
 * Records an event of the history.
 * @throws UncatchableError at the last event that a history can have, which is for the end of the execution
 */
export function record(run: Run, type: string, details: Omit<HistoryEvent, 'id' | 'type'> = {}): void {
  if (run.shared.historyEvents >= MAX_HISTORY_EVENTS - 1 && !type.startsWith('Execution')) {
    throw new UncatchableError(
      'States.Runtime',
      `The execution reached the maximum number of history events (${MAX_HISTORY_EVENTS}).`,
    );
  }
  recordEnd(run.shared, type, details);
}

/** Records the first or the last event of an execution. */
export function recordEnd(shared: Shared, type: string, details: Omit<HistoryEvent, 'id' | 'type'>): void {
  shared.historyEvents += 1;
  shared.host.history?.({ id: shared.historyEvents, type, ...details });
}

/** An error that no Retry and no Catch applies to. */
export class UncatchableError extends StatesError {}

/** The execution was stopped, timed out or failed elsewhere. */
export class OverError extends Error {}

/** Stops interpreting what was stopped, has timed out, or belongs to a branch that was aborted. */
export function stopIfOver(run: Run): void {
  if (run.shared.over) {
    throw new OverError('the execution has ended');
  }
  for (let each: Run | null = run; each !== null; each = each.parent) {
    if (each.aborted) {
      throw new OverError('another branch has failed');
    }
  }
}

/** What the expressions of the current state can use. @param states fields of `$states` beside the context */
export function scope(run: Run, states: Readonly<Record<string, unknown>>): Scope {
  run.context ??= contextOf(run);
  return { variables: run.variables, states: { ...states, context: run.context } };
}

/** The context object in the current attempt of the current state. */
function contextOf({ shared, at, enteredAt, retries, item }: Run): Readonly<Record<string, unknown>> {
  const State = {
    // Written out only when it is read, which few states do.
    get EnteredTime() {
      return new Date(enteredAt).toISOString();
    },
    Name: at.state,
    ...(retries === null ? {} : { RetryCount: retries }),
  };
  return { ...shared.context, State, ...(item === null ? {} : { Map: item }) };
}

/**
 * Evaluates a field of the current state.
 * @throws StatesError `States.QueryEvaluationError`, which is in the history as `EvaluationFailed`
 */
export async function evaluateField(
  run: Run,
  field: string,
  template: unknown,
  here: Scope,
): Promise<unknown> {
  const { host } = run.shared;
  const ambient = { now: () => host.clock.now(), random: () => host.random() };
  try {
    return await evaluate(template, here, field, ambient);
  } catch (error) {
    stopIfOver(run);
    throw evaluationFailed(run, (error as Error).message);
  }
}

/** The error of a field that has no valid value. Records it. @param message a sentence about the field */
export function evaluationFailed(run: Run, message: string): StatesError {
  const { state } = run.at;
  const where = `the state '${state}' (entered at the event id #${run.enteredId})`;
  const cause = `An error occurred while executing ${where}. ${message}`;
  const error = 'States.QueryEvaluationError';
  record(run, 'EvaluationFailed', { state, error, cause });
  return new StatesError(error, cause);
}

/** The error of a field whose value has the wrong type. Records it. @param expected such as `array` */
export function wrongType(
  run: Run,
  field: string,
  source: unknown,
  expected: string,
  value: unknown,
): StatesError {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return evaluationFailed(
    run,
    `The JSONata expression '${String(source)}' specified for the field '${field}' returned an unexpected ` +
      `result type. Expected '${expected}', but was '${type}' for value: ${JSON.stringify(value)}`,
  );
}

/** How an execution ends by an error. An unnamed error and an empty cause are absent. */
export function failure(error: Error): Ended {
  const { name, message } = error;
  return {
    status: 'FAILED',
    ...(name === '' ? {} : { error: name }),
    ...(message === '' ? {} : { cause: message }),
  };
}
