import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromAws } from '../../shared/aws-error';
import { settingsIn } from './aws-settings';

/**
 * The account of the caller's credentials.
 * @throws AwsError when AWS could not be reached, or does not accept the credentials
 */
export async function callerAccount(region: string): Promise<string> {
  const client = new STSClient(settingsIn(region));
  try {
    const call = client.send(new GetCallerIdentityCommand({}));
    const { Account = '' } = await fromAws('see whose credentials these are', call);
    return Account;
  } finally {
    client.destroy();
  }
}
