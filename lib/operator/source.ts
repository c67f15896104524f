import type { OperateAnswer } from '../../lambdas/core/operate/operate-answer';
import type { OperateRequest } from '../../lambdas/core/operate/operate-request';
import type { Starter } from '../../lambdas/core/operate/starter';
import type { Decision, RouteEntry } from '../../lambdas/ports';
import type { ExecutionStatus } from '../../lambdas/ports/executions';

/** An execution of the cutover state machine, as DescribeExecution returns it. Times: epoch milliseconds. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly endedAt: number | null;
  /** The input: a plan, checked or not. */
  readonly input: unknown;
  /** The output; null unless it succeeded. */
  readonly output: unknown;
  /** The name of the error; null unless it failed or was stopped. */
  readonly error: string | null;
  readonly cause: string | null;
}

/** A state that an execution entered, or left with a result. */
export interface StateEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: 'entered' | 'left';
  readonly state: string;
  /** What a Task returned; undefined for other states. */
  readonly result?: unknown;
}

/** Where cutovers are looked up: a deployment in AWS, or a simulated one. Everything here only reads. */
export interface CutoverSource {
  /** The routes of the deployment, each by the ledger's key. */
  readonly routes: readonly string[];
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Executions of the cutover state machine, the newest first, without those whose history has expired.
   * @param most how many
   */
  executions(most: number): Promise<readonly ExecutionRecord[]>;
  /** An execution by its ARN; null when there is none. */
  execution(arn: string): Promise<ExecutionRecord | null>;
  /** The latest events of an execution, the newest first: enough for a whole round of a soak. */
  latestEvents(arn: string): Promise<readonly StateEvent[]>;
  entry(route: string): Promise<RouteEntry | null>;
  /** Oldest first, those of all executions. */
  decisions(route: string): Promise<readonly Decision[]>;
  /** What operators have sent to an execution, in the order of arrival, not checked. */
  commands(route: string, execution: string): Promise<readonly unknown[]>;
  /** Who started an execution through `Operate`; null when it was started otherwise. */
  starter(route: string, execution: string): Promise<Starter | null>;
}

/** Sends requests to the function `Operate`, in the name of whoever runs the program. */
export type CommandSender = (request: OperateRequest) => Promise<Pick<OperateAnswer, 'statusCode' | 'body'>>;
