import type { TaskAnswer } from './hook-case';

/** A call of a service. Times are milliseconds since the first invocation. */
export interface RecordedCall {
  readonly api: string;
  /** The ARN that it asks for, or the status that it reports. */
  readonly about: string;
  readonly sentMs: number;
  /** When it took effect last; null: never. */
  effectMs: number | null;
  /** When its result arrived; null: never. */
  answeredMs: number | null;
  /** How it failed for good; null: it did not. */
  failure: 'busy' | 'other' | null;
}

/** A request of a check. */
export interface RecordedRequest {
  readonly atMs: number;
  readonly url: string;
  /** The host and port that it connects to. */
  readonly place: string;
  readonly path: string;
  /** Who answers, by where the listener forwards to; null: it reaches no listener for test traffic. */
  readonly reached: 'old' | 'new' | 'both' | 'other' | null;
  readonly answer: TaskAnswer;
}

/** A line of the log. */
export interface RecordedLine {
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One invocation of the hook. */
export interface RecordedInvocation {
  readonly startMs: number;
  /** When Lambda ends the function. */
  readonly functionEndMs: number;
  endMs: number;
  /** What it returned or threw; `cut` when Lambda ended it. */
  result:
    | { readonly returned: Readonly<Record<string, unknown>> }
    | { readonly threw: Error }
    | { readonly cut: true };
  readonly calls: RecordedCall[];
  readonly requests: RecordedRequest[];
  readonly lines: RecordedLine[];
  /** ECS: the details that it was given. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a run of the hook came to. */
export interface HookRun {
  readonly invocations: readonly RecordedInvocation[];
  /** What CodeDeploy took as the outcome, and when; null: nothing. */
  readonly accepted: { readonly status: string; readonly atMs: number } | null;
}

export const REPORT_API = 'codedeploy:PutLifecycleEventHookExecutionStatus';
export const HEALTH_API = 'elbv2:DescribeTargetHealth';
