// The API accepts only SigV4A signatures; this import enables the client to create them.
import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { keyValueWriter } from '../../../lambdas/adapters/routers/cloudfront-kvs/key-value-api';
import type { KeyValueWriter } from '../../../lambdas/adapters/routers/cloudfront-kvs/key-value-writer';
import { storeArnByName } from '../../operator/aws/store-by-name';
import { AwsError } from '../../shared/aws-error';
import { requireCredentials, settingsIn } from './aws-settings';

/** The API is global; its client needs some Region all the same, as in the AWS CLI. */
const GLOBAL_REGION = 'us-east-1';

/**
 * The key value stores of the caller's account, with the SDK's default credentials.
 * @throws AwsError when there are no credentials
 */
export async function liveKeyValues(region: string | undefined): Promise<KeyValueWriter> {
  const configured = await new CloudFrontKeyValueStoreClient(settingsIn(region)).config
    .region()
    .catch(() => undefined);
  const client = new CloudFrontKeyValueStoreClient(settingsIn(configured ?? GLOBAL_REGION));
  await requireCredentials(client, AwsError);
  return keyValueWriter(client);
}

/** The address of CloudFront's API, which is global. */
const CLOUDFRONT = 'https://cloudfront.amazonaws.com';

/**
 * The ARN of the store of a name in the caller's account, with the SDK's default credentials.
 * @throws AwsError when there are no credentials, or CloudFront could not be asked
 */
export async function liveStoreArn(name: string): Promise<string | null> {
  const client = new CloudFrontKeyValueStoreClient(settingsIn(GLOBAL_REGION));
  await requireCredentials(client, AwsError);
  const { AWS_ENDPOINT_URL_CLOUDFRONT, AWS_ENDPOINT_URL } = process.env;
  const endpoint = AWS_ENDPOINT_URL_CLOUDFRONT ?? AWS_ENDPOINT_URL ?? CLOUDFRONT;
  return storeArnByName(name, { endpoint, credentials: client.config.credentials });
}
