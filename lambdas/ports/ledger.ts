import type { OrderedDeployment } from '../core/deployments/deployment';
import type { Preparation } from '../core/record-preparation/preparation';
import type { Router } from '../core/routers/router-schema';

/** Who holds the lock of a route, and with what right. */
export interface Lock {
  /** ARN of the execution that owns it. */
  readonly execution: string;
  readonly planName: string;
  /** Rises with every owner and when a revert takes over; a write under an older token is refused. */
  readonly fence: number;
  /** ISO 8601. */
  readonly acquiredAt: string;
  readonly reverting: boolean;
  /** Alarms that the cutover watches, by name; absent: none are known. */
  readonly alarms?: readonly string[];
  /** Target groups of the two paths, as far as the plan names them, so that a revert can look before it leaps. */
  readonly targetGroupArns?: { readonly old: readonly string[]; readonly new: readonly string[] };
}

/** What the route was, or should be. */
export interface RouteState {
  readonly percent: number;
  readonly version: string;
}

/** What the ledger holds of a route. */
export interface RouteEntry {
  readonly lock: Lock | null;
  /** The route before the first shift of the present owner; null until it is taken. */
  readonly snapshot: RouteState | null;
  /** The route as the present owner last wrote it, or as the snapshot found it. */
  readonly expected: RouteState | null;
  readonly router: Router | null;
  /** ISO 8601: until then a shift, or a preparation, of the present owner may be on its way to the router; null when none is. */
  readonly shiftingUntil: string | null;
  /** The last deployment that the present owner has ordered; null before any. */
  readonly deployment: OrderedDeployment | null;
  /** What the present owner made of the records before it moved any traffic; null when it made nothing. */
  readonly prepared: Preparation | null;
}

/** A decision, with its numbers and who or what asked. */
export interface Decision {
  /** Unique within the execution, so that a step run twice records once: `shift-2`. */
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  readonly what: string;
  readonly reason: string;
  readonly by: string;
}

/** What an operator asked for. */
export interface OperatorCommand {
  readonly kind: 'approve' | 'pause' | 'resume' | 'abort';
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** Asked for the lock of a route. */
export type AcquireResult =
  | { readonly acquired: true; readonly fence: number }
  | { readonly acquired: false; readonly holder: Lock };

/**
 * The durable record of a route. Every write of a lock holder is conditional on its fencing token.
 * @throws FencedError from each method that takes a `fence`, when the lock is no longer held under it.
 */
export interface Ledger {
  /** Takes the lock. By the execution that already holds it: the same fence again. Clears the last owner's snapshot. */
  acquire(route: string, router: Router, owner: Omit<Lock, 'fence' | 'reverting'>): Promise<AcquireResult>;
  read(route: string): Promise<RouteEntry | null>;
  saveSnapshot(route: string, fence: number, snapshot: RouteState): Promise<void>;
  /** Says that a shift is on its way, and until when it may arrive. Whoever takes the lock over waits for that. */
  beginShift(route: string, fence: number, until: string): Promise<void>;
  /**
   * Says that the records are about to be prepared, how they were, and until when the change may arrive. The first word stays: it is what
   * is put back.
   */
  beginPreparation(route: string, fence: number, preparation: Preparation, until: string): Promise<void>;
  /** The shift, or the preparation, has arrived: this is the route now. Ends what was begun. */
  saveExpected(route: string, fence: number, expected: RouteState): Promise<void>;
  /** Keeps what was ordered of CodeDeploy: before it is ordered, when its id is known, and when it is done. */
  saveDeployment(route: string, fence: number, deployment: OrderedDeployment): Promise<void>;
  /**
   * Takes the lock over from a forward execution to revert it, under a higher fence. Again by the same: the same fence.
   * Null when that execution does not hold the lock, so that there is nothing to revert.
   */
  takeOver(route: string, execution: string): Promise<number | null>;
  /** Frees the lock. Again: nothing. */
  release(route: string, fence: number): Promise<void>;
  record(route: string, decision: Decision): Promise<void>;
  /** In the order of their times. */
  decisions(route: string): Promise<readonly Decision[]>;
  /**
   * The operator's word to the cutover that holds the lock. Replaces an earlier one.
   * @throws FencedError when that execution does not hold the lock
   */
  sendCommand(route: string, execution: string, command: OperatorCommand): Promise<void>;
  /** The last word to this execution, or null. */
  lastCommand(route: string, execution: string): Promise<OperatorCommand | null>;
}
