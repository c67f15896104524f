import type { IVpcLink, ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** A VPC link that several APIs go through, with the security group that its traffic comes from. */
export interface SharedVpcLink {
  readonly link: IVpcLink;
  readonly securityGroup: ISecurityGroup;
}

/** The new path beside an old one. */
export interface AdditiveApiGatewayProps {
  /** A label of lower-case letters, digits and `-`, such as `api`: the test domain is `gw-api` in the zone. */
  readonly serviceName: string;
  /** Where the service runs. */
  readonly vpc: IVpc;
  /** The zone of the test domain. */
  readonly zone: IHostedZone;
  /**
   * Of the region, and issued: for `gw-<service>` in the zone and for each of `recordNames`. API Gateway and the internal load
   * balancer both show it.
   */
  readonly certificate: ICertificate;
  /**
   * Names that will move to this path, such as `api.example.com`. API Gateway answers a name only when it knows it, so they have to
   * be there before the first request; no record of theirs is made here.
   */
  readonly recordNames: readonly string[];
  /**
   * Private subnets of at least two zones, for the VPC link and the load balancer.
   * @default - private subnets with egress
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * The port that the service listens on.
   * @default 80
   */
  readonly targetPort?: number;
  /**
   * Must answer 200.
   * @default '/health'
   */
  readonly healthCheckPath?: string;
  /**
   * Requests per second that the API takes, and how many at once.
   * @default - 10,000 and 5,000, which is what API Gateway allows an account (API Gateway Developer Guide, "Quotas")
   */
  readonly throttle?: Required<ThrottleSettings>;
  /**
   * Whether the domains have IPv6 addresses too, which an AAAA record needs.
   * @default false
   */
  readonly dualStack?: boolean;
  /**
   * A VPC link that is there already: one serves many APIs (API Gateway Developer Guide, "Set up VPC links V2").
   * @default - one of its own
   */
  readonly vpcLink?: SharedVpcLink;
  /**
   * Where the load balancer writes its access logs. The stack then needs to know its region at synth.
   * @default - only API Gateway's access logs
   */
  readonly accessLogs?: IBucket;
  /**
   * How long API Gateway's access logs are kept.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * Protects the load balancer against deletion; a roll-back then has to lift that first. For after the cutover.
   * @default false
   */
  readonly deletionProtection?: boolean;
}
