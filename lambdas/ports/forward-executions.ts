/** The executions of the cutover state machine, for whoever starts them. */
export interface ForwardExecutions {
  /** The ARN that an execution of this name has, or would have. */
  arnOf(name: string): string;
  /**
   * Starts an execution. False when an execution of that name exists already with another input, or has
   * ended. With the same input, a running one counts as started.
   */
  start(name: string, input: unknown): Promise<boolean>;
}
