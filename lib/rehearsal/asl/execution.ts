import type { VirtualClock } from '../kernel/virtual-clock';

/** What an execution needs from its surroundings. */
export interface Host {
  readonly clock: Pick<VirtualClock, 'now' | 'sleep' | 'timer'>;
  /** A random number from 0 to below 1: for the jitter of retries, `$random`, `$uuid` and `$shuffle`. */
  random(): number;
  /**
   * Runs a task to its end. As a Lambda function does, the task continues even when the execution no longer
   * waits.
   * @param state the name of the Task
   * @throws StatesError with the error's name, and its cause as the message
   */
  invoke(resource: string, args: unknown, state: string): Promise<unknown>;
  /** Receives every event when it happens. */
  trace(event: TraceEvent): void;
  /** Receives every event of the execution history. @default nobody does */
  history?(event: HistoryEvent): void;
}

/** An event as GetExecutionHistory returns it, without its time and with the details that are compared. */
export interface HistoryEvent {
  /** From 1, in the order of the history. */
  readonly id: number;
  /** The type that Step Functions gives it, such as `TaskStateEntered` or `LambdaFunctionFailed`. */
  readonly type: string;
  /** The state that the event belongs to. */
  readonly state?: string;
  /** The iteration of a Map, from 0. */
  readonly index?: number;
  readonly input?: unknown;
  readonly output?: unknown;
  /** The variables that the state assigned when it was exited. */
  readonly assigned?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  /** A time-out has none. */
  readonly cause?: string;
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
  /** History events so far. An execution fails when it would have more than 25,000. */
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
