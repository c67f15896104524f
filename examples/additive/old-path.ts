import { Duration, Validations } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  type ApplicationTargetGroup,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ApiTasks } from './service';

export interface OldPathProps {
  readonly vpc: IVpc;
  readonly certificate: ICertificate;
  readonly service: FargateService;
  readonly accessLogs: IBucket;
}

/** The old path: a public load balancer in front of the service. */
export class OldPath extends Construct {
  readonly target: RecordTarget;
  readonly targetGroup: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, { vpc, certificate, service, accessLogs }: OldPathProps) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Public load balancer of the API',
      allowAllOutbound: false,
    });
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      internetFacing: true,
      dropInvalidHeaderFields: true,
      securityGroup,
    });
    loadBalancer.logAccessLogs(accessLogs, 'public-api');
    const listener = loadBalancer.addListener('Https', {
      port: 443,
      certificates: [certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
    });
    this.targetGroup = listener.addTargets('Targets', {
      port: ApiTasks.PORT,
      protocol: ApplicationProtocol.HTTP,
      targets: [service],
      healthCheck: { path: '/', interval: Duration.seconds(30) },
    });
    const reason = 'the old path is public; the example moves away from it';
    const guard = 'cdk-validator-cfnguard::';
    Validations.of(securityGroup).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-EC23', reason },
      { id: `${guard}security_group_allows_only_security_groups`, reason },
    );
    Validations.of(loadBalancer).acknowledge({ id: `${guard}load_balancer_is_internal`, reason });
    Validations.of(loadBalancer).acknowledge({
      id: 'cdk-validator-cfnguard::elbv2_deletion_protection_enabled_check',
      reason:
        'the last deployment removes the load balancer; with deletion protection, another one would have ' +
        'to switch it off first',
    });
    Validations.of(service).acknowledge({
      id: 'cfn-lint::W3005',
      reason:
        'CDK adds an explicit dependency on the target group, which the service also references; the ' +
        'dependency is redundant but harmless',
    });
    this.target = RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer));
  }
}
