import { Duration } from 'aws-cdk-lib';
import { EcsDeploymentConfig, type IEcsDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { DeploymentControllerType, FargateService } from 'aws-cdk-lib/aws-ecs';
import { ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { BlueGreenDeploymentGroup } from './blue-green-deployment-group';
import { BlueGreenFoundation } from './blue-green-foundation';
import type { BlueGreenServiceProps } from './blue-green-props';
import type { DeploymentHookFunction } from './deployment-hook-function';
import { codeDeployHookStatements } from './hook-statements';

export interface EcsBlueGreenServiceProps extends BlueGreenServiceProps {
  /**
   * How production traffic is shifted once the hook has passed.
   * @default EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES
   */
  readonly configuration?: IEcsDeploymentConfig;
  /**
   * How long the old tasks stay after the shift, at most 48 hours. Until then alarms and people can roll back without new tasks; the next
   * deployment waits as long.
   * @default Duration.hours(1)
   */
  readonly terminationWait?: Duration;
}

/**
 * A private Fargate service behind an HTTP API, deployed blue/green by CodeDeploy: `cutover appspec` prints what starts a deployment.
 * A change of the task definition is registered by the stack, and deployed by nothing but such a deployment.
 * @example
 * new EcsBlueGreenService(this, 'Api', {
 *   container: { image: ContainerImage.fromEcrRepository(repository, '1.4.2'), port: 8080 },
 *   hook: { host: 'api.example.com', checks: [{ path: '/health' }] },
 * });
 */
export class EcsBlueGreenService extends Construct {
  readonly ground: BlueGreenFoundation;
  readonly service: FargateService;
  readonly deployment: BlueGreenDeploymentGroup;
  readonly hook: DeploymentHookFunction;

  /** @throws Error that lists what is wrong with the props, each with the remedy */
  constructor(scope: Construct, id: string, props: EcsBlueGreenServiceProps) {
    super(scope, id);
    this.ground = new BlueGreenFoundation(this, 'Ground', {
      service: props,
      actions: ({ blue, green }) => ({
        production: ListenerAction.forward([blue]),
        test: ListenerAction.forward([green]),
      }),
      hookApi: InterfaceVpcEndpointAwsService.CODEDEPLOY,
    });
    const { task, balancer, alarms } = this.ground;
    this.service = new FargateService(this, 'Service', {
      ...this.ground.serviceProps(),
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
    this.hook = this.ground.hook(this, props.hook, codeDeployHookStatements(group.deploymentGroupArn));
    this.deployment.allowHook(this.hook.lambda);
    this.ground.tell(this, {
      hookFunction: this.hook.lambda.functionArn,
      application: application.applicationName,
      deploymentGroup: group.deploymentGroupName,
      service: this.service.serviceName,
    });
  }
}
