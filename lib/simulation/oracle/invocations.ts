import type { World } from '../../rehearsal/world/world';
import type { FunctionName } from '../../workflow/tasks';

/** A run of a function, and the answer that the caller got. */
export interface Answered {
  readonly task: FunctionName;
  readonly payload: unknown;
  readonly output: unknown;
}

/**
 * Follows the runs of functions: called as one is invoked, with its number, counted from 1. What it returns
 * is called with the answer; null: nothing is.
 */
export type InvocationListener = (
  task: FunctionName,
  payload: unknown,
  invocation: number,
) => ((answer: Answered) => void) | null;

/**
 * Calls the listeners for every function that is invoked, and for every answer that arrives. An answer to an
 * execution that was stopped meanwhile arrives nowhere, also where the execution was redriven since.
 */
export function watchInvocations(
  { functions, stateMachines }: World,
  listeners: readonly InvocationListener[],
): void {
  const invoke = functions.invoke.bind(functions);
  const attemptOf = (executionArn = '') => stateMachines.execution(executionArn)?.execution.ended;
  functions.invoke = async (task, payload, by) => {
    const attempt = attemptOf(by);
    const answered = listeners.map((listener) => listener(task, payload, functions.invocations() + 1));
    const output = await invoke(task, payload, by);
    const isStopped = by !== undefined && stateMachines.execution(by)?.end !== null;
    if (!isStopped && attemptOf(by) === attempt) {
      for (const listener of answered) {
        listener?.({ task, payload, output });
      }
    }
    return output;
  };
}
