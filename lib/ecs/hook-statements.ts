import { Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { noResourceTypes, WildcardStatement } from '../workflow/iam/wildcards';

/**
 * Permissions of the hook for CodeDeploy: read the deployments of one group, report to them, and read load
 * balancers.
 */
export function codeDeployHookStatements(deploymentGroupArn: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'codedeploy:GetDeployment',
        'codedeploy:GetDeploymentGroup',
        'codedeploy:GetDeploymentTarget',
        'codedeploy:PutLifecycleEventHookExecutionStatus',
      ],
      resources: [deploymentGroupArn],
    }),
    readLoadBalancers(),
  ];
}

/**
 * Permissions of the hook for deployments by ECS: read the service revisions of one cluster, and load
 * balancers. It reports with its return value, which needs no permission.
 */
export function nativeHookStatements(scope: Construct, cluster: ICluster): PolicyStatement[] {
  const resource = Stack.of(scope).formatArn({
    service: 'ecs',
    resource: 'service-revision',
    resourceName: `${cluster.clusterName}/*`,
  });
  const reason =
    'the service references its hook, so the hook cannot reference the service; the action only reads';
  return [
    new WildcardStatement({ actions: ['ecs:DescribeServiceRevisions'], resource, reason }),
    readLoadBalancers(),
  ];
}

function readLoadBalancers(): PolicyStatement {
  return new WildcardStatement({
    actions: [
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    resource: '*',
    reason: noResourceTypes('Elastic Load Balancing V2'),
  });
}
