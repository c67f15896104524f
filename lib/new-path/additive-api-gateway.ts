import { Token } from 'aws-cdk-lib';
import { type HttpApi, type HttpStage, IpAddressType, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  type ISecurityGroup,
  type IVpc,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import type { BaseService, LoadBalancerTargetOptions } from 'aws-cdk-lib/aws-ecs';
import type {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AaaaRecord, ARecord, type RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { propsError, refuseProps } from '../shared/refuse-props';
import { rulesBetween } from '../shared/security-group-rules';
import { normalizeRecordNames } from '../workflow/routers/route53/record-names';
import type { AdditiveApiGatewayProps, SharedVpcLink } from './additive-api-gateway-props';
import { dualRegistrationProblems } from './dual-registration';
import { GatewayDomain } from './gateway-domain';
import { NewPathLoadBalancer } from './new-path-load-balancer';
import { PrivateHttpApi } from './private-http-api';

export type { AdditiveApiGatewayProps, SharedVpcLink } from './additive-api-gateway-props';

/**
 * The new path, built next to an old public load balancer: an HTTP API, a VPC link and an internal load
 * balancer, under the test domain `gw-<service>`. It only creates new resources, and none of them takes
 * traffic from the old path.
 * @example
 * const path = new AdditiveApiGateway(this, 'NewPath', {
 *   serviceName: 'api', vpc, zone, certificate, recordNames: ['api.example.com'],
 * });
 * path.addService(newService);
 */
export class AdditiveApiGateway extends Construct {
  /** The host for smoke tests, such as `gw-api.example.com`. */
  readonly testDomain: string;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly vpcLink: SharedVpcLink;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;

  private readonly domains: ReadonlyMap<string, GatewayDomain>;

  /**
   * @throws Error at synth when a name is not valid or not in the zone, or the subnets are public or in a
   *   single zone
   */
  constructor(scope: Construct, id: string, props: AdditiveApiGatewayProps) {
    super(scope, id);
    const { serviceName, vpc, zone, certificate, targetPort = 80, healthCheckPath = '/health' } = props;
    const { vpcSubnets = { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, deletionProtection = false } = props;
    const { throttle = { rateLimit: 10_000, burstLimit: 5_000 }, logRetention = RetentionDays.THREE_MONTHS } =
      props;
    const ipAddressType = props.dualStack === true ? IpAddressType.DUAL_STACK : IpAddressType.IPV4;
    refuseProps(this, [...serviceNameProblems(serviceName), ...subnetProblems(vpc, vpcSubnets)]);
    this.testDomain = `gw-${serviceName}.${zone.zoneName}`;
    const domainNames = normalizeRecordNames({
      hostedZoneId: zone.hostedZoneId,
      zoneName: zone.zoneName,
      recordNames: [this.testDomain, ...props.recordNames],
    });

    const internal = new NewPathLoadBalancer(this, 'Internal', {
      ...{ serviceName, vpc, vpcSubnets, certificate, targetPort, healthCheckPath, deletionProtection },
      ...(props.accessLogs === undefined ? {} : { accessLogs: props.accessLogs }),
    });
    this.loadBalancer = internal.loadBalancer;
    this.listener = internal.listener;
    this.targetGroup = internal.targetGroup;
    this.vpcLink = props.vpcLink ?? this.ownVpcLink(serviceName, vpc, vpcSubnets);
    // Without this pair of rules the VPC link cannot connect, and every request ends in a 503.
    this.vpcLink.securityGroup.connections.allowTo(
      internal.securityGroup,
      Port.tcp(443),
      'HTTPS from the VPC link',
    );

    const gateway = new PrivateHttpApi(this, 'Gateway', {
      ...{ serviceName, listener: this.listener, vpcLink: this.vpcLink.link, serverName: this.testDomain },
      ...{ throttle, ipAddressType, logRetention },
    });
    this.api = gateway.api;
    this.stage = gateway.stage;
    this.domains = new Map(
      domainNames.map((domainName) => {
        const made = new GatewayDomain(this, domainName, { domainName, certificate, gateway, ipAddressType });
        return [domainName, made];
      }),
    );
    const record = { zone, recordName: `${this.testDomain}.`, target: this.targetFor(this.testDomain) };
    new ARecord(this, 'TestRecord', record);
    if (props.dualStack === true) {
      new AaaaRecord(this, 'TestRecordIpv6', record);
    }
  }

  /**
   * The target for the record of one of the names, for `WeightedRecords`.
   * @throws Error at synth when the name is not one of `recordNames`
   */
  targetFor(recordName: string): RecordTarget {
    const domain = this.domains.get(recordName);
    if (domain === undefined) {
      const names = [...this.domains.keys()].join(', ');
      const message = `has no "${recordName}", only ${names}; add it to recordNames`;
      throw propsError(this, [{ path: 'recordNames', message }]);
    }
    return domain.target;
  }

  /**
   * Registers a service with the new path. When the service is new too, the deployment only adds resources.
   * @param target the container and port; by default the default container and its first port
   */
  addService(service: BaseService, target?: LoadBalancerTargetOptions): void {
    if (target === undefined) {
      this.targetGroup.addTarget(service);
    } else {
      this.targetGroup.addTarget(service.loadBalancerTarget(target));
    }
    // Otherwise tasks could start before the load balancer can reach them, fail their health check and be
    // stopped by ECS.
    service.node.addDependency(...rulesBetween(this.loadBalancer, service));
  }

  /**
   * Registers the service of the old path with the new path too. **This modifies that service**:
   * `cutover diff` reports Modify, ECS replaces all running tasks, and from then on it stops a task that
   * fails the health check of either target group.
   * @throws Error at synth when the deployment controller of the service does not support this, or the
   *   service already has five target groups
   */
  registerExisting(service: BaseService, target?: LoadBalancerTargetOptions): void {
    refuseProps(service, dualRegistrationProblems(service));
    this.addService(service, target);
  }

  private ownVpcLink(serviceName: string, vpc: IVpc, subnets: SubnetSelection): SharedVpcLink {
    const securityGroup: ISecurityGroup = new SecurityGroup(this, 'VpcLinkSecurityGroup', {
      vpc,
      description: `VPC link of ${serviceName}`,
      allowAllOutbound: false,
    });
    const link = new VpcLink(this, 'VpcLink', {
      vpcLinkName: serviceName,
      vpc,
      subnets,
      securityGroups: [securityGroup],
    });
    return { link, securityGroup };
  }
}

/** `gw-` and the name form one label, which has at most 63 characters. */
function serviceNameProblems(serviceName: string): Problem[] {
  if (!Token.isUnresolved(serviceName) && /^[a-z0-9]([a-z0-9-]{0,57}[a-z0-9])?$/.test(serviceName)) {
    return [];
  }
  const message =
    `is "${serviceName}"; must be a label of at most 59 lower-case letters, digits and "-", such as api, ` +
    'and known at synth';
  return [{ path: 'serviceName', message }];
}

function subnetProblems(vpc: IVpc, selection: SubnetSelection): Problem[] {
  const path = 'vpcSubnets';
  const { hasPublic, availabilityZones } = vpc.selectSubnets(selection);
  const { size } = new Set(availabilityZones);
  const few = `covers ${size} zone; must cover at least 2, which a load balancer needs`;
  return [
    ...(hasPublic
      ? [{ path, message: 'has public subnets; must be private subnets, because the new path is private' }]
      : []),
    ...(size < 2 ? [{ path, message: few }] : []),
  ];
}
