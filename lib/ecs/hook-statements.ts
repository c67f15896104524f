import { Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { WildcardStatement } from '../workflow/iam/wildcards';

/** What the hook of a CodeDeploy deployment may do: read that group's deployments, report to them, and read load balancers. */
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

/** What the hook of ECS's own deployments may do: read the services of one cluster, and load balancers. It reports by what it returns. */
export function nativeHookStatements(scope: Construct, cluster: ICluster): PolicyStatement[] {
  const resource = Stack.of(scope).formatArn({
    service: 'ecs',
    resource: 'service-revision',
    resourceName: `${cluster.clusterName}/*`,
  });
  const reason = 'the service names its hook, so the hook cannot name the service; nothing is written';
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
    reason: 'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
  });
}
