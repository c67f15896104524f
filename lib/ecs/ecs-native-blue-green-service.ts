import { Duration, Validations } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import {
  AlarmBehavior,
  AlternateTarget,
  DeploymentLifecycleLambdaTarget,
  DeploymentLifecycleStage,
  DeploymentStrategy,
  FargateService,
  ListenerRuleConfiguration,
} from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { refuseProps } from '../shared/refuse-props';
import { BlueGreenFoundation } from './blue-green-foundation';
import type { BlueGreenServiceProps } from './blue-green-props';
import type { DeploymentHookFunction } from './deployment-hook-function';
import { nativeHookStatements } from './hook-statements';
import { InfrastructureRole } from './infrastructure-role';

export interface EcsNativeBlueGreenServiceProps extends BlueGreenServiceProps {
  /**
   * How long the old tasks keep running after the shift, in whole minutes, at most 24 hours. Until then
   * alarms roll back without starting new tasks.
   * @default Duration.hours(1)
   */
  readonly bakeTime?: Duration;
}

/**
 * A private Fargate service behind an HTTP API, deployed blue/green by ECS itself. Every stack update that
 * changes the task definition is a deployment; the update fails and is rolled back together with it.
 */
export class EcsNativeBlueGreenService extends Construct {
  readonly foundation: BlueGreenFoundation;
  readonly service: FargateService;
  readonly hook: DeploymentHookFunction;

  /** @throws Error at synth that lists every problem of the props, with a remedy each */
  constructor(scope: Construct, id: string, props: EcsNativeBlueGreenServiceProps) {
    super(scope, id);
    const { bakeTime = Duration.hours(1) } = props;
    refuseProps(this, bakeProblems(bakeTime));
    // The id stays although the class was renamed: it is part of logical ids.
    this.foundation = new BlueGreenFoundation(this, 'Ground', {
      service: props,
      // Never reached: the rules below match every request.
      actions: () => ({
        production: ListenerAction.fixedResponse(404),
        test: ListenerAction.fixedResponse(404),
      }),
      hookApi: InterfaceVpcEndpointAwsService.ECS,
    });
    const { balancer, cluster, alarms } = this.foundation;
    this.hook = this.foundation.hook(this, props.hook, nativeHookStatements(this, cluster));
    this.service = new FargateService(this, 'Service', {
      ...this.foundation.serviceProps(),
      deploymentStrategy: DeploymentStrategy.BLUE_GREEN,
      bakeTime,
      circuitBreaker: { enable: true, rollback: true },
      deploymentAlarms: {
        alarmNames: alarms.map(({ alarmName }) => alarmName),
        behavior: AlarmBehavior.ROLLBACK_ON_ALARM,
      },
      lifecycleHooks: [
        new DeploymentLifecycleLambdaTarget(this.hook.lambda, 'Hook', {
          role: this.hookRole(),
          // The first stage at which the test listener is certain to forward to the new tasks.
          lifecycleStages: [DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT],
        }),
      ],
    });
    this.attach(this.rule('Production', balancer.production), this.rule('Test', balancer.test));
    this.foundation.addOutputs(this, {
      hookFunction: this.hook.lambda.functionArn,
      service: this.service.serviceName,
    });
  }

  /** A rule that matches every request and forwards it to blue. Deployments change its weights. */
  private rule(id: string, listener: ApplicationListener): ApplicationListenerRule {
    const { blue, green } = this.foundation.balancer.groups;
    return new ApplicationListenerRule(this, `${id}Rule`, {
      listener,
      priority: 1,
      conditions: [ListenerCondition.pathPatterns(['/*'])],
      action: ListenerAction.weightedForward([
        { targetGroup: blue, weight: 100 },
        { targetGroup: green, weight: 0 },
      ]),
    });
  }

  private attach(production: ApplicationListenerRule, test: ApplicationListenerRule): void {
    const { balancer, task } = this.foundation;
    const { blue, green } = balancer.groups;
    const role = new InfrastructureRole(this, 'InfrastructureRole', {
      listenerRuleArns: [production.listenerRuleArn, test.listenerRuleArn],
      listenerArns: [balancer.production.listenerArn, balancer.test.listenerArn],
      targetGroupArns: [blue.targetGroupArn, green.targetGroupArn],
    });
    const target = this.service.loadBalancerTarget({
      containerName: task.container.containerName,
      containerPort: task.container.containerPort,
      alternateTarget: new AlternateTarget('Alternate', {
        alternateTargetGroup: green,
        productionListener: ListenerRuleConfiguration.applicationListenerRule(production),
        testListener: ListenerRuleConfiguration.applicationListenerRule(test),
        role,
      }),
    });
    target.attachToApplicationTargetGroup(blue);
    this.service.node.addDependency(role.permissions);
    Validations.of(this.service).acknowledge({
      id: 'cfn-lint::W3005',
      reason:
        'CDK adds explicit dependencies on the listener rules, which the service also references; the ' +
        'dependencies are redundant but harmless',
    });
  }

  /** Allows ECS to call the hook and no other function. */
  private hookRole(): Role {
    // Without a source: ECS documents none (Amazon ECS Developer Guide, "Permissions required for Lambda
    // functions in Amazon ECS blue/green deployments").
    const role = new Role(this, 'HookRole', { assumedBy: new ServicePrincipal('ecs.amazonaws.com') });
    const { functionArn } = this.hook.lambda;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    return role;
  }
}

/** The maximum bake time of ECS, in minutes (ECS API Reference, DeploymentConfiguration). */
const LONGEST_BAKE_MINUTES = 1_440;

function bakeProblems(bakeTime: Duration): Problem[] {
  if (bakeTime.toMinutes() <= LONGEST_BAKE_MINUTES) {
    return [];
  }
  const message = `is ${bakeTime.toHumanString()}; must be at most 24 hours (1440 minutes)`;
  return [{ path: 'bakeTime', message }];
}
