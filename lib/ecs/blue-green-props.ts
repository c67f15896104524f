import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ContainerImage, ICluster, Secret } from 'aws-cdk-lib/aws-ecs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { HookPlanInput } from '../../lambdas/core/deployment-hook/hook-plan';

/** The container that takes the requests. */
export interface ServiceContainer {
  /** Built for ARM64. From isolated subnets only an image in ECR of the same region can be pulled. */
  readonly image: ContainerImage;
  /** Where it listens, in plain HTTP. */
  readonly port: number;
  /**
   * Its name in the task definition and in the AppSpec.
   * @default 'app'
   */
  readonly name?: string;
  /** @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** @default - the image's own */
  readonly command?: readonly string[];
  /**
   * The user that it runs as, such as `1000:1000`.
   * @default - the image's own
   */
  readonly user?: string;
  /**
   * Whether its root file system is read-only. Most images want to write somewhere; add a volume to `taskDefinition` for those that may not.
   * @default false
   */
  readonly readonlyRootFilesystem?: boolean;
}

/**
 * How tasks and the hook reach AWS: `nat` through the NAT gateways of private subnets; `endpoints` through VPC endpoints that are made here,
 * from isolated subnets without any way to the internet; `existing-endpoints` through those that your VPC has.
 */
export type Egress = 'nat' | 'endpoints' | 'existing-endpoints';

/** Where the service lives. */
export interface ServiceNetworkProps {
  /** @default - one of its own over two zones: public, private and isolated subnets, or isolated ones alone with `endpoints` */
  readonly vpc?: IVpc;
  /**
   * The subnets of tasks, hook, load balancer and VPC link, in two zones at least.
   * @default - private subnets with `nat`, isolated ones otherwise
   */
  readonly vpcSubnets?: SubnetSelection;
  /** @default 'nat' */
  readonly egress?: Egress;
  /**
   * NAT gateways of a VPC that is made here. One costs about 33 USD a month and takes the other zone's egress down with its own.
   * @default 2, one in each zone
   */
  readonly natGateways?: number;
}

/** What both constructs take. */
export interface BlueGreenServiceProps {
  readonly container: ServiceContainer;
  /** What is asked of new tasks before they get traffic. */
  readonly hook: HookPlanInput;
  /** @default - a VPC of its own */
  readonly network?: ServiceNetworkProps;
  /** @default - a cluster of its own. Yours brings its VPC along. */
  readonly cluster?: ICluster;
  /** @default 2 */
  readonly desiredCount?: number;
  /**
   * CPU units of a task, 1024 to the vCPU.
   * @default 256
   */
  readonly cpu?: number;
  /** @default 512 */
  readonly memoryLimitMiB?: number;
  /**
   * For the load balancer's listeners, which then speak HTTPS. It must bear the hook's `host`, by which the API asks for it.
   * @default - plain HTTP inside of the VPC
   */
  readonly certificate?: ICertificate;
  /** @default 80, or 443 with a certificate */
  readonly productionPort?: number;
  /** @default 8080 */
  readonly testPort?: number;
  /**
   * Path of the targets' health check, which must answer 200.
   * @default '/health'
   */
  readonly healthPath?: string;
  /**
   * Alarms in the same region that roll a deployment back.
   * @default - only its own, on more than 1 % of answers with a 5xx status
   */
  readonly alarms?: readonly IAlarm[];
  /** @default RetentionDays.THREE_MONTHS */
  readonly logRetention?: RetentionDays;
  /**
   * For the load balancer's access logs. CDK then wants the region of the stack to be known.
   * @default - none; the API logs every request
   */
  readonly accessLogs?: IBucket;
  /**
   * What becomes of the logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN, which also protects the load balancer against deletion
   */
  readonly removalPolicy?: RemovalPolicy;
}
