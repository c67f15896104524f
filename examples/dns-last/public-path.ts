import { Duration, Validations } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  type ApplicationTargetGroup,
  type IListenerCertificate,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Existing } from './existing';
import { Application } from './service';

export interface PublicPathProps {
  readonly existing: Existing;
  readonly application: Application;
  readonly certificate: IListenerCertificate;
  /** Of the access logs in the bucket. */
  readonly prefix: string;
}

/**
 * A public load balancer with a service behind it: security groups, listener, target group and service of its
 * own. The old path and the new one are two of them, so that neither is changed for the other.
 */
export class PublicPath extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targetGroup: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, { existing, application, certificate, prefix }: PublicPathProps) {
    super(scope, id);
    const { vpc, accessLogs } = existing;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Public load balancer of the API',
      allowAllOutbound: false,
    });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      ...{ vpc, internetFacing: true, dropInvalidHeaderFields: true, securityGroup },
    });
    this.loadBalancer.logAccessLogs(accessLogs, prefix);
    const listener = this.loadBalancer.addListener('Https', {
      port: 443,
      certificates: [certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
    });
    const service = application.addService(this);
    this.targetGroup = listener.addTargets('Targets', {
      port: Application.PORT,
      protocol: ApplicationProtocol.HTTP,
      targets: [service],
      deregistrationDelay: Duration.seconds(60),
      healthCheck: { path: '/', interval: Duration.seconds(15) },
    });
    const guard = 'cdk-validator-cfnguard::';
    const reason = 'clients of the API are on the internet';
    Validations.of(securityGroup).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-EC23', reason },
      { id: `${guard}security_group_allows_only_security_groups`, reason },
    );
    Validations.of(this.loadBalancer).acknowledge(
      { id: `${guard}load_balancer_is_internal`, reason },
      {
        id: `${guard}elbv2_deletion_protection_enabled_check`,
        reason: 'so that cdk destroy leaves nothing; in production, switch it on for the new path',
      },
    );
    Validations.of(service).acknowledge({
      id: 'cfn-lint::W3005',
      reason:
        'CDK adds an explicit dependency on the target group, which the service also references; the ' +
        'dependency is redundant but harmless',
    });
  }

  /** Where a CNAME to it leads. */
  get target(): RecordTarget {
    return RecordTarget.fromValues(this.loadBalancer.loadBalancerDnsName);
  }
}
