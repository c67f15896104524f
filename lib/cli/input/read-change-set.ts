import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import { readableChanges } from '../../../lambdas/core/stack-changes/change-set';
import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';
import type { ChangeSetReading, ChangeSets } from '../../../lambdas/ports';
import { UsageError } from '../../shared/usage-error';

/**
 * The changes of a change set.
 * @throws UsageError when it cannot be asked for, or is in no state to be judged
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
  return read.changes;
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
        : 'look at your credentials, the region (--region) and the permission cloudformation:DescribeChangeSet';
    throw new UsageError(`CloudFormation did not tell the change set: ${name}: ${message}; ${remedy}`);
  }
}
