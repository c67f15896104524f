import type { RevertExecution } from '../core/shared/revert-execution';

/** The status of an execution, as DescribeExecution returns it. */
export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

/** The executions of the two state machines. */
export interface Executions {
  /**
   * Starts the revert machine. False when an execution of that name exists already, running or ended, with
   * this or another input: `describeRevert` says which.
   */
  startRevert(name: string, input: unknown): Promise<boolean>;
  /** Stops an execution of the forward machine. Does nothing when it has ended. */
  stop(execution: string, error: string, cause: string): Promise<void>;
  /** Null when there is no such execution, or when its history has expired (90 days). */
  status(execution: string): Promise<ExecutionStatus | null>;
  /** An execution of the revert machine, by its name. Null as for `status`. */
  describeRevert(name: string): Promise<RevertExecution | null>;
}
