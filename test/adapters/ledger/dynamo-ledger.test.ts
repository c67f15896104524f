import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import type { Router } from '../../../lambdas/core/plan/plan';
import type { Decision, Ledger, RevertTurn } from '../../../lambdas/ports';
import {
  brokenConnection,
  cancelled,
  inTurn,
  json,
  jsonError,
  type WireAnswer,
  wire,
} from '../../support/accounts/wire';
import { LATER } from '../../support/world/later';
import { TURN } from '../../support/world/revert-turn';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const execution = 'arn:aws:states:eu-west-1:111122223333:execution:cutover:one';
const acquiredAt = '2026-11-20T12:00:00.000Z';
const until = '2026-11-20T12:00:45.000Z';
const router: Router = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const routerM = {
  M: {
    kind: { S: 'route53' },
    hostedZoneId: { S: 'Z0123456789ABCDEFGHIJ' },
    recordName: { S: 'api.example.com' },
    recordTypes: { L: [{ S: 'A' }] },
    oldSetIdentifier: { S: 'old' },
    newSetIdentifier: { S: 'new' },
  },
};
const lockM = (reverting: boolean, holder = execution) => ({
  M: {
    execution: { S: holder },
    planName: { S: 'api' },
    acquiredAt: { S: acquiredAt },
    reverting: { BOOL: reverting },
  },
});
const stored = (fence: number, more: object = {}) => ({
  route: { S: route },
  item: { S: 'lock' },
  fence: { N: String(fence) },
  ...more,
});
const refused = jsonError('ConditionalCheckFailedException', 'The conditional request failed');
const owner = { execution, planName: 'api', acquiredAt };
const record = { percent: 0, version: '[]' };
const recordM = { M: { percent: { N: '0' }, version: { S: '[]' } } };
const decision: Decision = {
  ...{ key: 'shift-1', kind: 'shifted', at: acquiredAt, execution, what: 'w', reason: 'r', by: 'cutover' },
};

const turnM = ({ by, entered, until: end }: Omit<RevertTurn, 'at'>) => ({
  M: { by: { S: by }, entered: { S: entered }, until: { S: end } },
});

const contested = (turn: RevertTurn) => ({ M: { ...turnM(turn).M, contested: { BOOL: true } } });

const ledgerOf = (...answers: (WireAnswer | Error)[]) => {
  const { config, requests } = wire(inTurn(...answers));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const sent = () =>
    requests.map(({ headers, body }) => ({
      api: headers['x-amz-target']?.split('.')[1],
      ...JSON.parse(body),
    }));
  return { ledger: dynamoLedger(client, 'ledger'), sent };
};

