import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { awsReferences } from '../../../lambdas/adapters/references/aws-references';
import type { References } from '../../../lambdas/ports';
import { requireCredentials, requireRegion, settingsIn } from './aws-settings';

/**
 * Reads the resources that may reference a path, with the SDK's default credentials and Region, as the AWS
 * CLI does.
 * @throws UsageError when there are no credentials or no Region, before the first call to AWS
 */
export async function liveReferences(region: string | undefined): Promise<References> {
  const config = settingsIn(region);
  const cloudwatch = new CloudWatchClient(config);
  await requireRegion(cloudwatch);
  await requireCredentials(cloudwatch);
  return awsReferences({
    cloudwatch,
    route53: new Route53Client(config),
    elb: new ElasticLoadBalancingV2Client(config),
    ecs: new ECSClient(config),
    autoScaling: new AutoScalingClient(config),
  });
}
