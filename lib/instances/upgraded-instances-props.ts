import type { Duration } from 'aws-cdk-lib';
import type { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { InstanceType, IPeer, IVpc, SubnetSelection, UserData } from 'aws-cdk-lib/aws-ec2';
import type {
  ApplicationListener,
  IApplicationTargetGroup,
  IListenerCertificate,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { WeightedRecordsProps } from '../new-path/weighted-records-props';
import { type TargetHealthCheck, targetHealthCheckNames } from '../shared/health-check';
import type { PropNames } from '../shared/known-props';

/** The Amazon Machine Image, by a parameter of Systems Manager that EC2 reads at each launch. */
export interface InstanceImage {
  /** The name of the parameter, such as `/images/api`. Its data type must be `aws:ec2:image`. */
  readonly parameter: string;
  /**
   * The version of the parameter, such as `12`, so that an instance that is launched during the cutover has
   * the image that was tested.
   * @default - the newest version at each launch; synth warns
   */
  readonly version?: string;
}

/**
 * Existing instances of this app, whose settings are the defaults of the new ones. They are read and never
 * changed. `UpgradedInstances` can be passed as they are.
 */
export interface OldInstances {
  /** The group of the instances: VPC, capacity and user data are read from it. */
  readonly autoScalingGroup: AutoScalingGroup;
  /** The target group of the instances: port, health check and attributes are read from it. */
  readonly targetGroup: IApplicationTargetGroup;
  /** The HTTPS listener of their load balancer: certificates and scheme are read from it. */
  readonly listener: ApplicationListener;
  /**
   * What an instance runs when it starts, where that is only a part of its user data.
   * @default - the user data of the group
   */
  readonly script?: UserData;
}

/** How many instances there are. */
export interface InstanceCapacity {
  /** At least 2, so that they are in two zones. Before a cutover: what carries all the traffic. */
  readonly min: number;
  /** The most that scaling may start, at least `min`. */
  readonly max: number;
}

/** The root volume, of the type gp3 and encrypted. */
export interface RootVolume {
  /**
   * The name of the root device of the image. With another name, the root volume is not the encrypted one.
   * @default '/dev/xvda', as in Amazon Linux
   */
  readonly deviceName?: string;
  /**
   * The size in GiB, from 1 to 65,536 and not below that of the image.
   * @default 20
   */
  readonly sizeGib?: number;
}

/** How many instances Auto Scaling keeps while it replaces some of them, in percent of the capacity. */
export interface InstanceReplacement {
  /** From 0 to 100. */
  readonly minHealthyPercent: number;
  /** From 100 to 200, and at most 100 above `minHealthyPercent`. */
  readonly maxHealthyPercent: number;
}

/** The new instances, and what they take over from existing ones. */
export interface UpgradedInstancesProps {
  /** A label of at most 32 lower-case letters, digits and `-`, such as `api`. */
  readonly serviceName: string;
  /** The type of the new instances. */
  readonly instanceType: InstanceType;
  /** The image that new instances are launched from. */
  readonly image: InstanceImage;
  /**
   * The existing instances, as far as this app defines them.
   * @default - everything that is read from them must be given: vpc, certificates, capacity and userData
   */
  readonly old?: OldInstances;
  /**
   * The VPC of instances and load balancer.
   * @default - that of `old`
   */
  readonly vpc?: IVpc;
  /**
   * Subnets of the instances, in at least two zones.
   * @default - private subnets with egress
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Subnets of the load balancer, in at least two zones.
   * @default - public subnets with `internetFacing`, otherwise private subnets with egress
   */
  readonly loadBalancerSubnets?: SubnetSelection;
  /**
   * Issued certificates of the region and account of the stack: the same as those of the old path, because
   * clients use the same names. The first is the default certificate.
   * @default - those of `old`
   */
  readonly certificates?: readonly IListenerCertificate[];
  /**
   * The least and the most instances.
   * @default - that of `old`
   */
  readonly capacity?: InstanceCapacity;
  /**
   * The port on which the instances listen, in plain HTTP.
   * @default - that of `old`, otherwise 80
   */
  readonly targetPort?: number;
  /**
   * The path of the targets' health check, which must answer 200 or what `healthCheck` says.
   * @default - that of `old`, otherwise '/health'
   */
  readonly healthCheckPath?: string;
  /**
   * The rest of the targets' health check.
   * @default - that of `old`, otherwise each 30 s; see `TargetHealthCheck`
   */
  readonly healthCheck?: TargetHealthCheck;
  /**
   * Attributes of the target group by their keys, such as `stickiness.enabled` (Elastic Load Balancing API
   * Reference, TargetGroupAttribute).
   * @default - those of `old`
   */
  readonly targetGroupAttributes?: Readonly<Record<string, string>>;
  /**
   * What an instance runs when it starts: a script, not a multipart document. The CloudWatch agent is started
   * before it.
   * @default - a copy of that of `old`
   */
  readonly userData?: UserData;
  /**
   * Files that the CloudWatch agent sends to `logGroup`, such as `/var/log/api/*.log`.
   * @default - none, and no log group
   */
  readonly logFiles?: readonly string[];
  /**
   * How long the log group keeps lines.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * The root volume of the instances.
   * @default - see `RootVolume`
   */
  readonly rootVolume?: RootVolume;
  /**
   * How long a new instance takes until its metrics are stable, from 0 seconds to an hour. Scaling leaves it
   * out until then.
   * @default Duration.minutes(3)
   */
  readonly warmup?: Duration;
  /**
   * How long a new instance may fail the health check of the load balancer before it is replaced, from 0
   * seconds to 2 hours. It must include the start of the application.
   * @default Duration.minutes(5)
   */
  readonly gracePeriod?: Duration;
  /**
   * The instance maintenance policy.
   * @default - 100 and 110: a new instance is in service before one is terminated
   */
  readonly replacement?: InstanceReplacement;
  /**
   * The average CPU utilization that scaling aims at, from 10 to 90 percent.
   * @default 50
   */
  readonly scaleAtCpuPercent?: number;
  /**
   * Whether the load balancer has public addresses.
   * @default - that of `old`, otherwise true
   */
  readonly internetFacing?: boolean;
  /**
   * Who may connect to the load balancer.
   * @default - with `internetFacing`, anyone over IPv4; otherwise it is required
   */
  readonly clients?: readonly IPeer[];
  /**
   * Whether port 80 redirects to HTTPS.
   * @default - whether the load balancer of `old` listens on port 80, otherwise false
   */
  readonly redirectHttp?: boolean;
  /**
   * The zone for the record `gw-<service>`, which leads to the new path alone, for tests. The certificate
   * must cover that name.
   * @default - no such record
   */
  readonly testZone?: IHostedZone;
  /**
   * A weighted record of weight 0, beside an old record that is weighted already but not created by a
   * `WeightedRecords` of this app. Leave it out where the plan adopts a simple record (`router.adopt`).
   * @default - no record
   */
  readonly record?: Omit<WeightedRecordsProps, 'old' | 'new'>;
  /**
   * The bucket for the access logs of the load balancer. CDK then needs to know the region of the stack.
   * @default - no access logs
   */
  readonly accessLogs?: IBucket;
  /**
   * Whether the load balancer is protected against deletion. Set it after the cutover: a rollback of the
   * deployment would have to switch it off first.
   * @default false
   */
  readonly deletionProtection?: boolean;
}

export const upgradedInstancesNames: PropNames<UpgradedInstancesProps> = {
  serviceName: 'required',
  instanceType: 'required',
  image: {
    is: 'required',
    props: { parameter: 'required', version: 'optional' } satisfies PropNames<InstanceImage>,
  },
  // Instances with more than these props, such as UpgradedInstances, can be passed as they are.
  old: 'optional',
  vpc: 'optional',
  vpcSubnets: 'optional',
  loadBalancerSubnets: 'optional',
  certificates: 'optional',
  capacity: {
    is: 'optional',
    props: { min: 'required', max: 'required' } satisfies PropNames<InstanceCapacity>,
  },
  targetPort: 'optional',
  healthCheckPath: 'optional',
  healthCheck: { is: 'optional', props: targetHealthCheckNames },
  targetGroupAttributes: 'optional',
  userData: 'optional',
  logFiles: 'optional',
  logRetention: 'optional',
  rootVolume: {
    is: 'optional',
    props: { deviceName: 'optional', sizeGib: 'optional' } satisfies PropNames<RootVolume>,
  },
  warmup: 'optional',
  gracePeriod: 'optional',
  replacement: {
    is: 'optional',
    props: {
      ...{ minHealthyPercent: 'required', maxHealthyPercent: 'required' },
    } satisfies PropNames<InstanceReplacement>,
  },
  scaleAtCpuPercent: 'optional',
  internetFacing: 'optional',
  clients: 'optional',
  redirectHttp: 'optional',
  testZone: 'optional',
  // WeightedRecords checks what is in it.
  record: 'optional',
  accessLogs: 'optional',
  deletionProtection: 'optional',
};
