import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import type { Ledger } from '../../../lambdas/ports';
import { orderedDeployment } from '../../support/accounts/code-deploy';
import { cancelled, inTurn, json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';
import { operatorCommand } from '../../support/plans/operator-commands';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:one';
const at = '2026-11-20T12:00:00.000Z';
const until = '2026-11-20T12:00:45.000Z';
const key = { route: { S: `commands#${route}` }, item: { S: execution } };
const lockKey = { route: { S: route }, item: { S: 'lock' } };
const pause = operatorCommand('pause', { at });
const pauseM = { M: Object.fromEntries(Object.entries(pause).map(([name, S]) => [name, { S }])) };
const locked = (fence: number, lock = true) =>
  json({
    Item: {
      ...lockKey,
      fence: { N: String(fence) },
      ...(lock ? { lock: { M: { execution: { S: execution }, reverting: { BOOL: false } } } } : {}),
    },
  });
const conditionFailed = jsonError('ConditionalCheckFailedException', 'The conditional request failed');

const ledgerOf = (...answers: (WireAnswer | Error)[]) => {
  const { config, requests } = wire(inTurn(...answers));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...config, maxAttempts: 1 }));
  const sent = () =>
    requests.map(({ headers, body }) => ({
      api: headers['x-amz-target']?.split('.')[1],
      ...JSON.parse(body),
    }));
  return { ledger: dynamoLedger(client, 'ledger'), sent };
};

describe('a command', () => {
  test('is appended to the item of its execution, in the partition of commands of the route', async () => {
    const { ledger, sent } = ledgerOf(json({}));
    await ledger.sendCommand(route, execution, pause);
    expect(sent()).toEqual([
      {
        api: 'UpdateItem',
        TableName: 'ledger',
        Key: key,
        UpdateExpression: 'SET #commands = list_append(if_not_exists(#commands, :none), :command)',
        ConditionExpression: 'attribute_not_exists(#commands) OR size(#commands) < :most',
        ExpressionAttributeNames: { '#commands': 'commands' },
        ExpressionAttributeValues: {
          ':none': { L: [] },
          ':command': { L: [pauseM] },
          ':most': { N: '200' },
        },
      },
    ]);
  });

  test('has no limit when it is an abort', async () => {
    const { ledger, sent } = ledgerOf(json({}));
    await ledger.sendCommand(route, execution, operatorCommand('abort'));
    expect(sent()[0]).not.toHaveProperty('ConditionExpression');
    expect(sent()[0].ExpressionAttributeValues).not.toHaveProperty(':most');
  });

  test('is refused when there are too many', async () => {
    await expect(ledgerOf(conditionFailed).ledger.sendCommand(route, execution, pause)).rejects.toMatchObject(
      { name: 'FencedError', message: expect.stringContaining('200 commands') },
    );
  });

  test('is tried again while a transaction has its item', async () => {
    const { ledger } = ledgerOf(jsonError('TransactionConflictException', 'Transaction is ongoing'));
    await expect(ledger.sendCommand(route, execution, pause)).rejects.toMatchObject({
      name: 'ServiceBusyError',
    });
  });

  test.each([
    ['a list', { L: [pauseM, { S: 'abort!' }] }, [pause, 'abort!']],
    ['something else', { S: 'abort!' }, ['abort!']],
  ])('is returned as it is when the commands are %s', async (_, commands, found) => {
    const { ledger, sent } = ledgerOf(locked(4), json({ Item: { ...key, commands } }));
    expect((await ledger.read(route))?.commands.stored).toEqual(found);
    expect(sent()[1]).toMatchObject({ api: 'GetItem', Key: key, ConsistentRead: true });
  });

  test('is not read while the route is not locked', async () => {
    const { ledger, sent } = ledgerOf(locked(4, false));
    expect((await ledger.read(route))?.commands.stored).toEqual([]);
    expect(sent()).toHaveLength(1);
  });
});

describe('a command to the holder of the lock', () => {
  test('is appended in one transaction that checks who holds the lock', async () => {
    const { ledger, sent } = ledgerOf(json({}));
    expect(await ledger.sendToHolder(route, execution, operatorCommand('abort', { at }))).toBe(true);
    expect(sent()).toMatchObject([
      {
        api: 'TransactWriteItems',
        TransactItems: [
          {
            ConditionCheck: {
              TableName: 'ledger',
              Key: lockKey,
              ConditionExpression: '#lock.#execution = :execution',
              ExpressionAttributeNames: { '#lock': 'lock', '#execution': 'execution' },
              ExpressionAttributeValues: { ':execution': { S: execution } },
            },
          },
          {
            Update: {
              TableName: 'ledger',
              Key: key,
              UpdateExpression: 'SET #commands = list_append(if_not_exists(#commands, :none), :command)',
            },
          },
        ],
      },
    ]);
  });

  test.each([
    ['another one holds it', ['ConditionalCheckFailed', 'None']],
    ['another one holds it, and there are too many', ['ConditionalCheckFailed', 'ConditionalCheckFailed']],
  ])('is not sent when %s', async (_, codes) => {
    const { ledger } = ledgerOf(cancelled(...codes));
    expect(await ledger.sendToHolder(route, execution, pause)).toBe(false);
  });

  test('is refused when there are too many', async () => {
    const { ledger } = ledgerOf(cancelled('None', 'ConditionalCheckFailed'));
    await expect(ledger.sendToHolder(route, execution, pause)).rejects.toMatchObject({
      name: 'FencedError',
      message: expect.stringContaining('200 commands'),
    });
  });

  test('is tried again while the lock is being written', async () => {
    const { ledger } = ledgerOf(cancelled('TransactionConflict', 'None'));
    await expect(ledger.sendToHolder(route, execution, pause)).rejects.toMatchObject({
      name: 'ServiceBusyError',
    });
  });
});

