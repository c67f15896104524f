import type { Plan } from '../../lambdas/core/plan/plan';
import type { Policy } from '../../lambdas/core/policy/policy';
import type { Scenario } from '../../lib/rehearsal/scenario';
import type { Outcome } from '../../lib/rehearsal/timeline/timeline-event';
import type { FunctionName } from '../../lib/workflow/tasks';
import type { ItemChange } from './item-changes';

/** Stands for the plan of the rehearsal in the input or the output of a step. */
export const THE_PLAN = '$plan';

/** A run of a step: what a Task, a guard or an operator gave to its function. */
export interface RecordedStep {
  readonly task: FunctionName;
  /** What changed in the table of the ledger since the step before began. */
  readonly written: readonly ItemChange[];
  /** The state data at the entry of the Task, or the event of the guard. */
  readonly input: unknown;
  /** Absent when the step failed, or was never done. */
  readonly output?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** The reconciler gets no state, and runs every five minutes for days: a recording leaves it out. */
export function isRecorded(task: FunctionName): boolean {
  return task !== 'Reconcile';
}

/** A rehearsal of a release with everything that its executions and its ledger held. */
export interface RecordedRehearsal {
  readonly name: string;
  /** As the release had checked it. */
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly policy?: Policy;
  readonly allowedHosts?: readonly string[];
  /** Absent: the plan. */
  readonly executionInput?: unknown;
  readonly outcome: Outcome;
  /** Share of traffic on the new path at the end. */
  readonly percent: number;
  /** In the order in which they began. */
  readonly steps: readonly RecordedStep[];
  /** What changed in the table after the last step began. */
  readonly written: readonly ItemChange[];
}

/** Puts a name in the place of the plan, which most inputs have. */
export function withoutPlan(value: unknown, plan: string): unknown {
  return JSON.parse(JSON.stringify(value, (_, one) => (JSON.stringify(one) === plan ? THE_PLAN : one)));
}

/** Puts the plan back. */
export function withPlan(value: unknown, plan: Plan): unknown {
  return JSON.parse(JSON.stringify(value), (_, one) => (one === THE_PLAN ? plan : one));
}
