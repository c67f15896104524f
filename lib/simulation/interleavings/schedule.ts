import type { RouterKind } from '../../../lambdas/core/routers/router-schema';
import type { CommandKind } from '../../rehearsal/timeline/timeline-event';

/** What happens beside the steps, between two calls. */
export type Deed =
  /** To the cutover that holds the lock, or to the first one whatever has become of it. */
  | { readonly kind: 'command'; readonly says: CommandKind; readonly to?: 'first' }
  /** Something that cannot be read as a command is put where commands are. */
  | { readonly kind: 'malformed-command'; readonly wrong: 'kind' | 'future' }
  /** The execution that runs is stopped in the console. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'redrive' }
  | { readonly kind: 'reconcile' }
  /** An operator starts the revert machine for the cutover, beside its own revert. */
  | { readonly kind: 'revert-by-hand'; readonly named: 'by-hand' | 'as-its-revert' }
  /** An execution with another input takes the name that the cutover's revert has. */
  | { readonly kind: 'name-used' }
  | { readonly kind: 'alarm' }
  /** Someone else changes the weights of the route. */
  | { readonly kind: 'foreign-change'; readonly percent: number }
  | { readonly kind: 'start-second' };

/** A deed, when it happens, and what follows it. */
export interface PlannedDeed {
  /** It happens as this call arrives, counted from 1. */
  readonly atCall: number;
  /** This long after the call, in milliseconds. */
  readonly afterMs: number;
  readonly deed: Deed;
  /** Happens so long after it. */
  readonly followedBy?: { readonly deed: Deed; readonly afterMs: number };
}

/** What becomes of one call. */
export type CallFault =
  /** It arrives so much later. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** It takes effect, and the answer is lost for good. */
  | { readonly kind: 'answer-lost' }
  /** The answer is lost, and the SDK repeats the call. */
  | { readonly kind: 'repeated' }
  /** The state takes its function for failed and tries again, while the function continues. */
  | { readonly kind: 'function-left-behind'; readonly delayMs: number }
  /** The function dies with the call on its way, and the state tries again. */
  | { readonly kind: 'function-dies'; readonly delayMs: number };

/** A call, and what becomes of it. */
export interface PlannedFault {
  /** `any`: counts every call; `router-write`: those that change the route. */
  readonly counts: 'any' | 'router-write';
  /** From 1. */
  readonly number: number;
  readonly fault: CallFault;
}

/** A stage, as both cutovers have it. */
export interface ScheduledStage {
  readonly percent: number;
  readonly soakSeconds: number;
  readonly approvalSeconds: number | null;
}

/** One interleaving: all that is drawn beside the time that each call takes. */
export interface Schedule {
  /** Of the time that each call takes. */
  readonly seed: number;
  readonly router: RouterKind;
  readonly stages: readonly ScheduledStage[];
  /** From the acceptance of a change until every server has it. */
  readonly propagationSeconds: number;
  /** By how much the clocks of functions are off at the most. */
  readonly skewMs: number;
  /** How many calls in a hundred take seconds. */
  readonly slowPercent: number;
  /** How often EventBridge delivers the status change of an execution. */
  readonly statusEvents: 0 | 1 | 2;
  /** Whether the second cutover begins as soon as the lock is free. */
  readonly secondWhenFree: boolean;
  readonly deeds: readonly PlannedDeed[];
  readonly faults: readonly PlannedFault[];
}
