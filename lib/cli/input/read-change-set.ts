import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import { readableChanges } from '../../../lambdas/core/stack-changes/change-set';
import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import type { ChangeSetReading, ChangeSets } from '../../../lambdas/ports';
import { withHiddenTarget } from '../../changes/attachments/hidden-targets';
import { UsageError } from '../../shared/usage-error';

/**
 * Reads the changes of a change set.
 * @throws UsageError when it cannot be read, or its state does not allow an evaluation
 */
export async function readChangeSet(
  changeSets: ChangeSets,
  stackName: string,
  changeSetName: string,
): Promise<readonly StackChange[]> {
  const found = await describe(changeSets, stackName, changeSetName);
  const read = readableChanges(stackName, changeSetName, found);
  if (!read.ok) {
    throw new UsageError(`${read.problem}; ${read.remedy}`);
  }
  return read.changes.map(withHiddenTarget);
}

async function describe(
  changeSets: ChangeSets,
  stackName: string,
  changeSetName: string,
): Promise<ChangeSetReading | null> {
  try {
    return await changeSets.describe(stackName, changeSetName);
  } catch (error) {
    if (error instanceof TypeError) {
      throw error;
    }
    const { name, message } = error as Error;
    const remedy =
      error instanceof ServiceBusyError
        ? 'try again'
        : 'check your credentials, the Region (--region) and the permission cloudformation:DescribeChangeSet';
    throw new UsageError(`cannot read the change set: ${name}: ${message}; ${remedy}`);
  }
}
