import { Stack, Token } from 'aws-cdk-lib';
import { IpAddressType, type ThrottleSettings, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
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
import { healthCheckWith } from '../shared/health-check';
import { propsError, refuseProps, validProp } from '../shared/refuse-props';
import type { SharedVpcLink } from '../shared/shared-vpc-link';
import { nameOfZone } from '../shared/zone-name';
import { additiveGatewayProblems, domainNamesOf, HEALTH_CHECK_INTERVAL } from './additive-gateway-problems';
import type { AdditiveGatewayProps } from './additive-gateway-props';
import { dualRegistrationProblems } from './dual-registration';
import { GatewayDomain, type MappedApi } from './gateway-domain';
import { NewPathLoadBalancer } from './new-path-load-balancer';
import { registerService, serviceStackProblems } from './service-target';

/** What an API in front of the internal load balancer needs. */
export interface ApiSettings {
  readonly serviceName: string;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly vpcLink: SharedVpcLink;
  /** The name on the certificate of the listener, which API Gateway verifies. */
  readonly serverName: string;
  readonly throttle: Required<ThrottleSettings>;
  readonly ipAddressType: IpAddressType;
  readonly logRetention: RetentionDays;
}

/** What differs between the kinds of a new path. */
export interface GatewayKind {
  /** Problems of the props that the kind has of its own, and of names of props. */
  readonly problems: readonly Problem[];
  /** Makes the API in the given scope. */
  readonly makeApi: (scope: Construct, settings: ApiSettings) => MappedApi;
}

/**
 * A new path beside an old one: an API, a VPC link and an internal load balancer, under the test domain
 * `gw-<service>`. Its kinds differ in the API alone.
 */
export abstract class AdditiveGateway extends Construct {
  /** The host for smoke tests, such as `gw-api.example.com`. */
  readonly testDomain: string;
  /** The VPC link to the load balancer: that which was given, or the new one. */
  readonly vpcLink: SharedVpcLink;
  /** The internal load balancer. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Its HTTPS listener. */
  readonly listener: ApplicationListener;
  /** The target group that services are registered with. */
  readonly targetGroup: ApplicationTargetGroup;

  /**
   * What `makeApi` has made.
   * @internal
   */
  protected readonly gateway: MappedApi;
  private readonly domains: ReadonlyMap<string, GatewayDomain>;

  /**
   * @throws Error at synth when a name is not valid or not in the zone, or the subnets are public or in a
   *   single zone
   * @internal
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AdditiveGatewayProps,
    { problems, makeApi }: GatewayKind,
  ) {
    super(scope, id);
    refuseProps(this, problems);
    const { serviceName, vpc, zone, certificate, targetPort = 80, healthCheckPath = '/health' } = props;
    const { vpcSubnets = { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, deletionProtection = false } = props;
    const { throttle = { rateLimit: 10_000, burstLimit: 5_000 }, logRetention = RetentionDays.THREE_MONTHS } =
      props;
    const ipAddressType = props.dualStack === true ? IpAddressType.DUAL_STACK : IpAddressType.IPV4;
    refuseProps(this, additiveGatewayProblems(this, props, vpcSubnets));
    const zoneName = validProp(this, 'zone', nameOfZone(zone));
    this.testDomain = `gw-${serviceName}.${zoneName}`;
    const { hostedZoneId } = zone;
    const domainNames = domainNamesOf({ hostedZoneId, zoneName }, [this.testDomain, ...props.recordNames]);

    const internal = new NewPathLoadBalancer(this, 'Internal', {
      ...{ serviceName, vpc, vpcSubnets, certificate, targetPort, healthCheckPath, deletionProtection },
      healthCheck: healthCheckWith(props.healthCheck ?? {}, HEALTH_CHECK_INTERVAL),
      ...(props.deregistrationDelay === undefined ? {} : { deregistrationDelay: props.deregistrationDelay }),
      ...(props.accessLogs === undefined ? {} : { accessLogs: props.accessLogs }),
    });
    this.loadBalancer = internal.loadBalancer;
    this.listener = internal.listener;
    this.targetGroup = internal.targetGroup;
    this.vpcLink = props.vpcLink ?? this.ownVpcLink(serviceName, vpc, vpcSubnets);
    // Without this pair of rules the VPC link cannot connect, and every request ends in a 503.
    connectLink(this.vpcLink.securityGroup, internal.securityGroup);

    this.gateway = makeApi(this, {
      ...{ serviceName, loadBalancer: this.loadBalancer, listener: this.listener, vpcLink: this.vpcLink },
      ...{ serverName: this.testDomain, throttle, ipAddressType, logRetention },
    });
    this.domains = new Map(
      domainNames.map((domainName, i) => {
        // The id of a construct cannot be a token.
        const domainId = Token.isUnresolved(domainName) ? `Domain${i}` : domainName;
        const domain = { domainName, certificate, api: this.gateway, ipAddressType };
        return [domainName, new GatewayDomain(this, domainId, domain)];
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
   * It may be in another stack, which then depends on that of the new path.
   * @param target the container and port; by default the default container and its first port
   * @throws Error at synth when the stack of the new path needs the stack of the service
   */
  addService(service: BaseService, target?: LoadBalancerTargetOptions): void {
    refuseProps(this, serviceStackProblems(service, this, this.props));
    registerService(this, service, target);
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

/**
 * Lets a VPC link reach the load balancer. Both rules must be in the stack of the load balancer: one in the
 * stack of a link that is shared would make that stack depend on each API that uses it.
 */
function connectLink(link: ISecurityGroup, loadBalancer: ISecurityGroup): void {
  const description = 'HTTPS from the VPC link';
  if (Stack.of(link) === Stack.of(loadBalancer)) {
    link.connections.allowTo(loadBalancer, Port.tcp(443), description);
  } else {
    loadBalancer.connections.allowFrom(link, Port.tcp(443), description);
  }
}
