import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { References } from '../../ports';
import { autoScalingReferences } from './auto-scaling-references';
import { cloudwatchReferences } from './cloudwatch-references';
import { ecsReferences } from './ecs-references';
import { elbReferences } from './elb-references';
import { route53References } from './route53-references';

/** Clients of the services whose resources may reference a path. */
export interface ReferenceClients {
  readonly route53: Pick<Route53Client, 'send'>;
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
  readonly elb: Pick<ElasticLoadBalancingV2Client, 'send'>;
  readonly ecs: Pick<ECSClient, 'send'>;
  readonly autoScaling: Pick<AutoScalingClient, 'send'>;
}

/** Reads the resources that may reference a path, with the AWS SDK. */
export const awsReferences = ({
  route53,
  cloudwatch,
  elb,
  ecs,
  autoScaling,
}: ReferenceClients): References => ({
  ...route53References(route53),
  ...cloudwatchReferences(cloudwatch),
  ...elbReferences(elb),
  ...ecsReferences(ecs),
  ...autoScalingReferences(autoScaling),
});
