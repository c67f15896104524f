import type { HookPlan } from '../../../../lambdas/core/deployment-hook/hook-plan';
import type { HookCase } from '../hook-case';
import type { HookInvariantId } from '../hook-invariants';
import type { RecordedInvocation } from '../hook-record';

/** Records a violation unless the invariant holds. */
export type Require = (holds: boolean, invariant: HookInvariantId, detail: string) => void;

/** What the rules are given of an invocation. */
export interface JudgedHook {
  readonly drawn: HookCase;
  readonly plan: HookPlan;
  readonly invocation: RecordedInvocation;
  readonly require: Require;
}
