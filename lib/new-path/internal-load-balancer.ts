import { Duration, Validations } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IVpc, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface InternalLoadBalancerProps {
  readonly serviceName: string;
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly certificate: ICertificate;
  readonly targetPort: number;
  readonly healthCheckPath: string;
  readonly deletionProtection: boolean;
  readonly accessLogs?: IBucket;
}

/** A load balancer that only the VPC reaches: HTTPS in, one group of addresses behind it, nobody let in yet. */
export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { serviceName, vpc, vpcSubnets, certificate, targetPort, healthCheckPath } = props;
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Internal load balancer of ${serviceName}`,
      // What it may reach comes with each service that is registered.
      allowAllOutbound: false,
    });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets,
      internetFacing: false,
      securityGroup: this.securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: props.deletionProtection,
    });
    if (!props.deletionProtection) {
      Validations.of(this.loadBalancer).acknowledge({
        id: 'cdk-validator-cfnguard::elbv2_deletion_protection_enabled_check',
        reason:
          'reverting the code must take the new path away; `deletionProtection` is for after the cutover',
      });
    }
    if (props.accessLogs === undefined) {
      acknowledgeNoLogs(this.loadBalancer);
    } else {
      this.loadBalancer.logAccessLogs(props.accessLogs, `internal-${serviceName}`);
    }
    this.targetGroup = new ApplicationTargetGroup(this, 'Targets', {
      vpc,
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port: targetPort,
      healthCheck: {
        path: healthCheckPath,
        healthyHttpCodes: '200',
        interval: Duration.seconds(30),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    });
    this.listener = new ApplicationListener(this, 'Https', {
      loadBalancer: this.loadBalancer,
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      // Not for everybody who reaches the VPC: the VPC link is let in by its security group.
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
  }
}

function acknowledgeNoLogs(loadBalancer: ApplicationLoadBalancer): void {
  for (const id of [
    'AwsSolutions::AwsSolutions-ELB2',
    'cdk-validator-cfnguard::elbv2_logging_enabled_check',
  ]) {
    Validations.of(loadBalancer).acknowledge({
      id,
      reason:
        'each request is in the access logs of API Gateway, the only one that gets in; `accessLogs` adds those behind it',
    });
  }
}
