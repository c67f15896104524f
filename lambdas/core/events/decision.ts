import type { Verdict } from '../health/verdict';
import type { Compare } from '../plan/compare';

/** What a decision can be. A page lists what each of them means: docs/guide/events.md. */
export const DECISION_KINDS = [
  'started',
  'preflight',
  'preparing',
  'prepared',
  'deploying',
  'deployed',
  'deployment-stopped',
  'shifted',
  'evaluated',
  'stage-passed',
  'waiting-for-approval',
  'approval-reminder',
  'approved',
  'promoted',
  'paused',
  'resumed',
  'aborted',
  'revert-requested',
  'command-refused',
  'reverting',
  'shifted-back',
  'restored',
  'proof',
  'remaining-traffic',
  'repaired',
  'succeeded',
  'rejected',
  'reverted',
  'revert-failed',
  'unattended',
  'decided',
] as const;

/** The kind of a decision. */
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** The kind of a decision that an earlier version stored without one, or a later one under another name. */
export const UNKNOWN_KIND = 'decided' satisfies DecisionKind;

/** A measure of both paths as a decision rests on it. */
export interface DecidedComparison {
  readonly measure: Compare['measures'][number];
  /**
   * The difference, and between what it lies: in percentage points for `errorRate`, in percent of the minutes
   * for `latency`, in percent of the requests for `throughput`.
   */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** What the plan tolerates, in the same unit. */
  readonly limit: number;
}

/** The numbers of a decision, as far as it has them. */
export interface DecisionNumbers {
  /** The name of the plan. On `started` alone: the decisions after it have the same execution. */
  readonly plan?: string;
  /** Of the traffic on the new path, once the decision is carried out. */
  readonly percent?: number;
  /** Index into the plan's stages. */
  readonly stage?: number;
  readonly verdict?: Verdict;
  /** What a comparison of both paths knew; absent where none was made. */
  readonly comparison?: readonly DecidedComparison[];
}

/** A decision, with its numbers, and who or what made it. */
export interface Decision extends DecisionNumbers {
  /** Unique within the execution, so that a step that runs twice records one decision: `shift-2`. */
  readonly key: string;
  readonly kind: DecisionKind;
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  readonly what: string;
  readonly reason: string;
  readonly by: string;
}

/** A decision as it may be stored: earlier versions stored no kind. */
type StoredDecision = Omit<Decision, 'kind'> & { readonly kind?: unknown };

/** A stored decision, whichever version stored it. */
export function storedDecision(stored: StoredDecision): Decision {
  const kind = DECISION_KINDS.find((one) => one === stored.kind) ?? UNKNOWN_KIND;
  return { ...stored, kind };
}
