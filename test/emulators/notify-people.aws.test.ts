import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DecisionEvent } from '../../lambdas/core/events/decision-event';
import { measureBundle } from '../../tools/bench/measured-bundle';
import { endpointOf, freshName } from './support/endpoints';
import { invokeBundle } from './support/lambda-process';

/** The bundle of NotifyPeople, and a queue that subscribes to its topic, in an emulator. */

const endpoint = endpointOf('SNS');
const topics = new SNSClient({ endpoint });
const queues = new SQSClient({ endpoint });
const name = freshName();
const folder = mkdtempSync(join(tmpdir(), 'cutover-notify-'));
let topicArn = '';
let queueUrl = '';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1';
const detail: DecisionEvent = {
  ...{ version: '1', id: `${execution}#evaluate-7`, kind: 'waiting-for-approval', plan: 'api-move' },
  ...{ route: 'route53/Z1/api.example.com', execution, what: 'soak 0: pass, wait', percent: 10, stage: 0 },
  ...{ verdict: 'pass', comparison: [], reason: 'waiting for an approval', by: 'cutover' },
  at: '2026-11-20T12:00:00.000Z',
};

beforeAll(async () => {
  topicArn = (await topics.send(new CreateTopicCommand({ Name: name }))).TopicArn ?? '';
  queueUrl = (await queues.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? '';
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const Endpoint = Attributes?.QueueArn ?? '';
  await topics.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
  writeFileSync(join(folder, 'index.js'), (await measureBundle('events/notify-people')).code);
}, 60_000);

afterAll(() => {
  topics.destroy();
  queues.destroy();
  rmSync(folder, { recursive: true });
});

async function notified(format: 'text' | 'chat'): Promise<{ Subject?: string; Message: string }> {
  const lambda = {
    ...{ name: 'NotifyPeople', file: join(folder, 'index.js'), timeoutSeconds: 30, memoryMegabytes: 256 },
    variables: { STACK: 'Cutover' },
  };
  await invokeBundle(lambda, { AWS_ENDPOINT_URL: endpoint }, { topicArn, format, detail });
  const { Messages: [{ Body = '{}' } = {}] = [] } = await queues.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: 5 }),
  );
  return JSON.parse(Body);
}

test('a subscriber of a topic of text gets the subject and the words', async () => {
  const { Subject, Message } = await notified('text');
  expect(Subject).toBe('api.example.com: an approval is needed at 10 %');
  expect(Message).toContain(
    'cutover approve api.example.com --at 10 --reason "…" --stack Cutover --region eu-west-1',
  );
});

test('a subscriber of a topic of a chat channel gets its schema', async () => {
  const { Message } = await notified('chat');
  expect(JSON.parse(Message)).toMatchObject({
    version: '1.0',
    source: 'custom',
    metadata: { threadId: execution },
  });
});
