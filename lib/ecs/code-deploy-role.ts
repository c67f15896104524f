import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledgeWildcards, WildcardStatement } from '../workflow/iam/wildcards';

export interface CodeDeployRoleProps {
  readonly service: FargateService;
  readonly taskDefinition: FargateTaskDefinition;
  /** ARNs of both listeners, which it moves between the target groups. */
  readonly listenerArns: readonly string[];
}

/**
 * What CodeDeploy may do to one service. The managed policy `AWSCodeDeployRoleForECS` covers every service, listener, function and topic of
 * the account, and every object in S3. Here the AppSpec comes with the call, so S3 is not needed.
 */
export class CodeDeployRole extends Role {
  constructor(scope: Construct, id: string, { service, taskDefinition, listenerArns }: CodeDeployRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    const taskSets = Stack.of(this).formatArn({
      service: 'ecs',
      resource: 'task-set',
      resourceName: `${service.cluster.clusterName}/${service.serviceName}/*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const wild = [
      new WildcardStatement({
        actions: ['ecs:CreateTaskSet', 'ecs:UpdateServicePrimaryTaskSet', 'ecs:DeleteTaskSet'],
        resource: taskSets,
        reason: 'each deployment makes a task set of its own, of this one service',
      }),
      new WildcardStatement({
        actions: [
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:DescribeListeners',
          'elasticloadbalancing:DescribeRules',
        ],
        resource: '*',
        reason: 'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
      }),
      new WildcardStatement({
        actions: ['cloudwatch:DescribeAlarms'],
        resource: '*',
        reason:
          'with any narrower resource composite alarms are left out of the answer (CloudWatch API Reference, DescribeAlarms)',
      }),
    ];
    const statements = [
      ...wild,
      new PolicyStatement({
        actions: ['ecs:DescribeServices', 'ecs:CreateTaskSet', 'ecs:UpdateServicePrimaryTaskSet'],
        resources: [service.serviceArn],
      }),
      new PolicyStatement({
        actions: ['elasticloadbalancing:ModifyListener'],
        resources: [...listenerArns],
      }),
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['iam:PassRole'],
        resources: [taskDefinition.taskRole.roleArn, taskDefinition.obtainExecutionRole().roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }),
    ];
    for (const statement of statements) {
      this.addToPolicy(statement);
    }
    acknowledgeWildcards(
      this,
      wild.map(({ wildcard }) => wildcard),
    );
  }

  /** Lets it call the hook. A policy of its own: the hook names the deployment group, which is made after this role's other policy. */
  allowHook(hook: IFunction): void {
    new Policy(this, 'CallHook', {
      roles: [this],
      statements: [
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [hook.functionArn] }),
      ],
    });
  }
}
