import type { OrderedDeployment } from '../core/deployments/deployment';
import type { Decision } from '../core/events/decision';
import type { Starter } from '../core/operate/starter';
import type { Preparation } from '../core/record-preparation/preparation';
import type { Router } from '../core/routers/router-schema';
import type { LockState } from '../core/shared/lock';
import type { OperatorCommand } from '../core/shared/operator-command';

/** The lock of a route: who holds it, and what guards and a revert need to know of that cutover. */
export interface Lock extends LockState {
  /** ARN of the execution that owns the lock. */
  readonly execution: string;
  readonly planName: string;
  /** ISO 8601. */
  readonly acquiredAt: string;
  /** Names of the alarms that the cutover monitors; absent: none are known. */
  readonly alarms?: readonly string[];
  /**
   * Target groups of both paths, as far as the plan names them: a revert checks them before it moves traffic.
   */
  readonly targetGroupArns?: { readonly old: readonly string[]; readonly new: readonly string[] };
  /** Which way the cutover shifts, as its plan says. Absent: up. */
  readonly direction?: 'down';
  /** See `LEDGER_FORMAT`. Absent: the first one. */
  readonly format?: number;
  /** Why a revert has taken the lock over, in words. Absent: none has, or an earlier version did. */
  readonly revertReason?: string;
}

/** The percent of a route, with the version that a read returns for it. */
export interface RouteState {
  readonly percent: number;
  readonly version: string;
}

/** What the ledger holds of a route. */
export interface RouteEntry {
  readonly lock: Lock | null;
  /**
   * The route before the owner's first shift: what a revert restores. Null until the preflight has taken it.
   */
  readonly snapshot: RouteState | null;
  /** The route as the owner last wrote it; before its first write the same as the snapshot. */
  readonly expected: RouteState | null;
  readonly router: Router | null;
  /**
   * ISO 8601: until then, a shift or a preparation of the owner may still reach the router. Null when none is
   * on its way.
   */
  readonly shiftingUntil: string | null;
  /** The percent of the shift that may still arrive; null when none is on its way. */
  readonly shiftingTo: number | null;
  /**
   * ISO 8601: until then, a write of the owner may still reach the router, even one whose outcome is known: a
   * step may have been tried twice. Null before the first lease.
   */
  readonly leaseUntil: string | null;
  /** The last deployment that the owner ordered; null before any. */
  readonly deployment: OrderedDeployment | null;
  /** How the owner prepared the records before it moved any traffic; null when it prepared nothing. */
  readonly prepared: Preparation | null;
  /** What operators have sent to the owner. */
  readonly commands: CommandLog;
}

/** A shift that is on its way. */
export interface ShiftLease {
  /** ISO 8601: until then, it may arrive. */
  readonly until: string;
  /** Null for a change that leaves the percent as it is. */
  readonly percent: number | null;
}

/** The commands to an execution in the order of their arrival: append-only, and not checked yet. */
export interface CommandLog {
  readonly stored: readonly unknown[];
  /** Indexes of those that cannot be read as a command, and have been recorded as refused. */
  readonly refused: readonly number[];
}

/** The time in which one execution of the revert machine, and no other, may move the traffic back. */
export interface RevertTurn {
  /** ARN of that execution. */
  readonly by: string;
  /**
   * ISO 8601: when that execution entered the state. The same again means another try of the state, beside
   * which a write of an earlier try may still be on its way.
   */
  readonly entered: string;
  /** ISO 8601: now. */
  readonly at: string;
  /** ISO 8601: until then, a write of it may still reach the router. */
  readonly until: string;
}

/** The answer to a request for a lock: acquired under this fence, or held by someone else. */
export type AcquireResult =
  | { readonly acquired: true; readonly fence: number }
  | { readonly acquired: false; readonly holder: Lock };

/**
 * The durable record of the routes. Every write of a lock holder is conditional on its fencing token.
 * @throws FencedError from each method with a `fence`, when the lock is no longer held under it
 */
