import { Route53Client } from '@aws-sdk/client-route-53';
import { route53RecordsApi } from '../../../lambdas/adapters/routers/route53/route53-records-api';
import { AwsError } from '../../shared/aws-error';
import type { RecordSource } from '../init/read-record';
import { requireCredentials, settingsIn } from './aws-settings';

/** Where the API of Route 53 is, whatever the settings say. */
const ROUTE53_REGION = 'us-east-1';

/**
 * Reads zones and records in AWS with the SDK's default credentials, as the AWS CLI does.
 * @throws AwsError when there are no credentials
 */
export async function liveRecords(): Promise<RecordSource> {
  const client = new Route53Client(settingsIn(ROUTE53_REGION));
  await requireCredentials(client, AwsError);
  return route53RecordsApi(client);
}
