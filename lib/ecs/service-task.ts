import { CfnDeletionPolicy, Token, Validations } from 'aws-cdk-lib';
import {
  AssetImage,
  type CfnTaskDefinition,
  type ContainerDefinition,
  type CpuArchitecture,
  EcrImage,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { refuseProps } from '../shared/refuse-props';
import { anyTask, confineTrust } from '../shared/service-trust';
import { acknowledgeWildcards, noResourceTypes, type Wildcard } from '../workflow/iam/wildcards';
import type { ContainerChange, Egress, ServiceContainer } from './blue-green-props';
import { type LogSettings, ServiceLogs } from './service-logs';

export interface ServiceTaskProps {
  readonly container: ServiceContainer & { readonly name: string };
  readonly architecture: CpuArchitecture;
  readonly cpu: number;
  readonly memoryLimitMiB: number;
  readonly egress: Egress;
  readonly logs: LogSettings;
  /**
   * The task whose roles and log group this one shares, so that adding it changes no permission.
   * @default - roles and a log group of its own
   */
  readonly beside?: ServiceTask;
}

/**
 * The task definition with the container that receives the requests. Add other containers to `definition`.
 */
export class ServiceTask extends Construct {
  /** The task definition. */
  readonly definition: FargateTaskDefinition;
  /** The container that receives the requests. */
  readonly container: ContainerDefinition;
  /** Where the container writes its logs. */
  readonly logGroup: ILogGroup;
  private readonly props: ServiceTaskProps;

  /**
   * @throws Error at synth when the tasks cannot pull the image from their subnets
   * @internal
   */
  constructor(scope: Construct, id: string, props: ServiceTaskProps) {
    super(scope, id);
    this.props = props;
    const {
      name,
      port,
      image,
      environment = {},
      secrets = {},
      readonlyRootFilesystem = false,
    } = props.container;
    const { command, user } = props.container;
    const { beside } = props;
    this.definition = new FargateTaskDefinition(this, 'Definition', {
      cpu: props.cpu,
      memoryLimitMiB: props.memoryLimitMiB,
      runtimePlatform: {
        cpuArchitecture: props.architecture,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      ...(beside === undefined ? {} : rolesOf(beside.definition)),
    });
    if (beside === undefined) {
      confineTrust(this.definition.taskRole, anyTask);
    }
    this.logGroup = beside?.logGroup ?? new ServiceLogs(this, 'Logs', props.logs);
    keepRevisions(this.definition.node.defaultChild as CfnTaskDefinition);
    this.container = this.definition.addContainer(name, {
      image,
      portMappings: [{ containerPort: port }],
      environment: { ...environment },
      secrets: { ...secrets },
      readonlyRootFilesystem,
      logging: LogDriver.awsLogs({ logGroup: this.logGroup, streamPrefix: name }),
      ...(command === undefined ? {} : { command: [...command] }),
      ...(user === undefined ? {} : { user }),
    });
    refuseProps(this, imageProblems(this.container.imageName, props.egress));
    this.acknowledge(props.container);
  }

  /**
   * A task definition like this one but for changes of the container, with the same roles and log group.
   * @throws Error at synth when the tasks cannot pull its image
   */
  variant(scope: Construct, id: string, change: ContainerChange): ServiceTask {
    const { container } = this.props;
    const environment = { ...container.environment, ...change.environment };
    const secrets = { ...container.secrets, ...change.secrets };
    return new ServiceTask(scope, id, {
      ...this.props,
      container: { ...container, ...change, environment, secrets },
      beside: this,
    });
  }

  private acknowledge({
    image,
    readonlyRootFilesystem = false,
    user,
    environment = {},
  }: ServiceContainer): void {
    const validations = Validations.of(this.definition);
    validations.acknowledge({
      id: 'cdk-validator-cfnguard::ecs_task_definition_memory_hard_limit_check',
      reason:
        "the only container has the task's memory, which is a hard limit too; if you add containers, " +
        'limit theirs',
    });
    if (image instanceof EcrImage || image instanceof AssetImage) {
      acknowledgeWildcards(this.definition.obtainExecutionRole(), [pullsFromEcr]);
    }
    if (user === undefined) {
      validations.acknowledge({
        id: 'cdk-validator-cfnguard::ecs_task_definition_nonroot_user_check',
        reason:
          'without `user`, the image sets the user; on Fargate, a task shares its kernel with no other task',
      });
    }
    if (!readonlyRootFilesystem) {
      validations.acknowledge({
        id: 'cdk-validator-cfnguard::ecs_containers_readonly_access_check',
        reason: 'most images write to their file system; set `readonlyRootFilesystem` for those that do not',
      });
    }
    if (Object.keys(environment).length > 0) {
      validations.acknowledge({
        id: 'AwsSolutions::AwsSolutions-ECS2',
        reason: 'these are plain settings from the props; for secrets there is the prop `secrets`',
      });
    }
  }
}

function rolesOf(definition: FargateTaskDefinition) {
  return { taskRole: definition.taskRole, executionRole: definition.obtainExecutionRole() };
}

/**
 * CloudFormation would deregister the revision that a deployment replaces, and ECS then refuses to go back to
 * it. A deletion of the stack still deregisters the last one.
 */
function keepRevisions({ cfnOptions }: CfnTaskDefinition): void {
  cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
}

/** What CDK allows a task whose image is in ECR, in addition to pulling that image. */
const pullsFromEcr: Wildcard = {
  actions: ['ecr:GetAuthorizationToken'],
  resource: '*',
  reason: noResourceTypes('Amazon Elastic Container Registry'),
};

/**
 * The VPC endpoints that are created here reach ECR and no other registry. Without this check, an image
 * that cannot be pulled would be noticed only minutes into a deployment.
 */
function imageProblems(imageName: string, egress: Egress): Problem[] {
  if (egress !== 'endpoints' || Token.isUnresolved(imageName) || /\.dkr[.-]ecr\./.test(imageName)) {
    return [];
  }
  const message =
    `is "${imageName}", which cannot be pulled from isolated subnets; must be in ECR of this region (a ` +
    'pull-through cache rule can copy it there), or use network.egress "nat"';
  return [{ path: 'container.image', message }];
}