describe('one conditional update', () => {
  const written = (fence: number, more: object = {}) => json({ Attributes: stored(fence, more) });
  const key = { route: { S: route }, item: { S: 'lock' } };

  test.each<[string, (ledger: Ledger) => Promise<unknown>, object]>([
    [
      'acquire',
      (ledger) => ledger.acquire(route, router, owner),
      {
        UpdateExpression:
          'SET #lock = :lock, #router = :router, #fence = if_not_exists(#fence, :zero) + ' +
          ':one REMOVE #snapshot, #expected, #refused, #shiftingUntil, #shiftingTo, #leaseUntil, ' +
          '#turn, #deployment, #prepared',
        ConditionExpression: 'attribute_not_exists(#lock)',
        ExpressionAttributeNames: {
          '#lock': 'lock',
          '#router': 'router',
          '#fence': 'fence',
          '#snapshot': 'snapshot',
          '#expected': 'expected',
          '#refused': 'refused',
          '#shiftingUntil': 'shiftingUntil',
          '#shiftingTo': 'shiftingTo',
          '#leaseUntil': 'leaseUntil',
          '#turn': 'turn',
          '#deployment': 'deployment',
          '#prepared': 'prepared',
        },
        ExpressionAttributeValues: {
          ':lock': lockM(false),
          ':router': routerM,
          ':zero': { N: '0' },
          ':one': { N: '1' },
        },
      },
    ],
    [
      'saveSnapshot',
      (ledger) => ledger.saveSnapshot(route, 4, record),
      {
        UpdateExpression:
          'SET #snapshot = if_not_exists(#snapshot, :record), #expected = if_not_exists(#expected, :record)',
        ConditionExpression: '#fence = :fence AND attribute_exists(#lock)',
        ExpressionAttributeNames: {
          '#snapshot': 'snapshot',
          '#expected': 'expected',
          '#fence': 'fence',
          '#lock': 'lock',
        },
        ExpressionAttributeValues: { ':record': recordM, ':fence': { N: '4' } },
      },
    ],
    [
      'beginShift',
      (ledger) => ledger.beginShift(route, 4, { until, percent: 10 }, null),
      {
        UpdateExpression: 'SET #shiftingUntil = :until, #leaseUntil = :until, #shiftingTo = :percent',
        ConditionExpression: '#fence = :fence AND attribute_exists(#lock)',
        ExpressionAttributeNames: {
          '#shiftingUntil': 'shiftingUntil',
          '#leaseUntil': 'leaseUntil',
          '#shiftingTo': 'shiftingTo',
          '#fence': 'fence',
          '#lock': 'lock',
        },
        ExpressionAttributeValues: { ':until': { S: until }, ':percent': { N: '10' }, ':fence': { N: '4' } },
      },
    ],
    [
      'saveExpected',
      (ledger) => ledger.saveExpected(route, 4, record),
      {
        UpdateExpression: 'SET #expected = :record REMOVE #shiftingUntil, #shiftingTo',
        ConditionExpression:
          '#fence = :fence AND attribute_exists(#lock) AND ' +
          '(attribute_not_exists(#expected) OR ' +
          '(#lock.#direction = :down AND #expected.#percent >= :percent) OR' +
          ' (attribute_not_exists(#lock.#direction) AND #expected.#percent <= :percent))',
        ExpressionAttributeNames: {
          '#expected': 'expected',
          '#shiftingUntil': 'shiftingUntil',
          '#shiftingTo': 'shiftingTo',
          '#fence': 'fence',
          '#lock': 'lock',
          '#percent': 'percent',
          '#direction': 'direction',
        },
        ExpressionAttributeValues: {
          ...{ ':record': recordM, ':percent': { N: '0' }, ':fence': { N: '4' } },
          ':down': { S: 'down' },
        },
      },
    ],
    [
      'takeOver',
      (ledger) => ledger.takeOver(route, execution, TURN),
      {
        UpdateExpression: 'SET #lock.#reverting = :true, #fence = #fence + :one, #turn = :turn',
        ConditionExpression: '#lock.#execution = :execution AND #lock.#reverting = :false',
        ExpressionAttributeNames: {
          '#lock': 'lock',
          '#reverting': 'reverting',
          '#fence': 'fence',
          '#turn': 'turn',
          '#execution': 'execution',
        },
        ExpressionAttributeValues: {
          ':execution': { S: execution },
          ':true': { BOOL: true },
          ':false': { BOOL: false },
          ':one': { N: '1' },
          ':turn': turnM(TURN),
        },
      },
    ],
    [
      'release',
      (ledger) => ledger.release(route, 4, LATER),
      {
        UpdateExpression: 'REMOVE #lock',
        ConditionExpression:
          '#fence = :fence AND (attribute_not_exists(#leaseUntil) OR #leaseUntil <= :at) AND ' +
          '(attribute_not_exists(#turn.#contested) OR #turn.#until <= :at)',
        ExpressionAttributeNames: {
          '#lock': 'lock',
          '#fence': 'fence',
          '#leaseUntil': 'leaseUntil',
          '#turn': 'turn',
          '#contested': 'contested',
          '#until': 'until',
        },
        ExpressionAttributeValues: { ':fence': { N: '4' }, ':at': { S: LATER } },
      },
    ],
    [
      'refuseCommand',
      (ledger) => ledger.refuseCommand(route, execution, 3),
      {
        UpdateExpression: 'ADD #refused :index',
        ConditionExpression: '#lock.#execution = :execution',
        ExpressionAttributeNames: { '#refused': 'refused', '#lock': 'lock', '#execution': 'execution' },
        ExpressionAttributeValues: { ':execution': { S: execution }, ':index': { NS: ['3'] } },
      },
    ],
  ])('%s', async (_, act, expected) => {
    const { ledger, sent } = ledgerOf(written(4));
    await act(ledger);
    expect(sent()).toEqual([
      { api: 'UpdateItem', TableName: 'ledger', Key: key, ReturnValues: 'ALL_NEW', ...expected },
    ]);
  });

  test('returns the fence that was written', async () => {
    const { ledger } = ledgerOf(written(7), written(8));
    expect(await ledger.acquire(route, router, owner)).toEqual({ acquired: true, fence: 7 });
    expect(await ledger.takeOver(route, execution, TURN)).toBe(8);
  });
});

