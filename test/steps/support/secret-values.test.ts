import { describe, expect, test } from '@jest/globals';
import type { SecretReading } from '../../../lambdas/ports';
import { plainRequest, secretValues } from '../../../lambdas/steps/support/secret-values';

const A = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf';
const B = 'arn:aws:ssm:eu-west-1:111122223333:parameter/b';

/** Values over a source that answers in turn, and the ARNs that it was asked for. */
function valuesOf(...answers: SecretReading[]) {
  const asked: string[] = [];
  const values = secretValues({
    read: async (arn) => {
      asked.push(arn);
      return answers[Math.min(asked.length, answers.length) - 1] as SecretReading;
    },
  });
  return { values, asked };
}

describe('the request of a check', () => {
  test('has each value in the place of its reference', async () => {
    const { values } = valuesOf({ value: '{"k":"one"}' });
    const headers = { Accept: '*/*', Authorization: { secret: A, key: 'k', prefix: 'Bearer ' } };
    expect(await values.fill({ headers, body: { secret: B } })).toEqual({
      headers: { Accept: '*/*', Authorization: 'Bearer one' },
      body: '{"k":"one"}',
    });
    expect(await values.fill({ headers: {}, body: 'plain' })).toEqual({ headers: {}, body: 'plain' });
    expect(await values.fill({ headers: {} })).toEqual({ headers: {} });
  });

  test('has the certificate of its client, whose key is a secret', async () => {
    const { values } = valuesOf({ value: '{"key":"PRIVATE"}' }, { value: 'PUBLIC' });
    const privateKey = { secret: A, key: 'key' };
    const fill = (certificate: string | { secret: string }) =>
      values.fill({ headers: {}, clientCertificate: { certificate, privateKey } });
    expect(await fill('PUBLIC')).toEqual({
      headers: {},
      clientCertificate: { certificate: 'PUBLIC', privateKey: 'PRIVATE' },
    });
    expect(await fill({ secret: B })).toEqual(await fill('PUBLIC'));
    expect(
      plainRequest({ headers: {}, clientCertificate: { certificate: 'PUBLIC', privateKey } }),
    ).toBeNull();
  });

  test('is missing when the key of its client is', async () => {
    const { values } = valuesOf({ value: 'no JSON' });
    const clientCertificate = { certificate: 'PUBLIC', privateKey: { secret: A, key: 'key' } };
    expect(await values.fill({ headers: {}, clientCertificate })).toMatchObject({
      failure: expect.stringContaining(A),
      retryable: false,
    });
  });

  test('reads each secret once, also for checks side by side', async () => {
    const { values, asked } = valuesOf({ value: 'one' });
    const headers = { X: { secret: A }, Y: { secret: B } };
    await Promise.all([values.fill({ headers }), values.fill({ headers, body: { secret: A } })]);
    expect(asked).toEqual([A, B]);
  });

  test('is missing when a value is, and the next try reads it again', async () => {
    const failure = { failure: `the secret ${A} cannot be read (ThrottlingException)`, retryable: true };
    const { values, asked } = valuesOf(failure, failure, { value: 'one' });
    expect(await values.fill({ headers: { X: { secret: A } } })).toEqual(failure);
    expect(await values.fill({ headers: {}, body: { secret: A } })).toEqual(failure);
    expect(await values.fill({ headers: { X: { secret: A } } })).toEqual({ headers: { X: 'one' } });
    expect(asked).toHaveLength(3);
  });

  test('is missing when a value cannot be sent', async () => {
    const { values } = valuesOf({ value: 'canary\n' });
    const answer = await values.fill({ headers: { X: { secret: A } } });
    expect(answer).toMatchObject({ failure: expect.stringContaining(A), retryable: false });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});
