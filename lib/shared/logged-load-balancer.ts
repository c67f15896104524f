import { Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

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

export interface LoggedLoadBalancerProps extends InternalLoadBalancerProps {
  /** Whether it has public addresses, or why it may have them, which the linters would report. */
  readonly internetFacing: false | Accepted;
}

/** An Application Load Balancer that drops invalid headers, with access logs or a reason why it has none. */
export class LoggedLoadBalancer extends ApplicationLoadBalancer {
  constructor(scope: Construct, id: string, props: LoggedLoadBalancerProps) {
    const { vpc, vpcSubnets, securityGroup, accessLogs, deletionProtection, internetFacing } = props;
    super(scope, id, {
      vpc,
      vpcSubnets,
      internetFacing: internetFacing !== false,
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
    if (internetFacing !== false) {
      this.acknowledge(internetFacing, 'cdk-validator-cfnguard::load_balancer_is_internal');
    }
  }

  private acknowledge({ reason }: Accepted, ...ids: readonly string[]): void {
    for (const id of ids) {
      Validations.of(this).acknowledge({ id, reason });
    }
  }
}
