import { Duration } from 'aws-cdk-lib';
import { EcsDeploymentConfig, type IEcsDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { DeploymentControllerType, FargateService, type FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { namingProblems, type PropNames } from '../shared/known-props';
import { refuseProps } from '../shared/refuse-props';
import { BlueGreenDeploymentGroup } from './blue-green-deployment-group';
import { BlueGreenFoundation } from './blue-green-foundation';
import { blueGreenServiceNames, containerChangeNames } from './blue-green-names';
import type { BlueGreenServiceProps, ContainerChange } from './blue-green-props';
import type { DeploymentHookFunction } from './deployment-hook-function';
import { codeDeployHookStatements } from './hook-statements';

/** A service that CodeDeploy deploys, and how. */
export interface EcsBlueGreenServiceProps extends BlueGreenServiceProps {
  /**
   * How production traffic is shifted once the hook has passed.
   * @default EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES
   */
  readonly configuration?: IEcsDeploymentConfig;
  /**
   * How long the old tasks keep running after the shift, at most 48 hours. Until then alarms and operators
   * can roll back without starting new tasks. The next deployment must wait for the same time.
   * @default Duration.hours(1)
   */
  readonly terminationWait?: Duration;
}

const names: PropNames<EcsBlueGreenServiceProps> = {
  ...blueGreenServiceNames,
  configuration: 'optional',
  terminationWait: 'optional',
};

/**
 * A private Fargate service behind an HTTP API, deployed blue/green by CodeDeploy.
 *
 * Updating the stack registers a changed task definition, but does not deploy it. Only a CodeDeploy
 * deployment does: `cutover appspec` prints the AppSpec for one.
 * @example
 * new EcsBlueGreenService(this, 'Api', {
 *   container: { image: ContainerImage.fromEcrRepository(repository, '1.4.2'), port: 8080 },
 *   hook: { host: 'api.example.com', checks: [{ path: '/health' }] },
 * });
 */
export class EcsBlueGreenService extends Construct {
  /** Network, cluster, task definition, load balancer and API of the service. */
  readonly foundation: BlueGreenFoundation;
  /** The ECS service, with the deployment controller `CODE_DEPLOY`. */
  readonly service: FargateService;
  /** The application and the deployment group of CodeDeploy. */
  readonly deployment: BlueGreenDeploymentGroup;
  /** The function that tests new tasks before they receive traffic. */
  readonly hook: DeploymentHookFunction;

  /** @throws Error at synth that lists every problem of the props, with a remedy each */
  constructor(scope: Construct, id: string, props: EcsBlueGreenServiceProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    // The id stays although the class was renamed: it is part of logical ids.
    this.foundation = new BlueGreenFoundation(this, 'Ground', {
      service: props,
      actions: ({ blue, green }) => ({
        production: ListenerAction.forward([blue]),
        test: ListenerAction.forward([green]),
      }),
      hookApi: InterfaceVpcEndpointAwsService.CODEDEPLOY,
    });
    const { task, balancer, alarms } = this.foundation;
    this.service = new FargateService(this, 'Service', {
      ...this.foundation.serviceProps(props),
      deploymentController: { type: DeploymentControllerType.CODE_DEPLOY },
    });
    this.service.attachToApplicationTargetGroup(balancer.groups.blue);
    this.deployment = new BlueGreenDeploymentGroup(this, 'Deployment', {
      service: this.service,
      taskDefinition: task.definition,
      ...balancer.groups,
      production: balancer.production,
      test: balancer.test,
      configuration: props.configuration ?? EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      terminationWait: props.terminationWait ?? Duration.hours(1),
      alarms,
    });
    const { application, group } = this.deployment;
    this.hook = this.foundation.hook(this, props, codeDeployHookStatements(group.deploymentGroupArn));
    this.deployment.allowHook(this.hook.lambda);
    this.foundation.addOutputs(this, {
      hookFunction: this.hook.lambda.functionArn,
      application: application.applicationName,
      deploymentGroup: group.deploymentGroupName,
      service: this.service.serviceName,
    });
  }
  /**
   * Adds a task definition that a deployment can name: `cutover appspec --task-definition Green`. It is that
   * of the service but for the container's changes, with the same roles and logs, so that adding one to a
   * stack only adds. Nothing is deployed.
   * @param id letters and digits, such as `Green`
   * @throws Error at synth for an id with other characters, unknown names, or an image that cannot be pulled
   */
  addTaskDefinition(id: string, change: ContainerChange = {}): FargateTaskDefinition {
    const message = `is "${id}"; must be letters and digits, because it is a part of the name of an output`;
    refuseProps(this, [
      ...(/^[A-Za-z0-9]{1,64}$/.test(id) ? [] : [{ path: 'id', message }]),
      ...namingProblems(change, containerChangeNames),
    ]);
    return this.foundation.addTask(this, id, change).definition;
  }
}
