import type { Failure } from '../../core/shared/failure';
import { REVERT_NAMES, revertName } from '../../core/shared/revert-name';
import { type JudgeRevertPorts, judgeRevert, type RevertedCutover } from './judge-revert';

/** The input of the revert machine. */
export interface RevertMachineInput extends RevertedCutover {
  readonly failure: Failure;
}

/**
 * Starts the revert, under a name that is derived from the forward execution: a second call starts nothing.
 * A revert of this cutover that runs is left to run; one that failed stays failed, because its alarm has
 * fired and an operator decides. A name that anything else has is passed over for the next one.
 * @returns whether this call started it
 * @throws Error when every name is used by something else
 */
export async function startRevert(ports: JudgeRevertPorts, input: RevertMachineInput): Promise<boolean> {
  for (let attempt = 0; attempt < REVERT_NAMES; attempt++) {
    const name = revertName(input.execution, attempt);
    if (await ports.executions.startRevert(name, input)) {
      return true;
    }
    const found = await ports.executions.describeRevert(name);
    if (found === null) {
      throw new Error(`the name ${name} is used, but there is no such execution; try again`);
    }
    if ((await judgeRevert(ports.ledger, input, found)) !== 'used') {
      return false;
    }
  }
  throw namesUsedUp(input);
}

/**
 * The revert of this cutover that exists, so that nobody should start it again: it runs, is done, or has
 * failed. Null when there is none.
 */
export async function hasRevert(
  ports: JudgeRevertPorts,
  cutover: RevertedCutover,
): Promise<'running' | 'ended' | null> {
  for (let attempt = 0; attempt < REVERT_NAMES; attempt++) {
    const found = await ports.executions.describeRevert(revertName(cutover.execution, attempt));
    if (found === null) {
      return null;
    }
    const judgement = await judgeRevert(ports.ledger, cutover, found);
    if (judgement !== 'used') {
      return judgement === 'running' ? 'running' : 'ended';
    }
  }
  throw namesUsedUp(cutover);
}

function namesUsedUp({ execution, route }: RevertedCutover): Error {
  return new Error(
    `${REVERT_NAMES} names for the revert of ${execution} are used by executions that revert something ` +
      `else; start the revert machine for ${route} under any other name`,
  );
}
