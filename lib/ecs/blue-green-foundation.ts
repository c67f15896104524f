import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { InterfaceVpcEndpointAwsService, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerInsights,
  CpuArchitecture,
  type FargateServiceProps,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { refuseProps } from '../shared/refuse-props';
import { ApiFront } from './api-front';
import { BlueGreenLoadBalancer, type BlueGreenLoadBalancerProps } from './blue-green-load-balancer';
import type { BlueGreenServiceProps, ContainerChange } from './blue-green-props';
import { DeploymentHookFunction } from './deployment-hook-function';
import { secretApis } from './secret-apis';
import { ServiceAlarm } from './service-alarm';
import type { LogSettings } from './service-logs';
import { ServiceNetwork } from './service-network';
import { type OutputName, outputKey, outputPrefix } from './service-outputs';
import { servicePlaceProblems } from './service-places';
import { readServiceSettings, type ServiceSettings } from './service-settings';
import { ServiceTask } from './service-task';

export interface BlueGreenFoundationProps {
  readonly service: BlueGreenServiceProps;
  /** What the listeners do before the first deployment. */
  readonly actions: BlueGreenLoadBalancerProps['actions'];
  /** The API that the hook calls, in addition to that of Elastic Load Balancing. */
  readonly hookApi: InterfaceVpcEndpointAwsService;
  /**
   * Whether the service names capacity providers of Fargate, which a cluster that is created here then gets.
   * @default false
   */
  readonly capacityProviders?: boolean;
}

/**
 * What a blue/green service needs, whether CodeDeploy or ECS deploys it: network, cluster, task definition,
 * load balancer and API.
 */
export class BlueGreenFoundation extends Construct {
  /** The VPC and the subnets of tasks, hook, load balancer and VPC link. */
  readonly network: ServiceNetwork;
  /** The cluster that was given, or the new one. */
  readonly cluster: ICluster;
  /** The task definition that the service starts with. */
  readonly task: ServiceTask;
  /** The internal load balancer with its listeners and target groups. */
  readonly balancer: BlueGreenLoadBalancer;
  /** The HTTP API in front of the load balancer. */
  readonly front: ApiFront;
  /** Goes to ALARM when the service answers with errors. */
  readonly alarm: ServiceAlarm;
  /** `alarm` and the alarms that were given. */
  readonly alarms: readonly IAlarm[];
  /** The security group of the tasks, for rules of what they connect to, such as a database. */
  readonly taskGroup: SecurityGroup;
  private readonly hookGroup: SecurityGroup;
  private readonly settings: ServiceSettings;
  private readonly logs: LogSettings;
  /** What the names of the service's outputs begin with, once it has them. */
  private outputPrefix = '';

  /**
   * @throws Error at synth that lists every problem of the props
   * @internal
   */
  constructor(scope: Construct, id: string, props: BlueGreenFoundationProps) {
    super(scope, id);
    const { service, actions, hookApi, capacityProviders = false } = props;
    const { settings, problems } = readServiceSettings(service);
    refuseProps(scope, [...problems, ...servicePlaceProblems(scope, service)]);
    const { logRetention = RetentionDays.THREE_MONTHS, removalPolicy = RemovalPolicy.RETAIN } = service;
    const { egress, natGateways } = settings.network;
    this.settings = settings;
    this.logs = { retention: logRetention, removalPolicy };
    this.network = new ServiceNetwork(this, 'Network', {
      vpc: service.cluster?.vpc ?? service.network?.vpc,
      vpcSubnets: service.network?.vpcSubnets,
      egress,
      natGateways,
      logs: this.logs,
      hookApis: [hookApi, InterfaceVpcEndpointAwsService.ELASTIC_LOAD_BALANCING, ...secretApis(service)],
    });
    const { vpc, subnets } = this.network;
    this.cluster =
      service.cluster ??
      (new Cluster(this, 'Cluster', {
        vpc,
        containerInsightsV2: ContainerInsights.ENABLED,
        ...(capacityProviders ? { enableFargateCapacityProviders: true } : {}),
      }) as ICluster);
    this.task = new ServiceTask(this, 'Task', {
      container: { ...service.container, name: settings.container.name },
      architecture: service.cpuArchitecture ?? CpuArchitecture.ARM64,
      cpu: service.cpu ?? 256,
      memoryLimitMiB: service.memoryLimitMiB ?? 512,
      egress,
      logs: this.logs,
    });
    this.taskGroup = this.network.groupWithEgress('TaskGroup', 'Tasks of a blue/green service');
    this.hookGroup = this.network.groupWithEgress('HookGroup', 'Deployment hook of a blue/green service');
    const { productionPort, testPort, healthPath } = settings;
    const containerPort = settings.container.port;
    const { certificate } = service;
    this.balancer = new BlueGreenLoadBalancer(this, 'Balancer', {
      vpc,
      subnets,
      certificate,
      productionPort,
      testPort,
      containerPort,
      healthPath,
      healthCheck: service.healthCheck ?? {},
      deregistrationDelay: service.deregistrationDelay,
      actions,
      accessLogs: service.accessLogs,
      isProtected: service.deletionProtection ?? removalPolicy !== RemovalPolicy.DESTROY,
    });
    this.front = new ApiFront(this, 'Front', {
      vpc,
      subnets,
      listener: this.balancer.production,
      secureServerName: certificate === undefined ? null : service.hook.host,
      logs: this.logs,
      vpcLink: service.vpcLink,
    });
    this.balancer.allowFrom(this.front.vpcLink.securityGroup, productionPort, 'VPC link to production');
    this.balancer.allowFrom(this.hookGroup, testPort, 'Deployment hook to new tasks');
    this.taskGroup.connections.allowFrom(
      this.balancer.securityGroup,
      Port.tcp(containerPort),
      'Load balancer',
    );
    this.alarm = new ServiceAlarm(this, 'Errors', this.balancer.loadBalancer);
    this.alarms = [this.alarm, ...(service.alarms ?? [])];
  }

  /**
   * The props that both kinds of service share: where the tasks run, and that there are never fewer than
   * desired.
   * @internal
   */
  serviceProps({ healthCheckGracePeriod: grace }: BlueGreenServiceProps): FargateServiceProps {
    const { desiredCount } = this.settings;
    return {
      cluster: this.cluster,
      taskDefinition: this.task.definition,
      // Written by each deployment of the stack, it would undo what scaling has done.
      ...(desiredCount === undefined ? {} : { desiredCount }),
      ...(grace === undefined ? {} : { healthCheckGracePeriod: grace }),
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      assignPublicIp: false,
      vpcSubnets: this.network.subnets,
      securityGroups: [this.taskGroup],
    };
  }

  /**
   * Adds a task definition that differs in its container alone, with its ARN as an output of the service.
   * @internal
   */
  addTask(scope: Construct, id: string, change: ContainerChange): ServiceTask {
    const task = this.task.variant(scope, id, change);
    const key = outputKey(`${this.outputPrefix}${id}`, 'taskDefinition');
    new CfnOutput(task, 'Output', { value: task.definition.taskDefinitionArn }).overrideLogicalId(key);
    return task;
  }

  /**
   * Creates the hook. Its security group allows connections to the test listener and to the APIs of AWS.
   * @internal
   */
  hook(
    scope: Construct,
    { hook: plan, secrets }: Pick<BlueGreenServiceProps, 'hook' | 'secrets'>,
    statements: readonly PolicyStatement[],
  ) {
    return new DeploymentHookFunction(scope, 'Hook', {
      plan,
      secrets,
      vpc: this.network.vpc,
      subnets: this.network.subnets,
      securityGroup: this.hookGroup,
      statements,
      logs: this.logs,
    });
  }

  /**
   * Adds stack outputs whose names are made of the construct's id and their meaning, so that
   * `cutover appspec` finds them: see `outputPrefix`.
   * @internal
   */
  addOutputs(scope: Construct, values: Partial<Record<OutputName, string>>): void {
    const all = {
      taskDefinition: this.task.definition.taskDefinitionArn,
      containerName: this.settings.container.name,
      containerPort: String(this.settings.container.port),
      cluster: this.cluster.clusterName,
      subnets: this.network.vpc.selectSubnets(this.network.subnets).subnetIds.join(','),
      securityGroups: this.taskGroup.securityGroupId,
      url: this.front.api.apiEndpoint,
      ...values,
    };
    const prefix = outputPrefix(scope);
    this.outputPrefix = prefix;
    for (const [name, value] of Object.entries(all)) {
      const key = outputKey(prefix, name as OutputName);
      new CfnOutput(scope, `${name}Output`, { value }).overrideLogicalId(key);
    }
  }
}
