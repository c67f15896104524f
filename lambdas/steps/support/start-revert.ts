import type { Failure } from '../../core/shared/failure';
import { revertName } from '../../core/shared/revert-name';
import type { Executions } from '../../ports';

/** What the revert machine is started with. */
export interface RevertMachineInput {
  /** The forward execution that is to be undone. */
  readonly execution: string;
  readonly route: string;
  readonly failure: Failure;
}

/**
 * Starts the way back under the name that belongs to the forward execution: whoever comes second starts nothing.
 * @returns whether this call started it
 */
export function startRevert(executions: Executions, input: RevertMachineInput): Promise<boolean> {
  return executions.startRevert(revertName(input.execution), input);
}