describe('reads', () => {
  test('are strongly consistent', async () => {
    const { ledger, sent } = ledgerOf(json({}), json({ Items: [] }));
    expect(await ledger.read(route)).toBeNull();
    expect(await ledger.decisions(route)).toEqual([]);
    expect(sent().map(({ api, ConsistentRead }) => [api, ConsistentRead])).toEqual([
      ['GetItem', true],
      ['Query', true],
    ]);
  });

  test('return the entry of a route', async () => {
    const item = { lock: lockM(true), router: routerM, snapshot: recordM, expected: recordM };
    const shifting = { ...item, shiftingUntil: { S: until }, shiftingTo: { N: '50' } };
    const { ledger } = ledgerOf(
      ...[json({ Item: stored(3, item) }), json({})],
      ...[json({ Item: stored(3, shifting) }), json({})],
    );
    const entry = {
      lock: { ...owner, fence: 3, reverting: true },
      router,
      snapshot: record,
      expected: record,
      shiftingUntil: null,
      shiftingTo: null,
      leaseUntil: null,
      deployment: null,
      prepared: null,
      commands: { stored: [], refused: [] },
    };
    expect(await ledger.read(route)).toEqual(entry);
    expect(await ledger.read(route)).toEqual({ ...entry, shiftingUntil: until, shiftingTo: 50 });
  });

  test('return null for what does not exist', async () => {
    const { ledger } = ledgerOf(json({ Item: stored(3) }));
    expect(await ledger.read(route)).toEqual({
      lock: null,
      router: null,
      snapshot: null,
      expected: null,
      shiftingUntil: null,
      shiftingTo: null,
      leaseUntil: null,
      deployment: null,
      prepared: null,
      commands: { stored: [], refused: [] },
    });
  });
});

describe('an acquire with a decision', () => {
  const key = { route: { S: route }, item: { S: `decision#${execution}#shift-1` } };
  const holding = json({ Item: stored(3, { lock: lockM(false) }) });

  test('writes both or neither, and reads the fence', async () => {
    const { ledger, sent } = ledgerOf(json({}), holding);
    expect(await ledger.acquire(route, router, owner, decision)).toEqual({ acquired: true, fence: 3 });
    expect(sent()).toMatchObject([
      {
        api: 'TransactWriteItems',
        TransactItems: [
          { Update: { ConditionExpression: 'attribute_not_exists(#lock)' } },
          { Put: { Item: key, ConditionExpression: 'attribute_not_exists(#item)' } },
        ],
      },
      { api: 'GetItem', ConsistentRead: true },
    ]);
  });

  test('names the holder when the route is locked', async () => {
    const held = json({ Item: stored(3, { lock: lockM(false, 'arn:other') }) });
    const { ledger } = ledgerOf(cancelled('ConditionalCheckFailed', 'None'), held);
    expect(await ledger.acquire(route, router, owner, decision)).toMatchObject({ acquired: false });
  });

  test('takes the lock alone when the decision is there already', async () => {
    const { ledger, sent } = ledgerOf(
      cancelled('None', 'ConditionalCheckFailed'),
      json({ Attributes: stored(5) }),
    );
    expect(await ledger.acquire(route, router, owner, decision)).toEqual({ acquired: true, fence: 5 });
    expect(sent().map(({ api }) => api)).toEqual(['TransactWriteItems', 'UpdateItem']);
  });
});

describe('a refused acquire', () => {
  const refusedOver = (item: object | undefined) =>
    ledgerOf(refused, json(item === undefined ? {} : { Item: item })).ledger;

  test('is a success when the same execution holds the lock', async () => {
    const ledger = refusedOver(stored(3, { lock: lockM(false) }));
    expect(await ledger.acquire(route, router, owner)).toEqual({ acquired: true, fence: 3 });
  });

  test('returns the holder', async () => {
    const ledger = refusedOver(stored(3, { lock: lockM(false, 'arn:other') }));
    expect(await ledger.acquire(route, router, owner)).toEqual({
      acquired: false,
      holder: { ...owner, execution: 'arn:other', fence: 3, reverting: false },
    });
  });

  test('stays refused while the same execution is being reverted', async () => {
    const ledger = refusedOver(stored(3, { lock: lockM(true) }));
    expect(await ledger.acquire(route, router, owner)).toMatchObject({ acquired: false });
  });

  test.each([
    ['the lock was released at the same time', stored(3)],
    ['the item does not exist any more', undefined],
  ])('is retried when %s', async (_, item) => {
    await expect(refusedOver(item).acquire(route, router, owner)).rejects.toMatchObject({
      name: 'ServiceBusyError',
    });
  });
});

