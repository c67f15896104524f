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
import { rulesBetween } from '../shared/security-group-rules';
import { normalizeRecordNames } from '../workflow/routers/route53/record-names';
import type { AdditiveApiGatewayProps, SharedVpcLink } from './additive-api-gateway-props';
import { refuseDualRegistration } from './dual-registration';
import { GatewayDomain } from './gateway-domain';
import { InternalLoadBalancer } from './internal-load-balancer';
import { PrivateHttpApi } from './private-http-api';

export type { AdditiveApiGatewayProps, SharedVpcLink } from './additive-api-gateway-props';

/**
 * The new path beside an old public load balancer: an HTTP API, a VPC link and an internal load balancer, under a test domain
 * `gw-<service>`. It makes new resources only, and none of them takes traffic from the old path.
 * @example
 * const path = new AdditiveApiGateway(this, 'NewPath', {
 *   serviceName: 'api', vpc, zone, certificate, recordNames: ['api.example.com'],
 * });
 * path.addService(newService);
 */
export class AdditiveApiGateway extends Construct {
  /** Where smoke tests go, such as `gw-api.example.com`. */
  readonly testDomain: string;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly vpcLink: SharedVpcLink;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;

  private readonly domains: ReadonlyMap<string, GatewayDomain>;

  /** @throws Error when a name is not right or not in the zone, or the subnets are public or of a single zone */
  constructor(scope: Construct, id: string, props: AdditiveApiGatewayProps) {
    super(scope, id);
    const { serviceName, vpc, zone, certificate, targetPort = 80, healthCheckPath = '/health' } = props;
    const { vpcSubnets = { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, deletionProtection = false } = props;
    const { throttle = { rateLimit: 10_000, burstLimit: 5_000 }, logRetention = RetentionDays.THREE_MONTHS } =
      props;
    const ipAddressType = props.dualStack === true ? IpAddressType.DUAL_STACK : IpAddressType.IPV4;
    checkServiceName(serviceName);
    checkSubnets(vpc, vpcSubnets);
    this.testDomain = `gw-${serviceName}.${zone.zoneName}`;
    const domainNames = normalizeRecordNames({
      hostedZoneId: zone.hostedZoneId,
      zoneName: zone.zoneName,
      recordNames: [this.testDomain, ...props.recordNames],
    });

    const internal = new InternalLoadBalancer(this, 'Internal', {
      ...{ serviceName, vpc, vpcSubnets, certificate, targetPort, healthCheckPath, deletionProtection },
      ...(props.accessLogs === undefined ? {} : { accessLogs: props.accessLogs }),
    });
    this.loadBalancer = internal.loadBalancer;
    this.listener = internal.listener;
    this.targetGroup = internal.targetGroup;
    this.vpcLink = props.vpcLink ?? this.ownVpcLink(serviceName, vpc, vpcSubnets);
    // Without this pair of rules the link reaches nothing, and every request ends in a 503.
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
   * Where a record of one of the names has to lead, for `WeightedRecords`.
   * @throws Error when the name is not one of `recordNames`
   */
  targetFor(recordName: string): RecordTarget {
    const domain = this.domains.get(recordName);
    if (domain === undefined) {
      const known = [...this.domains.keys()].join(', ');
      throw new Error(`"${recordName}" is no name of this path, which has ${known}; add it to recordNames`);
    }
    return domain.target;
  }

  /**
   * Puts a service of its own behind the new path. With a service that is new too, the deployment is additions only.
   * @param target which container and port
   * @default target - the default container and its first port
   */
  addService(service: BaseService, target?: LoadBalancerTargetOptions): void {
    if (target === undefined) {
      this.targetGroup.addTarget(service);
    } else {
      this.targetGroup.addTarget(service.loadBalancerTarget(target));
    }
    // A task that the load balancer cannot reach yet fails its health check, and ECS stops it.
    service.node.addDependency(...rulesBetween(this.loadBalancer, service));
  }

  /**
   * Registers a service that serves the old path with the new one as well: **a change of that service**. `cutover diff` tells it as
   * Modify, ECS starts new tasks in the place of all that run, and from then on stops a task that fails the health check of either group.
   * @throws Error when the service has a deployment controller that cannot do that, or five target groups already
   */
  registerExisting(service: BaseService, target?: LoadBalancerTargetOptions): void {
    refuseDualRegistration(service);
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

/** `gw-` and the name are one label, of 63 characters at the most. */
function checkServiceName(serviceName: string): void {
  if (Token.isUnresolved(serviceName) || !/^[a-z0-9]([a-z0-9-]{0,57}[a-z0-9])?$/.test(serviceName)) {
    throw new Error(
      `serviceName is "${serviceName}"; must be a label of at most 59 lower-case letters, digits and "-", such as api, known at synth`,
    );
  }
}

function checkSubnets(vpc: IVpc, selection: SubnetSelection): void {
  const { hasPublic, availabilityZones } = vpc.selectSubnets(selection);
  if (hasPublic) {
    throw new Error('vpcSubnets has public subnets; the new path is private, give private ones');
  }
  if (new Set(availabilityZones).size < 2) {
    throw new Error(
      `vpcSubnets has ${new Set(availabilityZones).size} zone; a load balancer needs subnets of at least two`,
    );
  }
}
