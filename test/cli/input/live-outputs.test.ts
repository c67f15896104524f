import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { liveOutputs } from '../../../lib/cli/input/live-outputs';
import { inTurn, type WireAnswer, wire, xml, xmlError } from '../../support/accounts/wire';

const stack = (outputs: string) =>
  xml(
    `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>web</StackName><CreationTime>2026-11-21T06:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus>${outputs}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  );

function read(answer: WireAnswer | Error) {
  const { config, requests } = wire(inTurn(answer));
  return { requests, outputs: liveOutputs('web', new CloudFormationClient(config)) };
}

test('reads the outputs of the stack by key, with one call to CloudFormation', async () => {
  const output = (key: string, value: string) =>
    `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`;
  const { requests, outputs } = read(
    stack(`<Outputs>${output('WebContainerName', 'app')}${output('WebContainerPort', '8080')}</Outputs>`),
  );
  expect(await outputs).toEqual({ WebContainerName: 'app', WebContainerPort: '8080' });
  expect(requests).toHaveLength(1);
  const form = new URLSearchParams(requests[0]?.body);
  expect([form.get('Action'), form.get('StackName')]).toEqual(['DescribeStacks', 'web']);
});

test('a stack without outputs has none', async () => {
  expect(await read(stack('')).outputs).toEqual({});
});

describe('an error', () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });
  test.each([
    [
      xmlError('ValidationError', 'Stack with id web does not exist'),
      'Stack with id web does not exist; check the name, the account and the Region',
    ],
    [xmlError('AccessDenied', 'not authorized', 403), 'not authorized; allow cloudformation:DescribeStacks'],
    [
      named('CredentialsProviderError', 'Could not load credentials'),
      'sign in to AWS, or give --outputs FILE',
    ],
    [named('Error', 'Region is missing'), 'set AWS_REGION, or give --outputs FILE'],
  ])('has a remedy: %#', async (answer, words) => {
    await expect(read(answer).outputs).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(words),
    });
  });
});
