import {
  type Change,
  type CloudFormationClient,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandInput,
  type DescribeChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { isEmpty } from '../../core/stack-changes/change-set';
import { judgeNestedStack } from '../../core/stack-changes/nested-stack';
import type { StackChange } from '../../core/stack-changes/stack-change';
import type { ChangeSetReading, ChangeSets } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';
import { toStackChange } from './change-of-change-set';

/** Reads all pages of CloudFormation change sets, including those of nested stacks. */
export const cloudformationChangeSets = (client: Pick<CloudFormationClient, 'send'>): ChangeSets => ({
  describe: (stackName, changeSetName) =>
    read(client, null, { StackName: stackName, ChangeSetName: changeSetName }),
});

/**
 * @param place the place of a nested stack; null: use the stack's name, also if the stack was given by its
 *   ARN
 */
async function read(
  client: Pick<CloudFormationClient, 'send'>,
  place: string | null,
  which: DescribeChangeSetCommandInput,
): Promise<ChangeSetReading | null> {
  const pages: DescribeChangeSetCommandOutput[] = [];
  try {
    let NextToken: string | undefined;
    do {
      const page: DescribeChangeSetCommandOutput = await answerOf(
        client.send(new DescribeChangeSetCommand({ ...which, NextToken })),
      );
      pages.push(page);
      ({ NextToken } = page);
    } while (NextToken !== undefined);
  } catch (error) {
    if (isMissing(error)) {
      return null;
    }
    throw error;
  }
  const stack = place ?? pages[0]?.StackName ?? which.StackName ?? 'unknown';
  const changes: StackChange[] = [];
  for (const change of pages.flatMap(({ Changes = [] }) => Changes)) {
    changes.push(...(await withNested(client, stack, change)));
  }
  const { Status = 'unknown', StatusReason = '', ExecutionStatus = 'unknown' } = pages[0] ?? {};
  return { status: Status, reason: StatusReason, executionStatus: ExecutionStatus, changes };
}

/** CloudFormation has a specific error for a missing change set, but not for a missing stack. */
function isMissing(error: unknown): boolean {
  return (
    isNamed(error, 'ChangeSetNotFoundException') ||
    isNamed(error, 'ChangeSetNotFound') ||
    (isNamed(error, 'ValidationError') && /does not exist/i.test(error.message))
  );
}

/** A change and, for a nested stack, the changes in it. */
async function withNested(
  client: Pick<CloudFormationClient, 'send'>,
  stack: string,
  change: Change,
): Promise<StackChange[]> {
  const own = toStackChange(stack, change);
  if (own.type !== 'AWS::CloudFormation::Stack' || own.action !== 'Modify') {
    return [own, ...((await nestedIn(client, stack, change)) ?? [])];
  }
  const inside = await nestedIn(client, stack, change);
  return [judgeNestedStack(own, inside !== null), ...(inside ?? [])];
}

/** The changes in the change set of a nested stack; null if it does not exist or does not list them. */
async function nestedIn(
  client: Pick<CloudFormationClient, 'send'>,
  stack: string,
  { ResourceChange }: Change,
): Promise<readonly StackChange[] | null> {
  if (ResourceChange?.ChangeSetId === undefined) {
    return null;
  }
  const place = `${stack}/${ResourceChange.LogicalResourceId}`;
  const found = await read(client, place, { ChangeSetName: ResourceChange.ChangeSetId });
  return found === null || !hasChanges(found) ? null : found.changes;
}

function hasChanges(found: ChangeSetReading): boolean {
  return found.status === 'CREATE_COMPLETE' || isEmpty(found);
}
