import type { ChangeSetReading } from '../shared/readings';
import type { StackChange } from './stack-change';
import { withWrittenWeights } from './written-weights';

/** The changes of a change set, or why it cannot be evaluated, with the remedy. */
export type ReadableChanges =
  | { readonly ok: true; readonly changes: readonly StackChange[] }
  | { readonly ok: false; readonly problem: string; readonly remedy: string };

/**
 * The reason that CloudFormation gives when a change set fails because it has no changes. There is no code
 * for it; the SDKs and the AWS CLI match these words too.
 */
const EMPTY = /didn't contain changes|no updates are to be performed/i;

const CREATE_AGAIN = 'create it again';

/**
 * The changes of a change set, if its state allows an evaluation. An executed change set is evaluated too.
 * @param found null if there is no such change set
 */
export function readableChanges(
  stackName: string,
  changeSetName: string,
  found: ChangeSetReading | null,
): ReadableChanges {
  const label = `change set ${changeSetName} of stack ${stackName}`;
  if (found === null) {
    const remedy =
      'check the names, account and Region; executing another change set of the stack deletes this one';
    return unreadable(`${label} does not exist`, remedy);
  }
  const { status, reason, executionStatus, changes } = found;
  const because = reason === '' ? '' : `: ${reason}`;
  if (status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS') {
    const remedy =
      'wait until it is created: aws cloudformation wait change-set-create-complete' +
      ` --stack-name ${stackName} --change-set-name ${changeSetName}`;
    return unreadable(`${label} is still being created (${status})`, remedy);
  }
  if (isEmpty(found)) {
    return { ok: true, changes: [] };
  }
  if (status === 'FAILED') {
    return unreadable(`${label} could not be created${because}`, `correct the cause and ${CREATE_AGAIN}`);
  }
  if (status !== 'CREATE_COMPLETE') {
    return unreadable(`${label} is ${status}${because}`, CREATE_AGAIN);
  }
  switch (executionStatus) {
    case 'AVAILABLE':
    case 'EXECUTE_COMPLETE':
      return { ok: true, changes: changes.map(withWrittenWeights) };
    case 'EXECUTE_IN_PROGRESS':
      return unreadable(`${label} is being executed`, 'wait for the end of the deployment');
    case 'OBSOLETE':
      return unreadable(`${label} is obsolete: the stack has changed since`, CREATE_AGAIN);
    default:
      return unreadable(`${label} cannot be executed (${executionStatus})${because}`, CREATE_AGAIN);
  }
}

function unreadable(problem: string, remedy: string): ReadableChanges {
  return { ok: false, problem, remedy };
}

/** Whether a change set failed because it has no changes. */
export function isEmpty({ status, reason }: ChangeSetReading): boolean {
  return status === 'FAILED' && EMPTY.test(reason);
}
