import { ECSClient } from '@aws-sdk/client-ecs';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { ecsDeployments } from '../../operator/aws/ecs-deployments';
import type { ServiceDeployments } from '../../operator/service-deployment';
import { callerRegion } from './aws-settings';

/**
 * Deployments of ECS services, with the SDK's default credentials. ECS keeps no reason of an answer, so it is
 * part of the user agent, which CloudTrail records beside the caller.
 * @throws AwsError when there is no Region, or there are no credentials
 */
export async function liveServiceDeployments(
  given: string | undefined,
  reason: string,
): Promise<ServiceDeployments> {
  const region = await callerRegion(given);
  return ecsDeployments(
    new ECSClient({ ...settings, region, customUserAgent: [['cutover-reason', reason]] }),
  );
}
