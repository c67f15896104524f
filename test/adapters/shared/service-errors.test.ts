import { describe, expect, test } from '@jest/globals';
import { answerOf, isBusy, isNamed } from '../../../lambdas/adapters/shared/service-errors';

const error = (name: string, more: object = {}) => Object.assign(new Error('why'), { name, ...more });

describe('busy', () => {
  test.each([
    ['throttled', error('Throttling')],
    ['throttled, as DynamoDB says it', error('ProvisionedThroughputExceededException')],
    ['too many requests', error('Unknown', { $metadata: { httpStatusCode: 429 } })],
    ['a fault of the service', error('Unknown', { $metadata: { httpStatusCode: 500 } })],
    ['no service behind the gateway', error('Unknown', { $metadata: { httpStatusCode: 504 } })],
    ['marked as retryable', error('Whatever', { $retryable: {} })],
    ['no answer in time', error('TimeoutError')],
    ['a reset connection', error('Error', { code: 'ECONNRESET' })],
    ['a connection that timed out', error('Error', { code: 'ETIMEDOUT' })],
  ])('%s', async (_, cause) => {
    expect(isBusy(cause)).toBe(true);
    await expect(answerOf(Promise.reject(cause))).rejects.toMatchObject({
      name: 'ServiceBusyError',
      message: `${cause.name}: why`,
      cause,
    });
  });
});

describe('not busy', () => {
  test.each([
    ['refused', error('AccessDenied', { $metadata: { httpStatusCode: 403 } })],
    ['wrong', error('ValidationException', { $metadata: { httpStatusCode: 400 }, $retryable: undefined })],
    ['a quota', error('LimitExceededException', { $metadata: { httpStatusCode: 400 } })],
    ['a mistake of ours', new TypeError('undefined is not a function')],
    ['no error at all', 'Throttling'],
    ['nothing', undefined],
  ])('%s passes as it is', async (_, cause) => {
    expect(isBusy(cause)).toBe(false);
    await expect(answerOf(Promise.reject(cause))).rejects.toBe(cause);
  });
});

test('an answer passes', async () => {
  await expect(answerOf(Promise.resolve(7))).resolves.toBe(7);
});

test('errors are known by name', () => {
  expect(isNamed(error('NoSuchHostedZone'), 'NoSuchHostedZone')).toBe(true);
  expect(isNamed(error('NoSuchHostedZone'), 'Throttling')).toBe(false);
  expect(isNamed({ name: 'NoSuchHostedZone' }, 'NoSuchHostedZone')).toBe(false);
});
