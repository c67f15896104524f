import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { stackDefinition } from '../../operator/aws/stack-definition';
import type { StackDefinition } from '../../operator/kept-path';
import { AwsError, fromAws } from '../../shared/aws-error';
import { UsageError } from '../../shared/usage-error';
import { settingsIn } from './aws-settings';

/**
 * Reads a stack of CloudFormation with the SDK's default credentials, as the AWS CLI does.
 * @throws UsageError when there is no such stack
 * @throws AwsError when AWS could not be reached, or refused the call
 */
export async function liveStack(stack: string, region: string | undefined): Promise<StackDefinition> {
  const client = new CloudFormationClient(settingsIn(region));
  try {
    return await fromAws(`read the stack "${stack}"`, stackDefinition(stack, client));
  } catch (error) {
    if (error instanceof AwsError && /does not exist/.test(error.message)) {
      throw new UsageError(
        `there is no stack "${stack}"; give the stack of the old path with --old-stack, and its Region with` +
          ' --region, or AWS_REGION',
      );
    }
    throw error;
  } finally {
    client.destroy();
  }
}
