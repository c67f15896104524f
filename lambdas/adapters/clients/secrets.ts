import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SecretClients } from '../secrets/aws-secrets';
import { settings } from './settings';

/** Clients for `awsSecrets`. A secret may be in another Region than the function. */
export const secretClients = (): SecretClients => ({
  secretsManager: (region) => new SecretsManagerClient({ ...settings, region }),
  parameterStore: (region) => new SSMClient({ ...settings, region }),
});
