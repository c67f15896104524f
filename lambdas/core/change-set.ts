import type { ChangeSetReading } from './readings';

/** Why a change set cannot be judged, and what to do about it. */
export interface ChangeSetProblem {
  readonly problem: string;
  readonly remedy: string;
}

/**
 * How CloudFormation says that a change set fails because there is nothing to do. It has no code for it; the SDKs and the CLI go by these
 * words too.
 */
const EMPTY = /didn't contain changes|no updates are to be performed/i;

const ANEW = 'create it anew';

/**
 * What keeps a change set from being judged; null when its changes are all there. One that was executed is judged by what it did.
 * @param found null when there is none
 */
export function changeSetProblem(
  stackName: string,
  changeSetName: string,
  found: ChangeSetReading | null,
): ChangeSetProblem | null {
  const label = `change set ${changeSetName} of stack ${stackName}`;
  if (found === null) {
    const remedy =
      'correct the names, account and region; executing another change set of the stack deletes this one';
    return { problem: `there is no ${label}`, remedy };
  }
  const { status, reason, executionStatus } = found;
  const because = reason === '' ? '' : `: ${reason}`;
  if (status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS') {
    const remedy = `wait until it is there: aws cloudformation wait change-set-create-complete --stack-name ${stackName} --change-set-name ${changeSetName}`;
    return { problem: `${label} is still being created (${status})`, remedy };
  }
  if (isEmpty(found)) {
    return null;
  }
  if (status === 'FAILED') {
    return { problem: `${label} could not be created${because}`, remedy: `put that right and ${ANEW}` };
  }
  if (status !== 'CREATE_COMPLETE') {
    return { problem: `${label} is ${status}${because}`, remedy: ANEW };
  }
  switch (executionStatus) {
    case 'AVAILABLE':
    case 'EXECUTE_COMPLETE':
      return null;
    case 'EXECUTE_IN_PROGRESS':
      return { problem: `${label} is being executed`, remedy: 'wait for the end of the deployment' };
    case 'OBSOLETE':
      return { problem: `${label} is obsolete: the stack has changed since`, remedy: ANEW };
    default:
      return { problem: `${label} cannot be executed (${executionStatus})${because}`, remedy: ANEW };
  }
}

/** Whether it failed because there is nothing to change. */
export function isEmpty({ status, reason }: ChangeSetReading): boolean {
  return status === 'FAILED' && EMPTY.test(reason);
}
