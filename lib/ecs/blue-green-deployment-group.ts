import { type Duration, Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CfnDeploymentConfig,
  EcsApplication,
  EcsDeploymentConfig,
  EcsDeploymentGroup,
  type IEcsDeploymentConfig,
} from 'aws-cdk-lib/aws-codedeploy';
import type { FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { type IListener, type ITargetGroup, NetworkListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { durationProblems } from '../shared/durations';
import { namingProblems, type PropNames } from '../shared/known-props';
import { refuseProps } from '../shared/refuse-props';
import { CodeDeployRole, rulesOf } from './code-deploy-role';
import { deploymentAlarmProblems } from './service-alarm';

export interface BlueGreenDeploymentGroupProps {
  /** Must have the deployment controller `CODE_DEPLOY`. */
  readonly service: FargateService;
  readonly taskDefinition: FargateTaskDefinition;
  readonly blue: ITargetGroup;
  readonly green: ITargetGroup;
  readonly production: IListener;
  readonly test: IListener;
  /** How traffic is shifted. A Network Load Balancer supports only all at once. */
  readonly configuration: IEcsDeploymentConfig;
  /**
   * How long the old tasks keep running after the shift, at most 48 hours. Until then a deployment can be
   * rolled back without starting new tasks.
   */
  readonly terminationWait: Duration;
  readonly alarms: readonly IAlarm[];
}

const names: PropNames<BlueGreenDeploymentGroupProps> = {
  service: 'required',
  taskDefinition: 'required',
  blue: 'required',
  green: 'required',
  production: 'required',
  test: 'required',
  configuration: 'required',
  terminationWait: 'required',
  alarms: 'required',
};

/**
 * CodeDeploy's application and deployment group for a service. A failure, a stop or an alarm rolls a
 * deployment back.
 */
export class BlueGreenDeploymentGroup extends Construct {
  /** The CodeDeploy application, whose only deployment group is `group`. */
  readonly application: EcsApplication;
  /** The deployment group of the service: `cutover appspec` prints what a deployment to it needs. */
  readonly group: EcsDeploymentGroup;
  private readonly role: CodeDeployRole;

  /**
   * @throws Error at synth when CodeDeploy would refuse the configuration, the wait or the alarms
   * @internal
   */
  constructor(scope: Construct, id: string, props: BlueGreenDeploymentGroupProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    const { service, taskDefinition, production, test, configuration, terminationWait, alarms } = props;
    refuseProps(scope, [
      ...configurationProblems(configuration, [production, test]),
      ...durationProblems('terminationWait', terminationWait, TERMINATION_WAIT),
      ...deploymentAlarmProblems(this, alarms),
    ]);
    this.application = new EcsApplication(this, 'Application');
    this.role = new CodeDeployRole(this, 'Role', {
      applicationName: this.application.applicationName,
      service,
      taskDefinition,
      listenerArns: [production.listenerArn, test.listenerArn],
      // The listeners of a Network Load Balancer have no rules.
      ruleArns: [production, test]
        .filter((listener) => !isNetwork(listener))
        .map(({ listenerArn }) => rulesOf(this, listenerArn)),
    });
    this.group = new EcsDeploymentGroup(this, 'Group', {
      application: this.application,
      // Otherwise CDK would attach a managed policy to it.
      role: this.role.withoutPolicyUpdates(),
      service,
      deploymentConfig: configuration,
      alarms: [...alarms],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: alarms.length > 0 },
      blueGreenDeploymentConfig: {
        blueTargetGroup: props.blue,
        greenTargetGroup: props.green,
        listener: production,
        testListener: test,
        terminationWaitTime: terminationWait,
      },
    });
  }

  /** Allows CodeDeploy to call the hook that the AppSpec names. */
  allowHook(hook: IFunction): void {
    this.role.allowHook(hook);
  }
}

/** What CodeDeploy accepts (CodeDeploy API Reference, BlueInstanceTerminationOption). */
const TERMINATION_WAIT = { unit: 'minutes', min: 0, max: 2_880, maxInWords: '48 hours' } as const;

function configurationProblems(
  configuration: IEcsDeploymentConfig,
  listeners: readonly IListener[],
): Problem[] {
  if (!listeners.some(isNetwork) || !isGradual(configuration)) {
    return [];
  }
  const message =
    `is ${configuration.deploymentConfigName}; must be EcsDeploymentConfig.ALL_AT_ONCE, because a Network ` +
    'Load Balancer cannot split traffic';
  return [{ path: 'configuration', message }];
}

function isNetwork(listener: IListener): boolean {
  const { listenerArn } = listener;
  return (
    listener instanceof NetworkListener ||
    (!Token.isUnresolved(listenerArn) && /:listener\/net(work)?\//.test(listenerArn))
  );
}

/**
 * Whether a configuration is canary or linear, as far as synth knows. A configuration of which only the
 * name is known, and not one of CodeDeploy's own, may be either.
 */
function isGradual(configuration: IEcsDeploymentConfig): boolean {
  const defined = configuration instanceof EcsDeploymentConfig ? configuration.node.defaultChild : undefined;
  if (defined instanceof CfnDeploymentConfig) {
    const routing = defined.trafficRoutingConfig as
      | CfnDeploymentConfig.TrafficRoutingConfigProperty
      | undefined;
    return routing?.type !== 'AllAtOnce';
  }
  return /^CodeDeployDefault\.ECS(Canary|Linear)/.test(configuration.deploymentConfigName);
}
