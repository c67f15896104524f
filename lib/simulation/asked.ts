import type { Approval, OperatorCommand, Promotion } from '../../lambdas/core/shared/operator-command';

/** What an operator has asked for and nobody has taken back. */
export type Pending = 'pause' | 'abort' | null;

/** Times that lie further ahead are not those of a clock that is a little off. */
const MALFORMED_AHEAD_MS = 120_000;

/** What operators have asked an execution for, and what it has begun. */
export interface Asked {
  isPaused: boolean;
  isAborted: boolean;
  /** Approvals since the last raise has landed. */
  approvals: readonly Approval[];
  promotions: readonly Promotion[];
  /** The raise that has been announced and has not landed. */
  raise: { readonly pending: Pending; lastLeaseAt: number } | null;
  isPreparing: boolean;
  /** What cannot be read as a command, and might be taken for one that ends a pause or passes a gate. */
  malformed: readonly string[];
}

/** Whether it must not count, by the format that the table has for commands. */
export function isMalformed({ kind, at }: OperatorCommand, now: number): boolean {
  const isKnown = ['approve', 'promote', 'pause', 'resume', 'abort', 'revert'].includes(kind);
  return !isKnown || Date.parse(at) > now + MALFORMED_AHEAD_MS;
}

/** What an operator has asked for and nobody has taken back. */
export function pendingOf({ isAborted, isPaused }: Asked): Pending {
  return isAborted ? 'abort' : isPaused ? 'pause' : null;
}
