import { describe, expect, test } from '@jest/globals';
import { answerOf, isBusy, isNamed } from '../../../lambdas/adapters/shared/service-errors';

const error = (name: string, more: object = {}) => Object.assign(new Error('why'), { name, ...more });

describe('a temporary error', () => {
  test.each([
    ['throttling', error('Throttling')],
    ['throttling by DynamoDB', error('ProvisionedThroughputExceededException')],
    ['too many requests', error('Unknown', { $metadata: { httpStatusCode: 429 } })],
    ['a fault of the service', error('Unknown', { $metadata: { httpStatusCode: 500 } })],
    ['a gateway timeout', error('Unknown', { $metadata: { httpStatusCode: 504 } })],
    ['an error marked as retryable', error('Whatever', { $retryable: {} })],
    ['a timeout', error('TimeoutError')],
    ['a reset connection', error('Error', { code: 'ECONNRESET' })],
    ['a connection that timed out', error('Error', { code: 'ETIMEDOUT' })],
  ])('is a ServiceBusyError: %s', async (_, cause) => {
    expect(isBusy(cause)).toBe(true);
    await expect(answerOf(Promise.reject(cause))).rejects.toMatchObject({
      name: 'ServiceBusyError',
      message: `${cause.name}: why`,
      cause,
    });
  });
});

describe('any other error', () => {
  test.each([
    ['access denied', error('AccessDenied', { $metadata: { httpStatusCode: 403 } })],
    [
      'an invalid request',
      error('ValidationException', { $metadata: { httpStatusCode: 400 }, $retryable: undefined }),
    ],
    ['a quota', error('LimitExceededException', { $metadata: { httpStatusCode: 400 } })],
    ['a bug', new TypeError('undefined is not a function')],
    ['a value that is not an Error', 'Throttling'],
    ['nothing', undefined],
  ])('is thrown unchanged: %s', async (_, cause) => {
    expect(isBusy(cause)).toBe(false);
    await expect(answerOf(Promise.reject(cause))).rejects.toBe(cause);
  });
});

test('a response is returned', async () => {
  await expect(answerOf(Promise.resolve(7))).resolves.toBe(7);
});

test('isNamed compares the name of an error', () => {
  expect(isNamed(error('NoSuchHostedZone'), 'NoSuchHostedZone')).toBe(true);
  expect(isNamed(error('NoSuchHostedZone'), 'Throttling')).toBe(false);
  expect(isNamed({ name: 'NoSuchHostedZone' }, 'NoSuchHostedZone')).toBe(false);
});
