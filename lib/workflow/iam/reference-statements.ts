import { Arn, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { readZones } from '../routers/route53/route53-statements';
import { noResourceTypes, WildcardStatement } from './wildcards';

/** What the check for references to the old path may read. */
export interface DecommissionScan {
  /**
   * Hosted zones whose records it may list, in addition to those of the routes.
   * @default - none
   */
  readonly hostedZoneIds?: readonly string[];
}

/** Listing and describing everything that may reference an old path. All actions only read. */
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
        'with a narrower resource, the answer omits composite alarms (CloudWatch API Reference, ' +
        'DescribeAlarms)',
    }),
    new WildcardStatement({
      actions: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
      ],
      resource: '*',
      reason: noResourceTypes('Elastic Load Balancing V2'),
    }),
    new WildcardStatement({
      actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeScheduledActions'],
      resource: '*',
      reason: noResourceTypes('Amazon EC2 Auto Scaling'),
    }),
    new WildcardStatement({
      actions: ['ecs:ListClusters', 'ecs:ListServices'],
      resource: '*',
      reason: noResourceTypes('Amazon Elastic Container Service'),
    }),
    new WildcardStatement({
      actions: ['ecs:DescribeServices'],
      resource: Arn.format({ service: 'ecs', resource: 'service', resourceName: '*' }, Stack.of(scope)),
      reason: 'any service may still reference the old path; the action only reads',
    }),
  ];
}
