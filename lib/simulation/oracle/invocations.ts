import type { World } from '../../rehearsal/world/world';
import type { FunctionName } from '../../workflow/tasks';

/** A run of a function, and the answer that the caller got. */
export interface Answered {
  readonly task: FunctionName;
  readonly payload: unknown;
  readonly output: unknown;
}

/** Follows the runs of a function. */
export interface InvocationListener {
  /** Called as the function is invoked. @returns what to call with its answer; null: nothing */
  (task: FunctionName, payload: unknown): ((answer: Answered) => void) | null;
}

/** Calls the listeners for every function that is invoked, and for every answer that arrives. */
export function watchInvocations({ functions }: World, listeners: readonly InvocationListener[]): void {
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (task, payload) => {
    const answered = listeners.map((listener) => listener(task, payload));
    const output = await invoke(task, payload);
    for (const listener of answered) {
      listener?.({ task, payload, output });
    }
    return output;
  };
}
