import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from '@jest/globals';
import { awsSecrets } from '../../../lambdas/adapters/secrets/aws-secrets';
import { describeSecretSource } from '../../contracts/secret-source.contract';
import { json, jsonError, wire } from '../../support/accounts/wire';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf';
const PARAMETER = 'arn:aws:ssm:us-east-1:111122223333:parameter/smoke/test';

/** The real clients, over a service that has what was stored. */
describeSecretSource('awsSecrets', async () => {
  const stored = new Map<string, string>();
  const { config } = wire(({ body }) => {
    const { SecretId, Name, WithDecryption } = JSON.parse(body);
    const value = stored.get(SecretId ?? Name);
    if (value === undefined) {
      const name = SecretId === undefined ? 'ParameterNotFound' : 'ResourceNotFoundException';
      return jsonError(name, 'Could not find it');
    }
    const Value = WithDecryption === true ? value : 'encrypted';
    return json(SecretId === undefined ? { Parameter: { Value } } : { SecretString: value });
  });
  return {
    secrets: awsSecrets({
      secretsManager: () => new SecretsManagerClient(config),
      parameterStore: () => new SSMClient(config),
    }),
    seedSecret: async (value) => {
      stored.set(SECRET, value);
      return SECRET;
    },
    seedParameter: async (value) => {
      stored.set('/smoke/test', value);
      return PARAMETER;
    },
    missingArns: [SECRET.replace('smoke', 'missing'), `${PARAMETER}/missing`],
  };
});

type Answer = () => unknown;

/** Secrets over clients that answer so, and what these were asked. */
function secretsOf(answer: Answer) {
  const asked: unknown[] = [];
  const client = (service: string) => (region: string) => ({
    send: async ({ input }: { input: unknown }) => {
      asked.push([service, region, input]);
      return answer();
    },
  });
  const secrets = awsSecrets({
    secretsManager: client('secretsmanager') as unknown as () => Pick<SecretsManagerClient, 'send'>,
    parameterStore: client('ssm') as unknown as () => Pick<SSMClient, 'send'>,
  });
  return { secrets, asked };
}

test('a secret is read from Secrets Manager, in the Region of its ARN', async () => {
  const { secrets, asked } = secretsOf(() => ({ SecretString: 'canary' }));
  expect(await secrets.read(SECRET)).toEqual({ value: 'canary' });
  expect(asked).toEqual([['secretsmanager', 'eu-west-1', { SecretId: SECRET }]]);
});

test('a parameter is read from Parameter Store, decrypted', async () => {
  const { secrets, asked } = secretsOf(() => ({ Parameter: { Value: 'canary' } }));
  expect(await secrets.read(PARAMETER)).toEqual({ value: 'canary' });
  expect(asked).toEqual([['ssm', 'us-east-1', { Name: '/smoke/test', WithDecryption: true }]]);
});

describe('a secret that cannot be read', () => {
  const failing = (name: string) => () => {
    throw Object.assign(new Error('canary'), { name });
  };

  test.each([SECRET, PARAMETER])('%s is named, and nothing else of the error', async (arn) => {
    expect(await secretsOf(failing('AccessDeniedException')).secrets.read(arn)).toEqual({
      failure: `the secret ${arn} cannot be read (AccessDeniedException)`,
      retryable: false,
    });
    expect(await secretsOf(failing('ThrottlingException')).secrets.read(arn)).toEqual({
      failure: `the secret ${arn} cannot be read (ThrottlingException)`,
      retryable: true,
    });
  });

  test('may be one without an error object', async () => {
    const odd = () => {
      throw 'canary';
    };
    expect(await secretsOf(odd).secrets.read(SECRET)).toMatchObject({
      failure: `the secret ${SECRET} cannot be read (unknown error)`,
    });
  });

  test('may have no text', async () => {
    const failure = `the secret ${SECRET} has no text: it is binary, or empty`;
    const { secrets } = secretsOf(() => ({ SecretBinary: new Uint8Array(1) }));
    expect(await secrets.read(SECRET)).toEqual({ failure, retryable: false });
    expect(await secretsOf(() => ({})).secrets.read(PARAMETER)).toHaveProperty('failure');
  });
});
