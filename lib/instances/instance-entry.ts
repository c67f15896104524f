import { Validations } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { healthCheckWith } from '../shared/health-check';
import { LoggedLoadBalancer } from '../shared/logged-load-balancer';
import { INSTANCE_CHECK_INTERVAL, type InstanceSettings } from './instance-settings';

/** The load balancer of the new instances, with its listener, its target group and the security groups. */
export class InstanceEntry extends Construct {
  readonly loadBalancer: LoggedLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;
  /** The security group of the instances: only the load balancer may connect. */
  readonly instances: SecurityGroup;

  constructor(scope: Construct, id: string, settings: InstanceSettings) {
    super(scope, id);
    const { serviceName, vpc, accessLogs, targetPort, redirectHttp } = settings;
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Load balancer of the upgraded ${serviceName}`,
      allowAllOutbound: false,
    });
    this.instances = new SecurityGroup(this, 'InstanceSecurityGroup', {
      vpc,
      description: `Instances of the upgraded ${serviceName}`,
    });
    this.loadBalancer = new LoggedLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: settings.loadBalancerSubnets,
      securityGroup: group,
      accessLogs:
        accessLogs === undefined ? withoutLogs : { bucket: accessLogs, prefix: `upgraded-${serviceName}` },
      deletionProtection: settings.deletionProtection ? 'on' : withoutProtection,
      internetFacing: settings.internetFacing && asPublicAsBefore,
    });
    this.targetGroup = new ApplicationTargetGroup(this, 'Targets', {
      vpc,
      targetType: TargetType.INSTANCE,
      protocol: ApplicationProtocol.HTTP,
      port: targetPort,
      healthCheck: {
        path: settings.healthCheckPath,
        ...healthCheckWith(settings.healthCheck, INSTANCE_CHECK_INTERVAL),
      },
    });
    for (const [key, value] of Object.entries(settings.targetGroupAttributes)) {
      this.targetGroup.setAttribute(key, value);
    }
    this.listener = new ApplicationListener(this, 'Https', {
      loadBalancer: this.loadBalancer,
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [...settings.certificates],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
    if (redirectHttp) {
      new ApplicationListener(this, 'Http', {
        loadBalancer: this.loadBalancer,
        port: 80,
        protocol: ApplicationProtocol.HTTP,
        open: false,
        defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
      });
    }
    for (const peer of settings.clients ?? [Peer.anyIpv4()]) {
      for (const port of redirectHttp ? [443, 80] : [443]) {
        group.addIngressRule(peer, Port.tcp(port), `Clients of ${serviceName}`);
      }
    }
    this.instances.connections.allowFrom(group, Port.tcp(targetPort), 'Load balancer to instances');
    if (settings.clients === undefined) {
      Validations.of(group).acknowledge(
        { id: 'AwsSolutions::AwsSolutions-EC23', ...asPublicAsBefore },
        { id: 'cdk-validator-cfnguard::security_group_allows_only_security_groups', ...asPublicAsBefore },
      );
    }
  }
}

const asPublicAsBefore = {
  reason:
    'the new instances have the same clients as the old ones; `clients` and `internetFacing` limit them',
};

const withoutLogs = { reason: 'access logs need a bucket; set `accessLogs` to the one that the team has' };

const withoutProtection = {
  reason: 'a rollback must be able to remove the new path; switch on `deletionProtection` after the cutover',
};
