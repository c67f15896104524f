import { FencedError } from './errors';

/**
 * The format of a lock and of what its owner writes beside it. A release that only adds fields keeps the
 * number. One that raises it writes what an earlier release would misread: that one refuses to act on it. A
 * lock without a format has the first one.
 */
export const LEDGER_FORMAT = 1;

/** The lock of a route, as far as the rule reads it. */
export interface LockState {
  /** Fencing token: rises with every owner, and when a revert takes the lock over. */
  readonly fence: number;
  readonly reverting: boolean;
}

/** An entry of the ledger, with or without a lock. */
interface Lockable {
  readonly lock: LockState | null;
}

type Locked<Entry extends Lockable> = Entry & { readonly lock: NonNullable<Entry['lock']> };

/**
 * The lock rule: a cutover may act only while the route is locked under the fence that it was given, and
 * while no revert has taken the lock over.
 */
export function holdsLock<Entry extends Lockable>(
  entry: Entry | null,
  fence: number,
): entry is Locked<Entry> {
  return entry?.lock?.fence === fence && !entry.lock.reverting;
}

/**
 * The ledger's entry of a route, once the lock rule holds for it.
 * @param notDone what the step leaves undone, for the message: `nothing was shifted`
 * @throws FencedError when the rule does not hold
 */
export function requireLock<Entry extends Lockable>(
  entry: Entry | null,
  { route, fence }: { readonly route: string; readonly fence: number },
  notDone: string,
): Locked<Entry> {
  if (!holdsLock(entry, fence)) {
    throw lockLostError(route, fence, notDone);
  }
  return entry;
}

/** Says that the lock rule does not hold. */
export function lockLost(route: string, fence: number): string {
  return `the lock of ${route} is no longer held under fence ${fence}`;
}

export function lockLostError(route: string, fence: number, notDone: string): FencedError {
  return new FencedError(`${lockLost(route, fence)}; ${notDone}`);
}

/** Says that a later shift has been recorded, so that what an earlier try has seen is out of date. */
export function laterShiftError(route: string, percent: number): FencedError {
  return new FencedError(
    `a later shift of ${route} than that to ${percent} % is recorded; nothing was written`,
  );
}
