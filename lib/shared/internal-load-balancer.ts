import { type Duration, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type ApplicationTargetGroupProps,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { TargetHealthCheck } from './health-check';

/** Something that a linter would report, with the reason why it is acceptable. */
export interface Accepted {
  readonly reason: string;
}

export interface InternalLoadBalancerProps {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroup: ISecurityGroup;
  /** Where access logs are written, or why there are none. */
  readonly accessLogs: { readonly bucket: IBucket; readonly prefix?: string } | Accepted;
  /**
   * `'on'`: deletion protection must be switched off before the load balancer can be deleted. Or why it is
   * off.
   */
  readonly deletionProtection: 'on' | Accepted;
}

/** An Application Load Balancer that can be reached only from within its VPC. */
export class InternalLoadBalancer extends ApplicationLoadBalancer {
  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    const { vpc, vpcSubnets, securityGroup, accessLogs, deletionProtection } = props;
    super(scope, id, {
      vpc,
      vpcSubnets,
      internetFacing: false,
      securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: deletionProtection === 'on',
    });
    if ('bucket' in accessLogs) {
      this.logAccessLogs(accessLogs.bucket, accessLogs.prefix);
    } else {
      this.acknowledge(
        accessLogs,
        'AwsSolutions::AwsSolutions-ELB2',
        'cdk-validator-cfnguard::elbv2_logging_enabled_check',
      );
    }
    if (deletionProtection !== 'on') {
      this.acknowledge(deletionProtection, 'cdk-validator-cfnguard::elbv2_deletion_protection_enabled_check');
    }
  }

  private acknowledge({ reason }: Accepted, ...ids: readonly string[]): void {
    for (const id of ids) {
      Validations.of(this).acknowledge({ id, reason });
    }
  }
}

export interface IpTargetGroupProps {
  readonly vpc: IVpc;
  /** The port on which the targets listen, in plain HTTP. */
  readonly port: number;
  readonly healthCheckPath: string;
  readonly healthCheck: Required<TargetHealthCheck>;
  /**
   * How long a target that is removed may finish its requests.
   * @default - 300 s (Elastic Load Balancing API Reference, TargetGroupAttribute)
   */
  readonly deregistrationDelay?: Duration;
}

/** A target group of IP addresses behind an internal load balancer. */
export class IpTargetGroup extends ApplicationTargetGroup {
  constructor(scope: Construct, id: string, props: IpTargetGroupProps) {
    const { vpc, port, healthCheckPath, healthCheck, deregistrationDelay } = props;
    const delay: Pick<ApplicationTargetGroupProps, 'deregistrationDelay'> =
      deregistrationDelay === undefined ? {} : { deregistrationDelay };
    super(scope, id, {
      vpc,
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port,
      healthCheck: { path: healthCheckPath, ...healthCheck },
      ...delay,
    });
  }
}
