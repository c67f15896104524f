import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { SecretSource } from '../../ports';
import { isBusy } from '../shared/service-errors';

/** Makes a client for a Region. */
export interface SecretClients {
  readonly secretsManager: (region: string) => Pick<SecretsManagerClient, 'send'>;
  readonly parameterStore: (region: string) => Pick<SSMClient, 'send'>;
}

/**
 * Secrets of Secrets Manager, as text, and parameters of Parameter Store, decrypted. Nothing is kept: the
 * next read gets a value that was rotated.
 */
export const awsSecrets = (clients: SecretClients): SecretSource => ({
  read: async (arn) => {
    try {
      const value = await textOf(clients, arn);
      return value === undefined
        ? { failure: `the secret ${arn} has no text: it is binary, or empty`, retryable: false }
        : { value };
    } catch (error) {
      // Only the name: no message of a service or of Node.js is known to be free of the value.
      const name = error instanceof Error ? error.name : 'unknown error';
      return { failure: `the secret ${arn} cannot be read (${name})`, retryable: isBusy(error) };
    }
  },
});

async function textOf(clients: SecretClients, arn: string): Promise<string | undefined> {
  const [, , service, region = ''] = arn.split(':');
  if (service === 'secretsmanager') {
    const answer = await clients.secretsManager(region).send(new GetSecretValueCommand({ SecretId: arn }));
    return answer.SecretString;
  }
  const Name = arn.slice(arn.indexOf(':parameter/') + ':parameter'.length);
  const answer = await clients
    .parameterStore(region)
    .send(new GetParameterCommand({ Name, WithDecryption: true }));
  return answer.Parameter?.Value;
}
