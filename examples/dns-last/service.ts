import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
} from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The application: a cluster and a task definition, which the services of both paths run. */
export class Application extends Construct {
  /** The number of tasks of a service: what carries all the traffic. */
  static readonly COUNT = 2;
  static readonly PORT = 8080;

  private readonly cluster: ICluster;
  private readonly taskDefinition: FargateTaskDefinition;

  constructor(
    scope: Construct,
    id: string,
    private readonly vpc: IVpc,
  ) {
    super(scope, id);
    // The types of CDK do not agree under exactOptionalPropertyTypes.
    this.cluster = new Cluster(this, 'Cluster', {
      vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
    this.taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64 },
      taskRole: taskRoleOf(this),
    });
    this.taskDefinition.addContainer('Api', {
      image: ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.27'),
      user: '101',
      memoryLimitMiB: 512,
      portMappings: [{ containerPort: Application.PORT }],
      logging: LogDrivers.awsLogs({ streamPrefix: 'api', logGroup: logGroupOf(this) }),
    });
    Validations.of(this.taskDefinition).acknowledge({
      id: 'cdk-validator-cfnguard::ecs_containers_readonly_access_check',
      reason:
        'the image needs /tmp for its pid and its buffers, and runs as a user that cannot write elsewhere',
    });
  }

  /** A service of a path, with a security group of its own. */
  addService(scope: Construct): FargateService {
    return new FargateService(scope, 'Service', {
      cluster: this.cluster,
      taskDefinition: this.taskDefinition,
      securityGroups: [new SecurityGroup(scope, 'Tasks', { vpc: this.vpc, description: 'Tasks of the API' })],
      desiredCount: Application.COUNT,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(60),
    });
  }
}

function logGroupOf(scope: Construct): LogGroup {
  const logs = new LogGroup(scope, 'Logs', {
    retention: RetentionDays.THREE_MONTHS,
    // So that cdk destroy leaves nothing.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  for (const check of ['encrypted', 'retention_period']) {
    Validations.of(logs).acknowledge({
      id: `cdk-validator-cfnguard::cloudwatch_log_group_${check}_check`,
      reason: 'these are logs of an example: they hold no payloads, and are not needed after three months',
    });
  }
  return logs;
}

/** A role that ECS may assume for tasks of this account and Region alone. */
function taskRoleOf(scope: Construct): Role {
  const { account, partition, region } = Stack.of(scope);
  const conditions = {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
  };
  return new Role(scope, 'TaskRole', {
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', { conditions }),
  });
}
