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
 * @param again an operator has decided: a revert that failed is followed by another one
 * @returns whether this call started it
 * @throws Error when every name is used
 */
export async function startRevert(
  ports: JudgeRevertPorts,
  input: RevertMachineInput,
  { again }: { readonly again: boolean } = { again: false },
): Promise<boolean> {
  for (let attempt = 0; attempt < REVERT_NAMES; attempt++) {
    const name = revertName(input.execution, attempt);
    if (await ports.executions.startRevert(name, input)) {
      return true;
    }
    const found = await ports.executions.describeRevert(name);
    if (found === null) {
      throw new Error(`the name ${name} is used, but there is no such execution; try again`);
    }
    const judgement = await judgeRevert(ports.ledger, input, found);
    if (judgement !== 'used' && !(again && judgement === 'failed')) {
      return false;
    }
  }
  throw namesUsedUp(input);
}

/**
 * The last revert of this cutover, so that nobody should start it again: it runs, is done, or has failed.
 * Null when there is none.
 */
export async function hasRevert(
  ports: JudgeRevertPorts,
  cutover: RevertedCutover,
): Promise<'running' | 'ended' | null> {
  let last: 'running' | 'ended' | null = null;
  for (let attempt = 0; attempt < REVERT_NAMES; attempt++) {
    const found = await ports.executions.describeRevert(revertName(cutover.execution, attempt));
    if (found === null) {
      return last;
    }
    const judgement = await judgeRevert(ports.ledger, cutover, found);
    if (judgement !== 'used') {
      last = judgement === 'running' ? 'running' : 'ended';
    }
  }
  if (last === null) {
    throw namesUsedUp(cutover);
  }
  return last;
}

function namesUsedUp({ execution, route }: RevertedCutover): Error {
  return new Error(
    `${REVERT_NAMES} names for the revert of ${execution} are used, by reverts that failed or by ` +
      `executions that revert something else; start the revert machine for ${route} under any other name`,
  );
}
