import type { ChangeSetReading } from '../shared/readings';
import type { StackChange } from './stack-change';

/** The changes of a change set, or why it cannot be judged and what to do about it. */
export type ReadableChanges =
  | { readonly ok: true; readonly changes: readonly StackChange[] }
  | { readonly ok: false; readonly problem: string; readonly remedy: string };

/**
 * How CloudFormation says that a change set fails because there is nothing to do. It has no code for it; the SDKs and the CLI go by these
 * words too.
 */
const EMPTY = /didn't contain changes|no updates are to be performed/i;

const ANEW = 'create it anew';

/**
 * The changes of a change set, if it is in a state to be judged. One that was executed is judged by what it did.
 * @param found null when there is none
 */
export function readableChanges(
  stackName: string,
  changeSetName: string,
  found: ChangeSetReading | null,
): ReadableChanges {
  const label = `change set ${changeSetName} of stack ${stackName}`;
  if (found === null) {
    const remedy =
      'correct the names, account and region; executing another change set of the stack deletes this one';
    return unreadable(`there is no ${label}`, remedy);
  }
  const { status, reason, executionStatus, changes } = found;
  const because = reason === '' ? '' : `: ${reason}`;
  if (status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS') {
    const remedy = `wait until it is there: aws cloudformation wait change-set-create-complete --stack-name ${stackName} --change-set-name ${changeSetName}`;
    return unreadable(`${label} is still being created (${status})`, remedy);
  }
  if (isEmpty(found)) {
    return { ok: true, changes: [] };
  }
  if (status === 'FAILED') {
    return unreadable(`${label} could not be created${because}`, `put that right and ${ANEW}`);
  }
  if (status !== 'CREATE_COMPLETE') {
    return unreadable(`${label} is ${status}${because}`, ANEW);
  }
  switch (executionStatus) {
    case 'AVAILABLE':
    case 'EXECUTE_COMPLETE':
      return { ok: true, changes };
    case 'EXECUTE_IN_PROGRESS':
      return unreadable(`${label} is being executed`, 'wait for the end of the deployment');
    case 'OBSOLETE':
      return unreadable(`${label} is obsolete: the stack has changed since`, ANEW);
    default:
      return unreadable(`${label} cannot be executed (${executionStatus})${because}`, ANEW);
  }
}

function unreadable(problem: string, remedy: string): ReadableChanges {
  return { ok: false, problem, remedy };
}

/** Whether it failed because there is nothing to change. */
export function isEmpty({ status, reason }: ChangeSetReading): boolean {
  return status === 'FAILED' && EMPTY.test(reason);
}
