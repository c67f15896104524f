import type { Verdict } from '../../lambdas/core/health/verdict';
import type { Phase } from './phase';

/** The approval that a cutover waits for. */
export interface AwaitedApproval {
  /** The percent whose soak is to be approved. */
  readonly atPercent: number;
  /** How many persons have yet to approve. */
  readonly missing: number;
  /** Patterns of ARNs of those who may; null for anyone whom the deployment lets send commands. */
  readonly by: readonly string[] | null;
  /** ARNs of those who have. */
  readonly given: readonly string[];
  /** ISO 8601: when it is too late, and the cutover reverts. */
  readonly until: string;
}

/** A stage of the plan, and how far the cutover is with it. */
export interface StageView {
  readonly percent: number;
  readonly soakSeconds: number;
  readonly state: 'done' | 'current' | 'next' | 'reverted';
  /** Whether somebody must approve the raise that follows it. */
  readonly approval: boolean;
}

/** One cutover as somebody on shift sees it. Times are ISO 8601. */
export interface CutoverView {
  /** The ledger's key of the route; null when the input is not a plan. */
  readonly route: string | null;
  /** Such as `api.example.com`. */
  readonly name: string;
  readonly plan: string;
  /** ARN. */
  readonly execution: string;
  readonly phase: Phase;
  /** The state of the state machine; null once it has ended. */
  readonly state: string | null;
  readonly startedAt: string;
  /** ARN of whoever started it through `Operate`; null where the ledger does not say. */
  readonly startedBy: string | null;
  readonly endedAt: string | null;
  /** Percent on the new path, as the ledger has it; null when that is not known. */
  readonly percent: number | null;
  /** From 1; null before the first shift, and after the end. */
  readonly stage: number | null;
  readonly stages: readonly StageView[];
  /** Of the last evaluation of this soak; null before the first. */
  readonly verdict: Verdict | null;
  readonly reason: string;
  /** Seconds until the end of the soak, or of the hold; null outside of one. */
  readonly secondsLeft: number | null;
  readonly nextEvaluationAt: string | null;
  readonly approval: AwaitedApproval | null;
  /** The pause that holds; null without any. */
  readonly paused: { readonly by: string; readonly at: string; readonly reason: string } | null;
  /** Whether the execution holds the lock of the route. */
  readonly locked: boolean;
}
