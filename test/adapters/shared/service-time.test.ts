import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { readServiceTime, serviceAheadMs } from '../../../lambdas/adapters/shared/service-time';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import { json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const ask = (answer: WireAnswer) => {
  const client = readServiceTime(new DynamoDBClient(wire(() => answer).config), () => now);
  return client.send(new GetItemCommand({ TableName: 't', Key: { route: { S: 'r' } } }));
};
const dated = (answer: WireAnswer, date: string) => ({
  ...answer,
  headers: { ...answer.headers, Date: date },
});

test("has no time of AWS's before the first answer, and keeps the last one that there was", async () => {
  expect(systemClock.aheadMs()).toBeNull();
  await ask(json({}));
  expect(serviceAheadMs()).toBeNull();
  await ask(dated(json({}), 'Fri, 20 Nov 2026 12:00:50 GMT'));
  expect(serviceAheadMs()).toBe(50_500);
  await ask(json({}));
  await ask(dated(json({}), 'soon'));
  expect(systemClock.aheadMs()).toBe(50_500);
});

test('reads the time of an answer that is an error', async () => {
  const refused = dated(
    jsonError('ConditionalCheckFailedException', 'no', 400),
    'Fri, 20 Nov 2026 11:59:00 GMT',
  );
  await expect(ask(refused)).rejects.toThrow('no');
  expect(serviceAheadMs()).toBe(-59_500);
});