describe('a refused take-over', () => {
  test.each([
    ['returns the fence of its own revert', stored(5, { lock: lockM(true) }), 5],
    ['returns null for another holder', stored(5, { lock: lockM(true, 'arn:other') }), null],
    ['returns null without a lock', stored(5), null],
    ['returns null without a route', undefined, null],
  ])('%s', async (_, item, fence) => {
    const answer = json(item === undefined ? {} : { Item: item });
    const { ledger } = ledgerOf(refused, answer, json({ Attributes: stored(6) }));
    expect(await ledger.takeOver(route, execution, TURN)).toBe(fence);
  });

  test('is retried when the lock was acquired at the same time', async () => {
    const { ledger } = ledgerOf(refused, json({ Item: stored(6, { lock: lockM(false) }) }));
    await expect(ledger.takeOver(route, execution, TURN)).rejects.toMatchObject({ name: 'ServiceBusyError' });
  });
});

describe('the turn among the reverts of one execution', () => {
  const reverting = (turn: object = {}) => json({ Item: stored(6, { lock: lockM(true), ...turn }) });
  const others = { by: 'arn:other', entered: TURN.entered, until: '2026-11-20T12:00:30.000Z' };

  test('is taken by another try of the same state, and keeps the lock', async () => {
    const { ledger, sent } = ledgerOf(
      refused,
      reverting({ turn: turnM(TURN) }),
      json({ Attributes: stored(6) }),
    );
    expect(await ledger.takeOver(route, execution, TURN)).toBe(6);
    expect(sent()[2]).toMatchObject({ ExpressionAttributeValues: { ':turn': contested(TURN) } });
  });

  test('is taken again by the revert that has it, in a state of its own', async () => {
    const { ledger, sent } = ledgerOf(
      refused,
      reverting({ turn: turnM({ ...TURN, entered: '2026-11-20T11:59:00.000Z' }) }),
      json({ Attributes: stored(6) }),
    );
    expect(await ledger.takeOver(route, execution, TURN)).toBe(6);
    expect(sent()[2]).toMatchObject({
      UpdateExpression: 'SET #turn = :turn',
      ConditionExpression: '#fence = :fence AND attribute_exists(#lock) AND #turn = :seen',
    });
  });

  test('is waited for while another revert has it', async () => {
    const { ledger, sent } = ledgerOf(refused, reverting({ turn: turnM(others) }));
    await expect(ledger.takeOver(route, execution, TURN)).rejects.toMatchObject({
      name: 'ServiceBusyError',
      message: expect.stringContaining('arn:other'),
    });
    expect(sent()).toHaveLength(2);
  });

  test('is taken once the turn of another revert is over, and keeps the lock', async () => {
    const over = { ...others, until: TURN.at };
    const { ledger, sent } = ledgerOf(
      refused,
      reverting({ turn: turnM(over) }),
      json({ Attributes: stored(6) }),
    );
    expect(await ledger.takeOver(route, execution, TURN)).toBe(6);
    expect(sent()[2]).toMatchObject({
      UpdateExpression: 'SET #turn = :turn',
      ExpressionAttributeValues: { ':turn': contested(TURN), ':seen': turnM(over) },
    });
  });

  test('is tried again when another revert takes it at the same time', async () => {
    const { ledger } = ledgerOf(refused, reverting(), refused);
    await expect(ledger.takeOver(route, execution, TURN)).rejects.toMatchObject({ name: 'ServiceBusyError' });
  });
});

describe('what a shift has arrived at is refused', () => {
  test.each([
    ['under another fence', stored(5, { lock: lockM(false) }), /no longer held under fence 4/],
    ['when there is no item', undefined, /no longer held under fence 4/],
    [
      'when a later shift is recorded',
      stored(4, { lock: lockM(false) }),
      /a later shift of .* than that to 0 %/,
    ],
  ])('%s', async (_, item, message) => {
    const { ledger } = ledgerOf(refused, json(item === undefined ? {} : { Item: item }));
    await expect(ledger.saveExpected(route, 4, record)).rejects.toMatchObject({
      name: 'FencedError',
      message: expect.stringMatching(message),
    });
  });
});

describe('a FencedError is thrown when the condition fails for', () => {
  test.each<[string, (ledger: Ledger) => Promise<unknown>]>([
    ['saveSnapshot', (ledger) => ledger.saveSnapshot(route, 4, record)],
    ['beginShift', (ledger) => ledger.beginShift(route, 4, { until, percent: 10 }, null)],
  ])('%s', async (_, act) => {
    await expect(act(ledgerOf(refused).ledger)).rejects.toMatchObject({ name: 'FencedError' });
  });
});

