import type { Ended, Host } from './execution';
import { evaluate, type Scope, StatesError } from './expressions';
import type { AslMachine } from './machine';

/** Quota of Step Functions (Standard workflows). */
const MAX_HISTORY_EVENTS = 25_000;

/** An execution while it runs. */
export interface Run {
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

/** Where an execution continues after a state, or how it ends. */
export type Step = { readonly next: string; readonly output: unknown } | { readonly ended: Ended };

/** What the expressions of a state can use. @param states fields of `$states` beside the context */
export function scope(run: Run, states: Record<string, unknown>): Scope {
  return { ...run.variables, states: { ...states, context: run.context } };
}

/** Every value of an Assign uses the variables as they were before it. */
export async function assign(run: Run, values: unknown, states: Record<string, unknown>): Promise<void> {
  if (values !== undefined) {
    const assigned = (await evaluate(values, scope(run, states))) as Record<string, unknown>;
    run.variables = { ...run.variables, ...assigned };
  }
}

/** Counts history events: two for each state, and three for each attempt of a task. */
export function count(run: Run, events: number): void {
  run.historyEvents += events;
  if (run.historyEvents > MAX_HISTORY_EVENTS) {
    throw new StatesError(
      'States.Runtime',
      `the execution has more than ${MAX_HISTORY_EVENTS} history events`,
    );
  }
}

/** Stops interpreting an execution that was stopped or has timed out. */
export function stopIfOver(run: Run): void {
  if (run.over) {
    throw new StatesError('States.Runtime', 'the execution was stopped or timed out');
  }
}
