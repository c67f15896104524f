import type { AccountRole } from '../../core/access/account-role';
import { settings } from '../clients/settings';

/** In the trail of the other account, beside the name of the role that assumed this one. */
const SESSION = 'cutover';

/**
 * Credentials of a role of another account. The SDK asks again before they expire, after an hour.
 * Source: AWS Security Token Service API Reference, AssumeRole.
 * @param region where STS is called; absent: the Region of the settings
 */
export const assumedRole =
  ({ roleArn, externalId }: AccountRole, region?: string) =>
  async () => {
    // Loaded only by a deployment that has roles.
    const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
    const client = new STSClient({ ...settings, ...(region === undefined ? {} : { region }) });
    try {
      const request = { RoleArn: roleArn, RoleSessionName: SESSION, ExternalId: externalId };
      const { Credentials } = await client.send(new AssumeRoleCommand(request));
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (AccessKeyId === undefined || SecretAccessKey === undefined) {
        throw new Error(`STS answered without credentials for ${roleArn}`);
      }
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
        ...(Expiration === undefined ? {} : { expiration: Expiration }),
      };
    } finally {
      client.destroy();
    }
  };