describe('a refused release', () => {
  test('is the end of the lease while the fence is held', async () => {
    const running = { lock: lockM(false), leaseUntil: { S: until } };
    const { ledger } = ledgerOf(refused, json({ Item: stored(4, running) }));
    expect(await ledger.release(route, 4, acquiredAt)).toBe(until);
  });

  test('is over at once when the lease has gone in between', async () => {
    const { ledger } = ledgerOf(refused, json({ Item: stored(4, { lock: lockM(false) }) }));
    expect(await ledger.release(route, 4, acquiredAt)).toBe(acquiredAt);
  });

  test.each([
    ['another fence', json({ Item: stored(5, { lock: lockM(true) }) })],
    ['a route that was never locked', json({})],
  ])('is a FencedError with %s', async (_, answer) => {
    const { ledger } = ledgerOf(refused, answer);
    await expect(ledger.release(route, 4, until)).rejects.toMatchObject({ name: 'FencedError' });
  });
});

describe('decisions', () => {
  const item = (key: string, at: string) => ({
    route: { S: route },
    item: { S: `decision#${execution}#${key}` },
    decision: {
      M: Object.fromEntries(Object.entries({ ...decision, key, at }).map(([name, S]) => [name, { S }])),
    },
  });

  test('are written under execution and key, unless they are there', async () => {
    const { ledger, sent } = ledgerOf(json({}), refused);
    await ledger.record(route, decision);
    await ledger.record(route, decision);
    const put = {
      api: 'PutItem',
      TableName: 'ledger',
      Item: item('shift-1', acquiredAt),
      ConditionExpression: 'attribute_not_exists(#item)',
      ExpressionAttributeNames: { '#item': 'item' },
    };
    expect(sent()).toEqual([put, put]);
  });

  test.each([
    ['without a kind', undefined],
    ['of a kind that is not known', 'celebrated'],
  ])('are read when an earlier or a later version stored them %s', async (_, kind) => {
    const { kind: __, ...fields } = decision;
    const stored = { ...fields, ...(kind === undefined ? {} : { kind }) };
    const M = Object.fromEntries(Object.entries(stored).map(([name, S]) => [name, { S: `${S}` }]));
    const { ledger } = ledgerOf(json({ Items: [{ ...item('a', acquiredAt), decision: { M } }] }));
    expect(await ledger.decisions(route)).toEqual([{ ...decision, kind: 'decided' }]);
  });

  test('are read page by page, and sorted by time', async () => {
    const last = { route: { S: route }, item: { S: `decision#${execution}#b` } };
    const { ledger, sent } = ledgerOf(
      json({
        Items: [item('a', '2026-11-20T12:02:00Z'), item('b', '2026-11-20T12:01:00Z')],
        LastEvaluatedKey: last,
      }),
      json({ LastEvaluatedKey: last }),
      json({ Items: [item('c', '2026-11-20T12:00:00Z')] }),
    );
    expect((await ledger.decisions(route)).map(({ key }) => key)).toEqual(['c', 'b', 'a']);
    expect(sent().map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([undefined, last, last]);
    expect(sent()[0]).toMatchObject({
      KeyConditionExpression: '#route = :route AND begins_with(#item, :prefix)',
      ExpressionAttributeValues: { ':route': { S: route }, ':prefix': { S: 'decision#' } },
    });
  });
});

describe('a busy service', () => {
  const acts: [string, (ledger: Ledger) => Promise<unknown>][] = [
    ['acquire', (ledger) => ledger.acquire(route, router, owner)],
    ['read', (ledger) => ledger.read(route)],
    ['record', (ledger) => ledger.record(route, decision)],
    ['decisions', (ledger) => ledger.decisions(route)],
  ];
  test.each(acts)('%s', async (_, act) => {
    for (const answer of [
      jsonError('ProvisionedThroughputExceededException', 'The level of configured throughput was exceeded'),
      jsonError('ThrottlingException', 'Rate exceeded'),
      jsonError('InternalServerError', 'oops', 500),
      brokenConnection(),
    ]) {
      await expect(act(ledgerOf(answer).ledger)).rejects.toMatchObject({ name: 'ServiceBusyError' });
    }
  });

  test('any other error is thrown unchanged', async () => {
    const { ledger } = ledgerOf(jsonError('ValidationException', 'Invalid UpdateExpression'));
    await expect(ledger.release(route, 1, LATER)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
