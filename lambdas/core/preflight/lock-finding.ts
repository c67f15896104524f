import type { LockState } from '../shared/lock';
import { type Finding, stopFinding } from './finding';

/** The lock of a route, as far as an operator must know it. */
export interface HeldLock extends Pick<LockState, 'reverting'> {
  /** ARN of the execution that holds it. */
  readonly execution: string;
  readonly planName: string;
  /** ISO 8601. */
  readonly acquiredAt: string;
}

/** A route that another cutover has locked: a new one would be rejected before it checks anything. */
export function lockFindings(route: string, lock: HeldLock | null): Finding[] {
  if (lock === null) {
    return [];
  }
  const { execution, planName, acquiredAt, reverting } = lock;
  const state = reverting ? ', which is being reverted' : '';
  return [
    stopFinding(
      'lock',
      `${route} has been locked since ${acquiredAt} by plan "${planName}", execution ${execution}${state}`,
      'wait until that execution and its revert have ended; if neither runs, see docs/guide/operating.md',
    ),
  ];
}
