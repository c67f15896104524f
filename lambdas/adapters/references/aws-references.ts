import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { Pointers } from '../../ports';
import { cloudwatchPointers } from './cloudwatch-references';
import { ecsPointers } from './ecs-references';
import { elbPointers } from './elb-references';
import { route53Pointers } from './route53-references';

/** The four services that something may point at a path from. */
export interface PointerClients {
  readonly route53: Pick<Route53Client, 'send'>;
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
  readonly elb: Pick<ElasticLoadBalancingV2Client, 'send'>;
  readonly ecs: Pick<ECSClient, 'send'>;
}

/** Whatever may point at a path, over the AWS SDK. */
export const awsPointers = ({ route53, cloudwatch, elb, ecs }: PointerClients): Pointers => ({
  ...route53Pointers(route53),
  ...cloudwatchPointers(cloudwatch),
  ...elbPointers(elb),
  ...ecsPointers(ecs),
});
