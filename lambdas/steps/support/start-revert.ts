import type { Failure } from '../../core/shared/failure';
import { revertName } from '../../core/shared/revert-name';
import type { Executions } from '../../ports';

/** The input of the revert machine. */
export interface RevertMachineInput {
  /** The forward execution that is to be reverted. */
  readonly execution: string;
  readonly route: string;
  readonly failure: Failure;
}

/**
 * Starts the revert, under a name that is derived from the forward execution: a second call starts nothing.
 * @returns whether this call started it
 */
export function startRevert(executions: Executions, input: RevertMachineInput): Promise<boolean> {
  return executions.startRevert(revertName(input.execution), input);
}
