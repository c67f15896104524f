import { Arn, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { readZones } from '../routers/route53/route53-statements';
import { WildcardStatement } from './wildcards';

/** What the proof that an old path can go may look at. */
export interface DecommissionScan {
  /**
   * Zones whose records it may list, beside those of the routes.
   * @default - none
   */
  readonly hostedZoneIds?: readonly string[];
}

const WITHOUT_TYPES = 'no resource types (Service Authorization Reference';

/** Listing and describing whatever may point at an old path. Nothing here changes anything. */
export function readReferences(
  scope: Construct,
  { hostedZoneIds = [] }: DecommissionScan,
): PolicyStatement[] {
  return [
    ...(hostedZoneIds.length === 0 ? [] : readZones(scope, hostedZoneIds)),
    new WildcardStatement({
      actions: ['cloudwatch:DescribeAlarms'],
      resource: '*',
      reason:
        'with any narrower resource composite alarms are left out of the answer (CloudWatch API Reference, DescribeAlarms)',
    }),
    new WildcardStatement({
      actions: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
      ],
      resource: '*',
      reason: `${WITHOUT_TYPES}, "Elastic Load Balancing V2")`,
    }),
    new WildcardStatement({
      actions: ['ecs:ListClusters', 'ecs:ListServices'],
      resource: '*',
      reason: `${WITHOUT_TYPES}, "Amazon Elastic Container Service")`,
    }),
    new WildcardStatement({
      actions: ['ecs:DescribeServices'],
      resource: Arn.format({ service: 'ecs', resource: 'service', resourceName: '*' }, Stack.of(scope)),
      reason: 'which service still uses the old path is the question; nothing but descriptions is read',
    }),
  ];
}
