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

/** What the services of the API share: the cluster, the task definition and the security group. */
export class ApiTasks extends Construct {
  /** The number of tasks of a service. */
  static readonly COUNT = 2;
  static readonly PORT = 8080;

  private readonly cluster: ICluster;
  private readonly taskDefinition: FargateTaskDefinition;
  private readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, vpc: IVpc) {
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
      portMappings: [{ containerPort: ApiTasks.PORT }],
      logging: LogDrivers.awsLogs({
        streamPrefix: 'api',
        logGroup: logGroupOf(this),
      }),
    });
    Validations.of(this.taskDefinition).acknowledge({
      id: 'cdk-validator-cfnguard::ecs_containers_readonly_access_check',
      reason:
        'the image needs /tmp for its pid and its buffers, and runs as a user that cannot write elsewhere',
    });
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Tasks of the API' });
  }

  addService(id: string): FargateService {
    return new FargateService(this, id, {
      cluster: this.cluster,
      taskDefinition: this.taskDefinition,
      securityGroups: [this.securityGroup],
      desiredCount: ApiTasks.COUNT,
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
