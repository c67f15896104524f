import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acmClient } from '../../../lambdas/adapters/clients/acm';
import { cloudformationClient } from '../../../lambdas/adapters/clients/cloudformation';
import { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { codeDeployClient } from '../../../lambdas/adapters/clients/codedeploy';
import { dynamoClient } from '../../../lambdas/adapters/clients/dynamo';
import { ecsClient } from '../../../lambdas/adapters/clients/ecs';
import { elbClient } from '../../../lambdas/adapters/clients/elb';
import { keyValueStoreClient } from '../../../lambdas/adapters/clients/keyvaluestore';
import { logger } from '../../../lambdas/adapters/clients/logger';
import { route53Client } from '../../../lambdas/adapters/clients/route53';
import { awsRouters } from '../../../lambdas/adapters/clients/routers';
import { stepFunctionsClient } from '../../../lambdas/adapters/clients/step-functions';

/** The parts of a client's settings that are checked. */
interface Settings {
  readonly region: () => Promise<string>;
  readonly maxAttempts: () => Promise<number>;
  /** The handler of Node.js reads its settings with its first request, from this promise. */
  readonly requestHandler: { readonly configProvider: Promise<object> };
}

const clients: [string, () => { readonly config: object; send: unknown }][] = [
  ['ACM', acmClient],
  ['CloudFormation', cloudformationClient],
  ['CloudWatch', cloudwatchClient],
  ['CodeDeploy', codeDeployClient],
  ['DynamoDB', dynamoClient],
  ['ECS', ecsClient],
  ['ELB', elbClient],
  ['key value stores', keyValueStoreClient],
  ['Route 53', route53Client],
  ['Step Functions', stepFunctionsClient],
];

const before = { ...process.env };
// A Region that no code would name by itself.
beforeAll(() => {
  process.env.AWS_REGION = 'ap-southeast-5';
});
afterAll(() => {
  process.env = { ...before };
});

describe.each(clients)('the client of %s', (_, make) => {
  const settings = () => make().config as Settings;

  test('calls the Region of the function', async () => {
    expect(await settings().region()).toBe('ap-southeast-5');
  });

  test('ends a call that hangs after 5 s, and makes at most 3', async () => {
    const { requestHandler, maxAttempts } = settings();
    expect(await requestHandler.configProvider).toMatchObject({
      connectionTimeout: 1_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    });
    expect(await maxAttempts()).toBe(3);
  });
});

test('a client that starts deployments makes one attempt', async () => {
  expect(await (codeDeployClient(1).config as unknown as Settings).maxAttempts()).toBe(1);
});

test('the client of DynamoDB leaves out fields that are undefined, as JSON does', () => {
  const { config } = dynamoClient() as unknown as {
    readonly config: { readonly translateConfig: { readonly marshallOptions: object } };
  };
  expect(config.translateConfig.marshallOptions).toMatchObject({ removeUndefinedValues: true });
});

test('the logger names the service', () => {
  const lines: string[] = [];
  const one = logger();
  Object.assign(one, { console: { info: (line: string) => lines.push(line) } });
  one.info('shifted');
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ service: 'cutover', message: 'shifted' });
});

test('the routers of AWS are one router', () => {
  expect(Object.keys(awsRouters())).toEqual(expect.arrayContaining(['read', 'write', 'propagated']));
});
