import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { UsageError } from '../../shared/usage-error';
import type { Outputs } from './stack-outputs';

/**
 * The outputs of a deployed stack, as CloudFormation tells them.
 * @throws UsageError when there is no such stack, or it cannot be read
 */
export async function liveOutputs(
  stack: string,
  client: Pick<CloudFormationClient, 'send'>,
): Promise<Outputs> {
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: stack }))
    .catch((error: Error) => {
      throw new UsageError(
        `cannot read the outputs of the stack "${stack}": ${error.message}; ${remedy(error)}`,
      );
    });
  const pairs = (Stacks[0]?.Outputs ?? []).map(
    ({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''] as const,
  );
  return Object.fromEntries(pairs);
}

function remedy({ name, message }: Error): string {
  if (/does not exist/.test(message)) {
    return 'name a stack of this account and region, such as AWS_REGION says';
  }
  if (/[Rr]egion is missing/.test(message)) {
    return 'set AWS_REGION, or give --outputs FILE';
  }
  return /Credentials/.test(name)
    ? 'sign in to AWS, or give --outputs FILE'
    : 'it takes cloudformation:DescribeStacks, or give --outputs FILE';
}
