import type { Duration } from 'aws-cdk-lib';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type TargetHealthCheck, targetHealthCheckNames } from '../shared/health-check';
import type { PropNames } from '../shared/known-props';
import { type SharedVpcLink, sharedVpcLinkNames } from '../shared/shared-vpc-link';

/** What the new path needs, built next to an old one, whatever its API is. */
export interface AdditiveGatewayProps {
  /**
   * A label of at most 59 lower-case letters, digits and `-`, such as `api`: the test domain is then
   * `gw-api` in the zone.
   */
  readonly serviceName: string;
  /** The VPC in which the service runs. */
  readonly vpc: IVpc;
  /**
   * The hosted zone of the test domain and of `recordNames`. Its name may be a token; then nobody checks that
   * the names are in it.
   */
  readonly zone: IHostedZone;
  /**
   * An issued certificate in the region of the stack. It must cover `gw-<service>` in the zone and each of
   * `recordNames`. Both API Gateway and the internal load balancer use it.
   */
  readonly certificate: ICertificate;
  /**
   * Names that will move to this path, such as `api.example.com`. API Gateway only answers names that it
   * has as custom domains, so they are created before the first request. No record is created for them here.
   * A name may be a token.
   */
  readonly recordNames: readonly string[];
  /**
   * Private subnets in at least two zones, for the VPC link and the load balancer.
   * @default - private subnets with egress
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * The port on which the service listens.
   * @default 80
   */
  readonly targetPort?: number;
  /**
   * The path of the targets' health check, which must answer 200 or what `healthCheck` says.
   * @default '/health'
   */
  readonly healthCheckPath?: string;
  /**
   * The rest of the targets' health check.
   * @default - each 30 s; see `TargetHealthCheck`
   */
  readonly healthCheck?: TargetHealthCheck;
  /**
   * How long a target that is removed may finish its requests, from 0 seconds to an hour.
   * @default Duration.minutes(5)
   */
  readonly deregistrationDelay?: Duration;
  /**
   * The rate of requests per second that the API accepts, and the burst.
   * @default - 10,000 and 5,000, the quotas of an account (API Gateway Developer Guide, "Quotas")
   */
  readonly throttle?: Required<ThrottleSettings>;
  /**
   * Whether the domains also have IPv6 addresses, which an AAAA record needs.
   * @default false
   */
  readonly dualStack?: boolean;
  /**
   * An existing VPC link: one can serve many APIs (API Gateway Developer Guide, "Set up VPC links V2").
   * @default - a new VPC link
   */
  readonly vpcLink?: SharedVpcLink;
  /**
   * The bucket for the load balancer's access logs. CDK then needs to know the region of the stack at synth.
   * @default - only API Gateway writes access logs
   */
  readonly accessLogs?: IBucket;
  /**
   * How long the access logs of API Gateway are kept.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether the load balancer is protected against deletion. Set it after the cutover: a rollback of the
   * deployment would have to switch it off first.
   * @default false
   */
  readonly deletionProtection?: boolean;
}

export const additiveGatewayNames: PropNames<AdditiveGatewayProps> = {
  serviceName: 'required',
  vpc: 'required',
  zone: 'required',
  certificate: 'required',
  recordNames: 'required',
  vpcSubnets: 'optional',
  targetPort: 'optional',
  healthCheckPath: 'optional',
  healthCheck: { is: 'optional', props: targetHealthCheckNames },
  deregistrationDelay: 'optional',
  throttle: {
    is: 'optional',
    props: { rateLimit: 'required', burstLimit: 'required' } satisfies PropNames<Required<ThrottleSettings>>,
  },
  dualStack: 'optional',
  vpcLink: { is: 'optional', props: sharedVpcLinkNames },
  accessLogs: 'optional',
  logRetention: 'optional',
  deletionProtection: 'optional',
};
