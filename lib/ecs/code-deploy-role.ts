import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import type { FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Effect, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { trustedService } from '../shared/service-trust';
import { acknowledgeWildcards, noResourceTypes, WildcardStatement } from '../workflow/iam/wildcards';

export interface CodeDeployRoleProps {
  /** The application of the deployment group that has this role. */
  readonly applicationName: string;
  readonly service: FargateService;
  readonly taskDefinition: FargateTaskDefinition;
  /** ARNs of both listeners, which CodeDeploy switches between the target groups. */
  readonly listenerArns: readonly string[];
  /** The rules of these listeners, with a `*` for the id of a rule: see `rulesOf`. */
  readonly ruleArns: readonly string[];
}

/** The rules of a listener of an Application Load Balancer, with a `*` for the id of a rule. */
export function rulesOf(scope: Construct, listenerArn: string): string {
  const place = Fn.select(1, Fn.split(':listener/', listenerArn));
  return Stack.of(scope).formatArn({
    service: 'elasticloadbalancing',
    resource: 'listener-rule',
    resourceName: `${place}/*`,
  });
}

/**
 * The role of CodeDeploy for one service. The managed policy `AWSCodeDeployRoleForECS` would allow every
 * service, listener, function and topic of the account, and every object in S3. S3 is not needed: the AppSpec
 * is passed with the API call. Nor are topics, because the deployment group has no triggers.
 */
export class CodeDeployRole extends Role {
  constructor(scope: Construct, id: string, props: CodeDeployRoleProps) {
    const { applicationName, service, taskDefinition, listenerArns } = props;
    // The deployment group itself has the role, so the role cannot name it (AWS CodeDeploy User Guide,
    // "Cross-service confused deputy prevention").
    const source = { service: 'codedeploy', resource: `deploymentgroup:${applicationName}/*` };
    super(scope, id, { assumedBy: trustedService(scope, 'codedeploy.amazonaws.com', source) });
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
        reason: 'each deployment creates a new task set of this one service',
      }),
      new WildcardStatement({
        actions: [
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:DescribeListeners',
          'elasticloadbalancing:DescribeRules',
        ],
        resource: '*',
        reason: noResourceTypes('Elastic Load Balancing V2'),
      }),
      ...props.ruleArns.map(
        (resource) =>
          new WildcardStatement({
            actions: ['elasticloadbalancing:ModifyRule'],
            resource,
            reason: 'rules of a listener that forward to a target group of the service are switched too',
          }),
      ),
      new WildcardStatement({
        actions: ['cloudwatch:DescribeAlarms'],
        resource: '*',
        reason:
          'with a narrower resource, the answer omits composite alarms (CloudWatch API Reference, ' +
          'DescribeAlarms)',
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

  /**
   * Allows it to call the hook. This is a separate policy, because the hook references the deployment
   * group, which is created after this role's other policy.
   */
  allowHook(hook: IFunction): void {
    new Policy(this, 'CallHook', {
      roles: [this],
      statements: [
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [hook.functionArn] }),
      ],
    });
  }
}
