import {
  CreateTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { freshName } from './endpoints';

/** A group of Lambda targets, which needs no VPC, in the account and Region of the client. */
export async function createTargetGroup(elb: ElasticLoadBalancingV2Client): Promise<string> {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({ Name: freshName(), TargetType: 'lambda' }),
  );
  return TargetGroups?.[0]?.TargetGroupArn ?? '';
}
