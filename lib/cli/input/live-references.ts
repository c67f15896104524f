import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { awsReferences } from '../../../lambdas/adapters/references/aws-references';
import type { References } from '../../../lambdas/ports';
import { UsageError } from '../../shared/usage-error';

/**
 * Reads the resources that may reference a path, with the SDK's default credentials and Region, as the AWS
 * CLI does.
 * @throws UsageError when there are no credentials or no Region, before the first call to AWS
 */
export async function liveReferences(region: string | undefined): Promise<References> {
  const config = { ...settings, ...(region === undefined ? {} : { region }) };
  const cloudwatch = new CloudWatchClient(config);
  await found(
    () => cloudwatch.config.region(),
    'there is no Region',
    'give --region, or set AWS_REGION or a profile with a Region',
  );
  await found(
    () => cloudwatch.config.credentials(),
    'there are no AWS credentials',
    'sign in (aws sso login, AWS_PROFILE) or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  );
  return awsReferences({
    cloudwatch,
    route53: new Route53Client(config),
    elb: new ElasticLoadBalancingV2Client(config),
    ecs: new ECSClient(config),
  });
}

async function found(read: () => Promise<unknown>, problem: string, remedy: string): Promise<void> {
  try {
    await read();
  } catch (error) {
    throw new UsageError(`${problem}: ${(error as Error).message}; ${remedy}`);
  }
}
