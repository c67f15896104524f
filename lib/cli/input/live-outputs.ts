import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { stackOutputs } from '../../operator/aws/stack-outputs';
import { UsageError } from '../../shared/usage-error';
import type { Outputs } from './stack-outputs';

/**
 * Reads the outputs of a deployed stack from CloudFormation.
 * @throws UsageError when the stack does not exist or cannot be read
 */
export async function liveOutputs(
  stack: string,
  client: Pick<CloudFormationClient, 'send'>,
): Promise<Outputs> {
  return stackOutputs(stack, client).catch((error: Error) => {
    throw new UsageError(
      `cannot read the outputs of the stack "${stack}": ${error.message}; ${remedy(error)}`,
    );
  });
}

function remedy({ name, message }: Error): string {
  if (/does not exist/.test(message)) {
    return 'check the name, the account and the Region (AWS_REGION)';
  }
  if (/[Rr]egion is missing/.test(message)) {
    return 'set AWS_REGION, or give --outputs FILE';
  }
  return /Credentials/.test(name)
    ? 'sign in to AWS, or give --outputs FILE'
    : 'allow cloudformation:DescribeStacks, or give --outputs FILE';
}
