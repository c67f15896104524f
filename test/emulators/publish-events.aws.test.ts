import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import { type DecisionEvent, decisionEventSchema } from '../../lambdas/core/events/decision-event';
import { routeKey } from '../../lambdas/core/routers/route';
import { acquireLock } from '../../lambdas/steps/acquire-lock';
import { measureBundle } from '../../tools/bench/measured-bundle';
import { operatorCommand } from '../support/plans/operator-commands';
import { planOf } from '../support/plans/plans';
import { TURN } from '../support/world/revert-turn';
import { endpointOf, freshName } from './support/endpoints';
import { invokeBundle } from './support/lambda-process';

/**
 * The bundle of PublishEvents between a table's stream and a queue behind a rule, in an emulator. The test
 * reads the stream as Lambda does.
 */

const endpoint = endpointOf('EVENTBRIDGE');
const dynamo = new DynamoDBClient({ endpoint });
const streams = new DynamoDBStreamsClient({ endpoint });
const events = new EventBridgeClient({ endpoint });
const queues = new SQSClient({ endpoint });
const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:api-1';
const table = freshName();
const folder = mkdtempSync(join(tmpdir(), 'cutover-publish-'));
let queueUrl = '';
let streamArn = '';

beforeAll(async () => {
  const { TableDescription } = await dynamo.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [
        { AttributeName: 'route', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['route', 'item'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  streamArn = TableDescription?.LatestStreamArn ?? '';
  queueUrl = (await queues.send(new CreateQueueCommand({ QueueName: table }))).QueueUrl ?? '';
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  await events.send(
    new PutRuleCommand({ Name: table, EventPattern: JSON.stringify({ source: ['cutover'] }) }),
  );
  const target = { Id: 'queue', Arn: Attributes?.QueueArn ?? '' };
  await events.send(new PutTargetsCommand({ Rule: table, Targets: [target] }));
  writeFileSync(join(folder, 'index.js'), (await measureBundle('events/publish-events')).code);
}, 60_000);

afterAll(() => {
  for (const client of [dynamo, streams, events, queues]) {
    client.destroy();
  }
  rmSync(folder, { recursive: true });
});

/** Every record of the stream so far. */
async function recordsOf(): Promise<readonly _Record[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const shards = StreamDescription?.Shards ?? [];
  const pages = shards.map(async ({ ShardId }) => {
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    return (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
  });
  return (await Promise.all(pages)).flat();
}

/** A record as Lambda gives it to a function: times are seconds. */
function lambdaRecord({ dynamodb = {}, ...record }: _Record): object {
  const seconds = Math.floor((dynamodb.ApproximateCreationDateTime?.getTime() ?? 0) / 1_000);
  return { ...record, dynamodb: { ...dynamodb, ApproximateCreationDateTime: seconds } };
}

function invoke(records: readonly object[]) {
  const lambda = {
    ...{ name: 'PublishEvents', file: join(folder, 'index.js'), timeoutSeconds: 30, memoryMegabytes: 256 },
    variables: { LEDGER_TABLE: table, EVENT_BUS: 'default' },
  };
  const where = { AWS_ENDPOINT_URL: endpoint, NODE_EXTRA_CA_CERTS: '' };
  return invokeBundle(lambda, where, { Records: records });
}

/** The details that arrive in the queue, until there are so many. */
async function received(count: number): Promise<readonly DecisionEvent[]> {
  const found: DecisionEvent[] = [];
  for (let tries = 0; found.length < count && tries < 50; tries += 1) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body = '{}' } of Messages) {
      const { source, 'detail-type': type, detail } = JSON.parse(Body);
      expect([source, type]).toEqual(['cutover', 'Cutover decision']);
      found.push(v.parse(decisionEventSchema, detail));
    }
    await wait(100);
  }
  return found;
}

test('decisions and commands arrive in a queue behind a rule, and twice under the same ids', async () => {
  const plan = planOf({ name: 'api-move' });
  const route = routeKey(plan.router);
  const ledger = dynamoLedger(DynamoDBDocumentClient.from(dynamo), table);
  const clock = { now: () => Date.now(), aheadMs: () => 0, sleep: async () => undefined };
  const { fence } = await acquireLock({ ledger, clock })({ plan, execution, route, redriven: false });
  await ledger.saveSnapshot(route, fence ?? 0, { percent: 0, version: '[]' });
  const at = new Date().toISOString();
  const by = 'arn:aws:iam::111122223333:user/ada';
  await ledger.sendCommand(route, execution, operatorCommand('pause', { by, at }));
  await ledger.sendCommand(route, execution, operatorCommand('abort', { by, at }));
  await ledger.takeOver(route, execution, TURN, `aborted by ${by}: lunch`);
  const records = (await recordsOf()).map(lambdaRecord);
  expect((await invoke(records)).result).toEqual({ batchItemFailures: [] });
  const first = await received(4);
  expect(first.map(({ id, kind, plan: name, by: who }) => [id, kind, name, who]).sort()).toEqual(
    [
      [`${execution}#started`, 'started', 'api-move', 'cutover'],
      [`${execution}#command-1`, 'paused', 'api-move', by],
      [`${execution}#command-2`, 'aborted', 'api-move', by],
      [`${execution}#reverting`, 'reverting', 'api-move', 'cutover'],
    ].sort(),
  );
  await invoke(records);
  const again = await received(4);
  expect(again.map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
}, 60_000);
