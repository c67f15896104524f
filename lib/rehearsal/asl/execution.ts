import type { Clock } from '../../../lambdas/ports';

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
  /** `error`: the name of what a Catch has caught. */
  | { readonly kind: 'branch'; readonly state: string; readonly branch: string; readonly error?: string }
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
