import { revertReason } from '../core/shared/revert-execution';
import { REVERT_NAMES, revertName } from '../core/shared/revert-name';
import { type JudgeRevertPorts, judgeRevert } from './support/judge-revert';

interface Input {
  execution: string;
  route: string;
  revertName: string;
  /** Which of the names of the revert this is, from 0. */
  attempt: number;
}

interface Output {
  /**
   * `RUNNING`, `SUCCEEDED` or how else the revert ended. `USED`: the name is used by an execution that has
   * not reverted this cutover; start the revert under the name that is returned.
   */
  revert: string;
  reason: string;
  revertName: string;
  attempt: number;
}

/**
 * Checks the revert of this cutover. It counts as done only when its execution was started for this cutover,
 * has succeeded, and the cutover holds the lock no more.
 * @throws Error when there is no such execution, and the state is retried
 */
export const checkRevert =
  ({ ledger, executions }: JudgeRevertPorts) =>
  async ({ execution, route, revertName: name, attempt }: Input): Promise<Output> => {
    const found = await executions.describeRevert(name);
    if (found === null) {
      throw new Error(`there is no execution ${name} of the revert machine`);
    }
    const answer = { reason: revertReason(found), revertName: name, attempt };
    const judgement = await judgeRevert(ledger, { execution, route }, found);
    if (judgement !== 'used') {
      return { ...answer, revert: judgement === 'running' ? 'RUNNING' : found.status };
    }
    const next = attempt + 1;
    const reason = `an execution named ${name} exists that has not reverted this cutover`;
    return next < REVERT_NAMES
      ? { revert: 'USED', reason, revertName: revertName(execution, next), attempt: next }
      : { ...answer, revert: 'NOT STARTED', reason: `${reason}; all ${next} names of its revert are used` };
  };
