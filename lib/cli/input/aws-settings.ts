import { cloudwatchClient } from '../../../lambdas/adapters/clients/cloudwatch';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { isRegionName } from '../../../lambdas/core/shared/arn';
import { AwsError } from '../../shared/aws-error';
import { UsageError } from '../../shared/usage-error';

/** Settings of a client, in a Region or in that of the SDK's settings. */
export function settingsIn(region: string | undefined) {
  return { ...settings, ...(region === undefined ? {} : { region }) };
}

/**
 * Resolves the Region of a client.
 * @param Failure the error when there is none: the exit code follows from it
 */
export async function requireRegion(
  client: { config: { region(): Promise<string> } },
  Failure: new (message: string) => Error = UsageError,
): Promise<void> {
  const remedy = 'give --region, or set AWS_REGION or a profile with a Region';
  await resolved(() => client.config.region(), 'there is no Region', remedy, Failure);
}

/**
 * Resolves the credentials of a client.
 * @param Failure the error when there are none: the exit code follows from it
 */
export async function requireCredentials(
  client: { config: { credentials(): Promise<unknown> } },
  Failure: new (message: string) => Error = UsageError,
): Promise<void> {
  const remedy = 'sign in (aws sso login, AWS_PROFILE) or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  await resolved(() => client.config.credentials(), 'there are no AWS credentials', remedy, Failure);
}

async function resolved(
  read: () => Promise<unknown>,
  problem: string,
  remedy: string,
  Failure: new (message: string) => Error,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    throw new Failure(`${problem}: ${(error as Error).message}; ${remedy}`);
  }
}

/**
 * The Region that is meant. Every call needs it, and the caller's credentials, which are resolved as well.
 * @param given the Region that the caller has named; undefined: that of the SDK's settings
 * @throws AwsError when there is no Region, or there are no credentials, before the first call
 */
export async function callerRegion(given: string | undefined): Promise<string> {
  const client = cloudwatchClient(given === undefined ? {} : { region: given });
  await requireRegion(client, AwsError);
  await requireCredentials(client, AwsError);
  const region = await client.config.region();
  if (!isRegionName(region)) {
    throw new AwsError(
      `the Region is "${region}", which is no name of a Region; give --region, or set AWS_REGION, to one ` +
        'such as eu-west-1',
    );
  }
  return region;
}
