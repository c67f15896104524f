import type { Duration } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IVpc, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationProtocol,
  type ApplicationTargetGroup,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { TargetHealthCheck } from '../shared/health-check';
import { InternalLoadBalancer, IpTargetGroup } from '../shared/internal-load-balancer';

export interface NewPathLoadBalancerProps {
  readonly serviceName: string;
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly certificate: ICertificate;
  readonly targetPort: number;
  readonly healthCheckPath: string;
  readonly healthCheck: Required<TargetHealthCheck>;
  readonly deregistrationDelay?: Duration;
  readonly deletionProtection: boolean;
  readonly accessLogs?: IBucket;
}

/**
 * An internal load balancer with one HTTPS listener and one target group. No security group may connect to it
 * yet.
 */
export class NewPathLoadBalancer extends Construct {
  readonly loadBalancer: InternalLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: NewPathLoadBalancerProps) {
    super(scope, id);
    const { serviceName, vpc, vpcSubnets, certificate, accessLogs } = props;
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Internal load balancer of ${serviceName}`,
      // Each service that is registered adds the egress rule to its tasks.
      allowAllOutbound: false,
    });
    this.loadBalancer = new InternalLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets,
      securityGroup: this.securityGroup,
      accessLogs:
        accessLogs === undefined
          ? withoutAccessLogs
          : { bucket: accessLogs, prefix: `internal-${serviceName}` },
      deletionProtection: props.deletionProtection ? 'on' : withoutProtection,
    });
    this.targetGroup = new IpTargetGroup(this, 'Targets', {
      vpc,
      port: props.targetPort,
      healthCheckPath: props.healthCheckPath,
      healthCheck: props.healthCheck,
      ...(props.deregistrationDelay === undefined ? {} : { deregistrationDelay: props.deregistrationDelay }),
    });
    this.listener = new ApplicationListener(this, 'Https', {
      loadBalancer: this.loadBalancer,
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      // Only the security group of the VPC link may connect, not everything in the VPC.
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
  }
}

const withoutAccessLogs = {
  reason:
    'API Gateway, the only client of the load balancer, logs every request; set `accessLogs` to log them ' +
    'at the load balancer too',
};

const withoutProtection = {
  reason: 'a rollback must be able to remove the new path; switch on `deletionProtection` after the cutover',
};
