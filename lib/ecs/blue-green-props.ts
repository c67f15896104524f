import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ContainerImage, CpuArchitecture, ICluster, Secret } from 'aws-cdk-lib/aws-ecs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { HookPlanInput } from '../../lambdas/core/deployment-hook/hook-plan-input';
import type { TargetHealthCheck } from '../shared/health-check';
import type { SharedVpcLink } from '../shared/shared-vpc-link';
import type { AllowedSecrets } from '../workflow/iam/secret-statements';

/** The container that receives the requests. */
export interface ServiceContainer {
  /**
   * Must be built for `cpuArchitecture`. From isolated subnets, only an image in ECR of the same region can
   * be pulled.
   */
  readonly image: ContainerImage;
  /** The port on which it listens, in plain HTTP. */
  readonly port: number;
  /**
   * Its name in the task definition and in the AppSpec.
   * @default 'app'
   */
  readonly name?: string;
  /**
   * Environment variables of the container.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Environment variables whose values ECS reads from Secrets Manager or Parameter Store.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /**
   * The command that the container runs, in place of that of the image.
   * @default - the command of the image
   */
  readonly command?: readonly string[];
  /**
   * The user that it runs as, such as `1000:1000`.
   * @default - the user of the image
   */
  readonly user?: string;
  /**
   * Whether its root file system is read-only. Most images write somewhere; with a read-only file system,
   * add a volume to the task definition for that.
   * @default false
   */
  readonly readonlyRootFilesystem?: boolean;
}

/** How the container of another task definition differs from that of the service. */
export interface ContainerChange {
  /**
   * The image, under the same conditions as that of the service.
   * @default - that of the service
   */
  readonly image?: ContainerImage;
  /**
   * Variables beside those of the service, or in place of those with the same name.
   * @default - those of the service
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Secrets beside those of the service, or in place of those with the same name.
   * @default - those of the service
   */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /**
   * The command that the container runs.
   * @default - that of the service
   */
  readonly command?: readonly string[];
}

/**
 * How tasks and the hook reach the APIs of AWS:
 * - `nat`: through the NAT gateways of private subnets;
 * - `endpoints`: through VPC endpoints that are created here, from isolated subnets without access to the
 *   internet;
 * - `existing-endpoints`: through the VPC endpoints that your VPC already has.
 */
export type Egress = 'nat' | 'endpoints' | 'existing-endpoints';

/** The network of the service. */
export interface ServiceNetworkProps {
  /**
   * An existing VPC with subnets in at least two zones.
   * @default - a new VPC over two zones, with public, private and isolated subnets; with `endpoints`, only
   *   isolated ones
   */
  readonly vpc?: IVpc;
  /**
   * The subnets of tasks, hook, load balancer and VPC link, in at least two zones.
   * @default - private subnets with `nat`, otherwise isolated subnets
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * How tasks and the hook reach the APIs of AWS.
   * @default 'nat'
   */
  readonly egress?: Egress;
  /**
   * NAT gateways of a VPC that is created here. Each costs about 33 USD a month. With a single one, a
   * failure of its zone also cuts off the other zone.
   * @default 2, one in each zone
   */
  readonly natGateways?: number;
}

/** The props that `EcsBlueGreenService` and `EcsNativeBlueGreenService` share. */
export interface BlueGreenServiceProps {
  /** The container that receives the requests. */
  readonly container: ServiceContainer;
  /** The tests that new tasks must pass before they receive traffic. */
  readonly hook: HookPlanInput;
  /**
   * The secrets that the hook's checks refer to with `{ secret: ARN }`. The hook may read these and no
   * others.
   * @default - none
   */
  readonly secrets?: AllowedSecrets;
  /**
   * The network of the service.
   * @default - a new VPC
   */
  readonly network?: ServiceNetworkProps;
  /**
   * An existing cluster, whose VPC is used.
   * @default - a new cluster
   */
  readonly cluster?: ICluster;
  /**
   * The number of tasks. Each deployment of the stack sets it again, so leave it out for a service that
   * scales (Application Auto Scaling User Guide; CloudFormation Template Reference, AWS::ECS::Service).
   * @default - not in the template: a new service starts with one task, an existing one keeps its number
   */
  readonly desiredCount?: number;
  /**
   * The processor of the tasks.
   * @default CpuArchitecture.ARM64
   */
  readonly cpuArchitecture?: CpuArchitecture;
  /**
   * CPU units of a task; 1,024 are one vCPU.
   * @default 256
   */
  readonly cpu?: number;
  /**
   * Memory of a task, in MiB.
   * @default 512
   */
  readonly memoryLimitMiB?: number;
  /**
   * For the load balancer's listeners, which then use HTTPS. It must cover the hook's `host`, the name
   * against which the API verifies it.
   * @default - plain HTTP inside the VPC
   */
  readonly certificate?: ICertificate;
  /**
   * The port of the production listener, from 1 to 65,535.
   * @default 80, or 443 with a certificate
   */
  readonly productionPort?: number;
  /**
   * The port of the test listener, from 1 to 65,535, not that of production.
   * @default 8080
   */
  readonly testPort?: number;
  /**
   * The path of the targets' health check, which must answer 200 or what `healthCheck` says.
   * @default '/health'
   */
  readonly healthPath?: string;
  /**
   * The rest of the targets' health check.
   * @default - each 10 s, so that the hook can test new tasks within half a minute; see `TargetHealthCheck`
   */
  readonly healthCheck?: TargetHealthCheck;
  /**
   * How long ECS ignores failed health checks of a task that starts, in whole seconds: for tasks that take
   * longer to start than the health check allows.
   * @default Duration.minutes(1)
   */
  readonly healthCheckGracePeriod?: Duration;
  /**
   * How long a task that is removed may finish its requests, from 0 seconds to an hour.
   * @default Duration.minutes(1)
   */
  readonly deregistrationDelay?: Duration;
  /**
   * A VPC link that several services share, such as `foundation.front.vpcLink` of another one.
   * @default - a new VPC link
   */
  readonly vpcLink?: SharedVpcLink;
  /**
   * Additional alarms that roll a deployment back, in the same region.
   * @default - only the built-in alarm, on more than 1 % of answers with a 5xx status, those of the load
   * balancer itself included
   */
  readonly alarms?: readonly IAlarm[];
  /**
   * How long logs are kept.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * The bucket for the load balancer's access logs. CDK then needs to know the region of the stack at synth.
   * @default - no access logs of the load balancer; the API logs every request
   */
  readonly accessLogs?: IBucket;
  /**
   * What happens to the logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Whether the load balancer is protected against deletion. Deleting the stack fails until a deployment has
   * switched it off.
   * @default - true, unless `removalPolicy` is RemovalPolicy.DESTROY
   */
  readonly deletionProtection?: boolean;
}
