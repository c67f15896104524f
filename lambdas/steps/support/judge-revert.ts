import { type RevertExecution, revertsCutover } from '../../core/shared/revert-execution';
import type { Executions, Ledger } from '../../ports';

/** A cutover that is to be reverted. */
export interface RevertedCutover {
  /** The forward execution. */
  readonly execution: string;
  readonly route: string;
}

/** What a revert is read from. */
export interface JudgeRevertPorts {
  readonly ledger: Ledger;
  readonly executions: Executions;
}

/**
 * What an execution of the revert machine means for a cutover. `used`: it has the name and reverts nothing of
 * this cutover, so that the revert needs another name.
 */
export type RevertJudgement = 'running' | 'done' | 'failed' | 'used';

/**
 * Decides whether an execution of the revert machine is the revert of this cutover. Its input says whose it
 * is. A success counts only while the cutover holds no lock: the execution may have ended before the cutover
 * acquired it. The lock is read after the status, so that a revert that has just released it counts.
 */
export async function judgeRevert(
  ledger: Ledger,
  cutover: RevertedCutover,
  found: RevertExecution,
): Promise<RevertJudgement> {
  if (!revertsCutover(found, cutover)) {
    return 'used';
  }
  switch (found.status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return 'running';
    case 'SUCCEEDED': {
      const lock = (await ledger.read(cutover.route))?.lock;
      return lock?.execution === cutover.execution ? 'used' : 'done';
    }
    default:
      return 'failed';
  }
}
