import { Duration, Validations } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import {
  AlarmBehavior,
  AlternateTarget,
  type CapacityProviderStrategy,
  DeploymentLifecycleLambdaTarget,
  DeploymentLifecycleStage,
  FargateService,
  ListenerRuleConfiguration,
} from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type Grant, type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { durationProblems } from '../shared/durations';
import { namingProblems, type PropNames } from '../shared/known-props';
import { refuseProps } from '../shared/refuse-props';
import { BlueGreenFoundation } from './blue-green-foundation';
import { blueGreenServiceNames } from './blue-green-names';
import type { BlueGreenServiceProps } from './blue-green-props';
import type { DeploymentHookFunction } from './deployment-hook-function';
import { nativeHookStatements } from './hook-statements';
import { InfrastructureRole } from './infrastructure-role';
import {
  approvalProblems,
  type DeploymentApproval,
  deploymentApprovalNames,
  grantDeploymentApproval,
  pauseForApproval,
} from './native/approval';
import {
  type TrafficShiftProps,
  trafficShift,
  trafficShiftNames,
  trafficShiftProblems,
} from './native/traffic-shift';

/** A service that ECS deploys, and how. */
export interface EcsNativeBlueGreenServiceProps extends BlueGreenServiceProps, TrafficShiftProps {
  /**
   * How long the old tasks keep running after all of the shift, in whole minutes, at most 24 hours. Until
   * then alarms roll back without starting new tasks.
   * @default Duration.hours(1)
   */
  readonly bakeTime?: Duration;
  /**
   * The capacity that the tasks run on, such as `FARGATE_SPOT` for some of them. A cluster that is given must
   * have these capacity providers.
   * @default - Fargate without Spot
   */
  readonly capacityProviderStrategies?: readonly CapacityProviderStrategy[];
  /**
   * Makes each deployment wait until somebody has approved it with `cutover approve ecs/CLUSTER/SERVICE`. It
   * waits when the test listener forwards to the new tasks, and no production traffic has moved.
   * @default - no approval: a deployment goes on when the hook has passed
   */
  readonly approval?: DeploymentApproval;
}

const names: PropNames<EcsNativeBlueGreenServiceProps> = {
  ...blueGreenServiceNames,
  ...trafficShiftNames,
  bakeTime: 'optional',
  approval: { is: 'optional', props: deploymentApprovalNames },
  capacityProviderStrategies: {
    is: 'optional',
    props: {
      capacityProvider: 'required',
      base: 'optional',
      weight: 'optional',
    } satisfies PropNames<CapacityProviderStrategy>,
  },
};

/**
 * A private Fargate service behind an HTTP API, deployed blue/green by ECS itself. Every stack update that
 * changes the task definition is a deployment; the update fails and is rolled back together with it.
 * @example
 * new EcsNativeBlueGreenService(this, 'Api', {
 *   container: { image: ContainerImage.fromEcrRepository(repository, '1.4.2'), port: 8080 },
 *   hook: { host: 'api.example.com', checks: [{ path: '/health' }] },
 *   canaryConfiguration: { stepPercent: 10, stepBakeTime: Duration.minutes(5) },
 * });
 */
export class EcsNativeBlueGreenService extends Construct {
  /** Network, cluster, task definition, load balancer and API of the service. */
  readonly foundation: BlueGreenFoundation;
  /** The ECS service, which ECS itself deploys blue/green. */
  readonly service: FargateService;
  /** The function that tests new tasks before they receive traffic. */
  readonly hook: DeploymentHookFunction;

  /** @throws Error at synth that lists every problem of the props, with a remedy each */
  constructor(scope: Construct, id: string, props: EcsNativeBlueGreenServiceProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    const { bakeTime = Duration.hours(1), capacityProviderStrategies: strategies } = props;
    const own = [...durationProblems('bakeTime', bakeTime, BAKE_TIME), ...trafficShiftProblems(props)];
    refuseProps(this, own);
    refuseProps(this, props.approval === undefined ? [] : approvalProblems(props.approval, bakeTime, props));
    // The id stays although the class was renamed: it is part of logical ids.
    this.foundation = new BlueGreenFoundation(this, 'Ground', {
      service: props,
      // Never reached: the rules below match every request.
      actions: () => ({
        production: ListenerAction.fixedResponse(404),
        test: ListenerAction.fixedResponse(404),
      }),
      hookApi: InterfaceVpcEndpointAwsService.ECS,
      capacityProviders: strategies !== undefined,
    });
    const { balancer, cluster, alarms } = this.foundation;
    this.hook = this.foundation.hook(this, props, nativeHookStatements(this, cluster));
    this.service = new FargateService(this, 'Service', {
      ...this.foundation.serviceProps(props),
      ...(strategies === undefined ? {} : { capacityProviderStrategies: [...strategies] }),
      ...trafficShift(props),
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
    if (props.approval !== undefined) {
      pauseForApproval(this.service, props.approval);
    }
    this.attach(this.rule('Production', balancer.production), this.rule('Test', balancer.test));
    this.foundation.addOutputs(this, {
      hookFunction: this.hook.lambda.functionArn,
      service: this.service.serviceName,
    });
  }

  /**
   * Lets somebody approve and abort deployments of this service. IAM decides who, and CloudTrail records it.
   */
  grantApproval(grantee: IGrantable): Grant {
    return grantDeploymentApproval(grantee, this.service, this.foundation.cluster);
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

/** What ECS accepts (ECS API Reference, DeploymentConfiguration). */
const BAKE_TIME = { unit: 'minutes', min: 0, max: 1_440, maxInWords: '24 hours' } as const;