export interface Ledger {
  /**
   * Acquires the lock, and clears what the previous owner left. An execution that holds the lock already gets
   * the same fence again.
   * @param started the decision that is recorded together with the lock: either both are written or neither
   * is. Absent: none. One with the same key stays as it was written first
   */
  acquire(
    route: string,
    router: Router,
    owner: Omit<Lock, 'fence' | 'reverting' | 'revertReason'>,
    started?: Decision,
  ): Promise<AcquireResult>;
  read(route: string): Promise<RouteEntry | null>;
  /** Keeps the snapshot. Only the first one of an owner counts. */
  saveSnapshot(route: string, fence: number, snapshot: RouteState): Promise<void>;
  /**
   * Records that a shift is on its way, and until when it may arrive: whoever takes the lock over waits until
   * then.
   * @param commands how many commands the step has read; null for what no command holds back
   * @returns false when another command has arrived since, so that nothing was written
   */
  beginShift(route: string, fence: number, lease: ShiftLease, commands: number | null): Promise<boolean>;
  /**
   * Records that the records are about to be prepared, what they were, and until when the change may arrive.
   * Only the first preparation of an owner counts, because it is what is put back.
   * @param commands how many commands the step has read
   * @returns false when another command has arrived since, so that nothing was written
   */
  beginPreparation(
    route: string,
    fence: number,
    preparation: Preparation,
    until: string,
    commands: number,
  ): Promise<boolean>;
  /**
   * Records that the shift, or the preparation, has arrived, and what the route is now.
   * @throws FencedError when a shift further in the direction of the lock is recorded: a late try must not
   * take its place
   */
  saveExpected(route: string, fence: number, expected: RouteState): Promise<void>;
  /**
   * Keeps a deployment: before it is ordered, when its id is known, and when it is done.
   * @param commands before it is ordered: how many commands the step has read; null for what has begun
   * @returns false when another command has arrived since, so that nothing was written
   */
  saveDeployment(
    route: string,
    fence: number,
    deployment: OrderedDeployment,
    commands: number | null,
  ): Promise<boolean>;
  /**
   * Takes the lock over from a forward execution, under a higher fence, in order to revert it. A second call
   * returns the same fence. Of several reverts of one execution, only the one that has the turn may write. A
   * turn that follows that of another revert, or of an earlier try, keeps the lock until the end of the turn.
   * @param reason why, in words; kept with the lock. Only that of the first call counts
   * @returns the fence; null when that execution does not hold the lock, so that there is nothing to revert
   * @throws ServiceBusyError while another revert of that execution has the turn
   */
  takeOver(route: string, execution: string, turn: RevertTurn, reason?: string): Promise<number | null>;
  /**
   * Releases the lock, unless a lease is still running. A second call does nothing.
   * @param at ISO 8601: AWS's time now
   * @returns null; or ISO 8601, until when a write of the owner may still reach the router, so that the lock
   * was kept
   */
  release(route: string, fence: number, at: string): Promise<string | null>;
  /**
   * Releases the lock of a cutover that has succeeded and records that decision, both or neither, unless a
   * command has arrived beyond those that the step has read: an abort that was accepted must not be lost.
   * @param commands how many the step has read
   * @returns as `release`; false when another command has arrived, so that the lock was kept
   */
  finish(
    route: string,
    fence: number,
    at: string,
    ending: { readonly decision: Decision; readonly commands: number },
  ): Promise<string | null | false>;
  /** Records a decision once: one with the same key in the same execution stays as it was written first. */
  record(route: string, decision: Decision): Promise<void>;
  /** The decision of an execution with this key; null when it has none. */
  decision(route: string, execution: string, key: string): Promise<Decision | null>;
  /** Oldest first. */
  decisions(route: string): Promise<readonly Decision[]>;
  /**
   * Sends an operator's command to an execution, after those that it has. Nothing reads it unless the
   * execution holds the lock, or comes to hold it.
   * @throws FencedError when the execution has `MAX_COMMANDS` already, unless the command is an `abort`
   */
  sendCommand(route: string, execution: string, command: OperatorCommand): Promise<void>;
  /**
   * Sends a command to an execution if it holds the lock of the route, in one write: a cutover that ends at
   * the same time either reads it or has ended before.
   * @returns false when the execution does not hold the lock, so that nothing was written
   * @throws FencedError as `sendCommand`
   * @throws ServiceBusyError when the lock is being written at the same time
   */
  sendToHolder(route: string, execution: string, command: OperatorCommand): Promise<boolean>;
  /** What was sent to an execution, in the order of arrival, not checked; also once it has ended. */
  commands(route: string, execution: string): Promise<readonly unknown[]>;
  /** Marks a command as refused, by its index, so that it never counts later. A second call does nothing. */
  refuseCommand(route: string, execution: string, index: number): Promise<void>;
  /**
   * Records who starts an execution, before it is started. Only the first one of an execution counts.
   * @returns the one that counts
   */
  saveStarter(route: string, execution: string, starter: Starter): Promise<Starter>;
  /** Who started an execution through `Operate`; null when it was started otherwise. */
  starter(route: string, execution: string): Promise<Starter | null>;
}
