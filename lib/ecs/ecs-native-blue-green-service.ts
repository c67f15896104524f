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
import { refuse } from '../shared/prop-errors';
import { BlueGreenFoundation } from './blue-green-foundation';
import type { BlueGreenServiceProps } from './blue-green-props';
import type { DeploymentHookFunction } from './deployment-hook-function';
import { nativeHookStatements } from './hook-statements';
import { InfrastructureRole } from './infrastructure-role';

export interface EcsNativeBlueGreenServiceProps extends BlueGreenServiceProps {
  /**
   * How long the old tasks stay after the shift, at most 24 hours in whole minutes. Until then alarms roll back without new tasks.
   * @default Duration.hours(1)
   */
  readonly bakeTime?: Duration;
}

/**
 * A private Fargate service behind an HTTP API, deployed blue/green by ECS itself: every stack update with another task definition is such
 * a deployment, and fails and is rolled back with it.
 */
export class EcsNativeBlueGreenService extends Construct {
  readonly ground: BlueGreenFoundation;
  readonly service: FargateService;
  readonly hook: DeploymentHookFunction;

  /** @throws Error that lists what is wrong with the props, each with the remedy */
  constructor(scope: Construct, id: string, props: EcsNativeBlueGreenServiceProps) {
    super(scope, id);
    const { bakeTime = Duration.hours(1) } = props;
    refuse(this, bakeProblems(bakeTime));
    this.ground = new BlueGreenFoundation(this, 'Ground', {
      service: props,
      // What no rule takes is nobody's: the rules have everything.
      actions: () => ({
        production: ListenerAction.fixedResponse(404),
        test: ListenerAction.fixedResponse(404),
      }),
      hookApi: InterfaceVpcEndpointAwsService.ECS,
    });
    const { balancer, cluster, alarms } = this.ground;
    this.hook = this.ground.hook(this, props.hook, nativeHookStatements(this, cluster));
    this.service = new FargateService(this, 'Service', {
      ...this.ground.serviceProps(),
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
          // The first stage at which the test listener is sure to lead to the new tasks.
          lifecycleStages: [DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT],
        }),
      ],
    });
    this.attach(this.rule('Production', balancer.production), this.rule('Test', balancer.test));
    this.ground.tell(this, {
      hookFunction: this.hook.lambda.functionArn,
      service: this.service.serviceName,
    });
  }

  /** Everything, to blue before the first deployment. ECS moves the weights. */
  private rule(id: string, listener: ApplicationListener): ApplicationListenerRule {
    const { blue, green } = this.ground.balancer.groups;
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
    const { balancer, task } = this.ground;
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
    this.service.node.addDependency(role.rights);
    Validations.of(this.service).acknowledge({
      id: 'cfn-lint::W3005',
      reason:
        'CDK waits for the rules of a target group before it registers a service; that the service names them as well does no harm',
    });
  }

  /** Lets ECS call this version of the hook and no other function. */
  private hookRole(): Role {
    const role = new Role(this, 'HookRole', { assumedBy: new ServicePrincipal('ecs.amazonaws.com') });
    const { functionArn } = this.hook.lambda;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    return role;
  }
}

/** The longest bake time of ECS, in minutes (ECS API Reference, DeploymentConfiguration). */
const LONGEST_BAKE_MINUTES = 1_440;

function bakeProblems(bakeTime: Duration): Problem[] {
  if (bakeTime.toMinutes() <= LONGEST_BAKE_MINUTES) {
    return [];
  }
  const message = `is ${bakeTime.toHumanString()}; must be at most 24 hours (1440 minutes)`;
  return [{ path: 'bakeTime', message }];
}
