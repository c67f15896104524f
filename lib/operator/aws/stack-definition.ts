import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { StackDefinition } from '../kept-path';

/**
 * Reads the template of a stack as it was deployed, and its parameters, outputs and tags. Errors are those of
 * the SDK.
 * @param stack its name, or its ARN
 */
export async function stackDefinition(
  stack: string,
  client: Pick<CloudFormationClient, 'send'>,
): Promise<StackDefinition> {
  const [{ TemplateBody: template = '' }, { Stacks = [] }] = await Promise.all([
    client.send(new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' })),
    client.send(new DescribeStacksCommand({ StackName: stack })),
  ]);
  const { StackId, StackStatus, Parameters = [], Outputs = [], Tags = [] } = Stacks[0] ?? {};
  return {
    ...{ stack, template },
    settings: { StackId, StackStatus, Parameters, Outputs, Tags },
  };
}
