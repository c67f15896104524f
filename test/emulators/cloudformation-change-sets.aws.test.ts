import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { afterAll } from '@jest/globals';
import { settings } from '../../lambdas/adapters/clients/settings';
import { cloudformationChangeSets } from '../../lambdas/adapters/preflight/cloudformation-change-sets';
import { describeChangeSets, type SeededChange } from '../contracts/change-sets.contract';
import { endpointOf, freshName } from './support/endpoints';

// The other emulator deploys stacks with roles. These stacks need none.
const client = new CloudFormationClient({ ...settings, endpoint: endpointOf('DYNAMODB') });
afterAll(() => client.destroy());

/** The template before the changes, or after them. */
function templateOf(changes: readonly SeededChange[], when: 'before' | 'after'): string {
  const topics = changes
    .filter(({ does }) => does !== (when === 'before' ? 'add' : 'remove'))
    .map(({ logicalId, does }) => {
      const TopicName = does === 'replace' && when === 'after' ? `${logicalId}-new` : logicalId;
      const DisplayName = does === 'modify' && when === 'after' ? 'new' : 'old';
      return [logicalId, { Type: 'AWS::SNS::Topic', Properties: { TopicName, DisplayName } }];
    });
  const kept = ['Kept', { Type: 'AWS::SNS::Topic' }];
  return JSON.stringify({ Resources: Object.fromEntries([kept, ...topics]) });
}

async function seed(changes: readonly SeededChange[]) {
  const names = { StackName: freshName(), ChangeSetName: freshName() };
  const waiting = { client, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 };
  await client.send(
    new CreateStackCommand({ StackName: names.StackName, TemplateBody: templateOf(changes, 'before') }),
  );
  await waitUntilStackCreateComplete(waiting, { StackName: names.StackName });
  await client.send(new CreateChangeSetCommand({ ...names, TemplateBody: templateOf(changes, 'after') }));
  if (changes.length > 0) {
    await waitUntilChangeSetCreateComplete(waiting, names);
  }
  return { stackName: names.StackName, changeSetName: names.ChangeSetName };
}

describeChangeSets(
  'cloudformationChangeSets on ministack',
  async () => ({
    changeSets: cloudformationChangeSets(client),
    seed,
    seedUnfinished: () => seed([{ logicalId: 'Added', does: 'add' }]),
  }),
  { unfinished: 'ministack creates a change set at once' },
);