describe('what commands hold back', () => {
  const begins: [string, (ledger: Ledger, read: number) => Promise<boolean>, string][] = [
    [
      'beginShift',
      (ledger, read) => ledger.beginShift(route, 4, { until, percent: 10 }, read),
      'SET #shiftingUntil = :until, #leaseUntil = :until, #shiftingTo = :percent',
    ],
    [
      'saveDeployment',
      (ledger, read) => ledger.saveDeployment(route, 4, orderedDeployment(), read),
      'SET #deployment = :deployment',
    ],
  ];

  test.each(begins)('%s checks the number of commands in one transaction', async (_, begin, update) => {
    const { ledger, sent } = ledgerOf(locked(4), json({}));
    expect(await begin(ledger, 2)).toBe(true);
    const [, transaction] = sent();
    expect(transaction).toMatchObject({
      api: 'TransactWriteItems',
      TransactItems: [
        {
          Update: {
            TableName: 'ledger',
            Key: lockKey,
            UpdateExpression: update,
            ConditionExpression: '#fence = :fence AND attribute_exists(#lock)',
          },
        },
        {
          ConditionCheck: {
            TableName: 'ledger',
            Key: key,
            ConditionExpression: 'size(#commands) = :read',
            ExpressionAttributeNames: { '#commands': 'commands' },
            ExpressionAttributeValues: { ':read': { N: '2' } },
          },
        },
      ],
    });
  });

  test.each(begins)('%s checks that there is no command when none was read', async (_, begin) => {
    const { ledger, sent } = ledgerOf(locked(4), json({}));
    await begin(ledger, 0);
    const { ConditionCheck } = sent()[1].TransactItems[1];
    expect(ConditionCheck.ConditionExpression).toBe('attribute_not_exists(#commands)');
    expect(ConditionCheck).not.toHaveProperty('ExpressionAttributeValues');
  });

  test.each(begins)('%s is false when another command has arrived', async (_, begin) => {
    const { ledger } = ledgerOf(locked(4), cancelled('None', 'ConditionalCheckFailed'));
    expect(await begin(ledger, 2)).toBe(false);
  });

  test.each<[string, WireAnswer[]]>([
    ['before the transaction', [locked(5)]],
    ['when there is no lock', [locked(4, false)]],
    ['in between', [locked(4), cancelled('ConditionalCheckFailed', 'None')]],
    [
      'in between, with another command',
      [locked(4), cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed')],
    ],
  ])('a FencedError is thrown when the lock is lost %s', async (_, answers) => {
    const { ledger } = ledgerOf(...answers);
    await expect(ledger.beginShift(route, 4, { until, percent: 10 }, 1)).rejects.toMatchObject({
      name: 'FencedError',
    });
  });

  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'the step is retried after %s',
    async (code) => {
      const { ledger } = ledgerOf(locked(4), cancelled('None', code));
      await expect(ledger.beginShift(route, 4, { until, percent: 10 }, 1)).rejects.toMatchObject({
        name: 'ServiceBusyError',
      });
    },
  );

  test('any other reason is an error of its own', async () => {
    const { ledger } = ledgerOf(locked(4), cancelled('ValidationError', 'None'));
    await expect(ledger.beginShift(route, 4, { until, percent: 10 }, 1)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
  });
});

describe('the starter of an execution', () => {
  const starter = { by: 'arn:a', person: 'arn:a', at, reason: 'r', planDigest: 'd' };
  const starterM = { M: Object.fromEntries(Object.entries(starter).map(([name, S]) => [name, { S }])) };
  const starterKey = { route: key.route, item: { S: `started#${execution}` } };

  test('is written unless somebody is recorded', async () => {
    const { ledger, sent } = ledgerOf(json({}));
    expect(await ledger.saveStarter(route, execution, starter)).toEqual(starter);
    expect(sent()).toEqual([
      {
        api: 'PutItem',
        TableName: 'ledger',
        Item: { ...starterKey, starter: starterM },
        ConditionExpression: 'attribute_not_exists(#item)',
        ExpressionAttributeNames: { '#item': 'item' },
      },
    ]);
  });

  test('is the first one', async () => {
    const { ledger } = ledgerOf(conditionFailed, json({ Item: { ...starterKey, starter: starterM } }));
    const second = { ...starter, by: 'arn:b' };
    expect(await ledger.saveStarter(route, execution, second)).toEqual(starter);
  });

  test('is null when nobody is recorded', async () => {
    expect(await ledgerOf(json({})).ledger.starter(route, execution)).toBeNull();
  });
});
