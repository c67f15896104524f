import { Token, Validations } from 'aws-cdk-lib';
import {
  AssetImage,
  type ContainerDefinition,
  CpuArchitecture,
  EcrImage,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { refuse } from '../shared/prop-errors';
import { acknowledgeWildcards, type Wildcard } from '../workflow/iam/wildcards';
import type { Egress, ServiceContainer } from './blue-green-props';
import { type KeptLogs, ServiceLogs } from './service-logs';

export interface ServiceTaskProps {
  readonly container: ServiceContainer & { readonly name: string };
  readonly cpu: number;
  readonly memoryLimitMiB: number;
  readonly egress: Egress;
  readonly logs: KeptLogs;
}

/** The task definition with the one container that takes requests. Add others to `definition`. */
export class ServiceTask extends Construct {
  readonly definition: FargateTaskDefinition;
  readonly container: ContainerDefinition;

  /** @throws Error when the image cannot be pulled from where the tasks are */
  constructor(scope: Construct, id: string, props: ServiceTaskProps) {
    super(scope, id);
    const {
      name,
      port,
      image,
      environment = {},
      secrets = {},
      readonlyRootFilesystem = false,
    } = props.container;
    const { command, user } = props.container;
    this.definition = new FargateTaskDefinition(this, 'Definition', {
      cpu: props.cpu,
      memoryLimitMiB: props.memoryLimitMiB,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    this.container = this.definition.addContainer(name, {
      image,
      portMappings: [{ containerPort: port }],
      environment: { ...environment },
      secrets: { ...secrets },
      readonlyRootFilesystem,
      logging: LogDriver.awsLogs({ logGroup: new ServiceLogs(this, 'Logs', props.logs), streamPrefix: name }),
      ...(command === undefined ? {} : { command: [...command] }),
      ...(user === undefined ? {} : { user }),
    });
    refuse(this, imageProblems(this.container.imageName, props.egress));
    this.acknowledge(props.container);
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
      reason: "one container has the task's memory, whose limit is as hard; with others, say theirs",
    });
    if (image instanceof EcrImage || image instanceof AssetImage) {
      acknowledgeWildcards(this.definition.obtainExecutionRole(), [pullsFromEcr]);
    }
    if (user === undefined) {
      validations.acknowledge({
        id: 'cdk-validator-cfnguard::ecs_task_definition_nonroot_user_check',
        reason:
          'the image says who it runs as, where `user` does not; Fargate shares its kernel with no other task',
      });
    }
    if (!readonlyRootFilesystem) {
      validations.acknowledge({
        id: 'cdk-validator-cfnguard::ecs_containers_readonly_access_check',
        reason: 'most images write somewhere; `readonlyRootFilesystem` is for those that do not',
      });
    }
    if (Object.keys(environment).length > 0) {
      validations.acknowledge({
        id: 'AwsSolutions::AwsSolutions-ECS2',
        reason: 'plain settings, as the one who deploys wrote them; secrets have a prop of their own',
      });
    }
  }
}

/** What CDK allows a task whose image is in ECR, beside the image itself. */
const pullsFromEcr: Wildcard = {
  actions: ['ecr:GetAuthorizationToken'],
  resource: '*',
  reason: 'no resource types (Service Authorization Reference, "Amazon Elastic Container Registry")',
};

/**
 * The endpoints that are made here lead to ECR and to no other registry, and an image that cannot be pulled shows only minutes into a
 * deployment.
 */
function imageProblems(imageName: string, egress: Egress): Problem[] {
  if (egress !== 'endpoints' || Token.isUnresolved(imageName) || /\.dkr[.-]ecr\./.test(imageName)) {
    return [];
  }
  const message = `is "${imageName}", which isolated subnets cannot reach; must be in ECR of this region (a pull-through cache rule copies it there), or take network.egress "nat"`;
  return [{ path: 'container.image', message }];
}
