import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll } from '@jest/globals';
import { awsSecrets } from '../../lambdas/adapters/secrets/aws-secrets';
import { describeSecretSource } from '../contracts/secret-source.contract';
import { endpointOf, freshName } from './support/endpoints';

// moto serves both; stacks have another emulator for Parameter Store. Its first answer takes longer than
// the deployed settings allow.
const config = { endpoint: endpointOf('SECRETS_MANAGER') };
const secretsManager = new SecretsManagerClient(config);
const parameterStore = new SSMClient(config);
afterAll(() => {
  secretsManager.destroy();
  parameterStore.destroy();
});

describeSecretSource('awsSecrets on moto', async () => ({
  secrets: awsSecrets({ secretsManager: () => secretsManager, parameterStore: () => parameterStore }),
  seedSecret: async (SecretString) => {
    const { ARN = '' } = await secretsManager.send(
      new CreateSecretCommand({ Name: `smoke/${freshName()}`, SecretString }),
    );
    return ARN;
  },
  seedParameter: async (Value) => {
    const Name = `/smoke/${freshName()}`;
    await parameterStore.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
    return `arn:aws:ssm:eu-west-1:123456789012:parameter${Name}`;
  },
  missingArns: [
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:missing-AbCdEf',
    'arn:aws:ssm:eu-west-1:123456789012:parameter/missing',
  ],
}));
