import type { Duration } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type {
  IKeyValueStore,
  IOrigin,
  IOriginRequestPolicyRef,
  IResponseHeadersPolicyRef,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Anonymous, HashName, Identity } from '../../lambdas/edge/config';

/** A new path, B1, B2, … in the order in which they are given. */
export interface NewPath {
  /**
   * Which requests are split, as in a cache behaviour: `/orders/*`. All others go to the old path, without a function. `/*` splits
   * everything. The first that matches counts.
   */
  readonly patterns: readonly string[];
  /**
   * Where the new side is: an API Gateway, a load balancer, a VPC origin.
   * @default - the URL in the store, with `origins: 'store'`
   */
  readonly origin?: IOrigin;
  /**
   * The first value of its key with `origins: 'store'`, such as `https://abc.execute-api.eu-west-1.amazonaws.com/prod`.
   * @default - what an existing store holds
   */
  readonly url?: string;
}

export interface UserAwareDistributionProps {
  /** The old path, A: what serves all that is not split, everybody at 0 percent, and everybody when the store cannot be read. */
  readonly old: IOrigin;
  /** At least one. */
  readonly newPaths: readonly NewPath[];
  /** Where a user's name is read from. It is not verified: that stays with the APIs. */
  readonly identity: Identity;
  /**
   * What becomes of users without a name: see `Anonymous`.
   * @default 'cookie'
   */
  readonly anonymous?: Anonymous;
  /**
   * The cookie that keeps an anonymous user's id.
   * @default '__Host-cutover-id'
   */
  readonly cookieName?: string;
  /**
   * How long it is kept, at most 400 days, which is as long as browsers keep any.
   * @default Duration.days(365)
   */
  readonly cookieMaxAge?: Duration;
  /**
   * How users are spread over the percents. To change it while the percent is neither 0 nor 100 moves users both ways.
   * @default - 'fnv1a-fmix32', or 'b' with a store that exists
   */
  readonly hash?: HashName;
  /**
   * A store that exists, such as one of system B's. Nothing is written to it.
   * @default - one of its own, at 0 percent
   */
  readonly store?: IKeyValueStore;
  /**
   * The key of the percent.
   * @default 'traffic-split'
   */
  readonly percentKey?: string;
  /**
   * Where the URLs of the paths are: `declared`, as origins of the distribution, which whoever writes the store cannot change; or `store`, in
   * its keys `APIGW_A_URL`, `APIGW_B1_URL`, `APIGW_B2_URL`, … as in system B.
   * @default 'declared'
   */
  readonly origins?: 'declared' | 'store';
  /**
   * The first value of `APIGW_A_URL` with `origins: 'store'` and a store of its own.
   * @default - what an existing store holds
   */
  readonly oldUrl?: string;
  /**
   * Whether answers bear `x-cutover-side: old` or `new`. Origins are always told.
   * @default true
   */
  readonly tellSide?: boolean;
  /**
   * What reaches the origins. It must let `Authorization` and the identity through.
   * @default OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER, since API Gateway refuses another's host
   */
  readonly originRequestPolicy?: IOriginRequestPolicyRef;
  /**
   * Security headers and the like.
   * @default - none
   */
  readonly responseHeadersPolicy?: IResponseHeadersPolicyRef;
  /** @default - CloudFront's own name alone */
  readonly domainNames?: readonly string[];
  /** For `domainNames`, from us-east-1. */
  readonly certificate?: ICertificate;
  /**
   * The least that viewers must speak. It counts with a certificate only.
   * @default SecurityPolicyProtocol.TLS_V1_2_2021
   */
  readonly minimumProtocolVersion?: SecurityPolicyProtocol;
  /**
   * A web ACL of WAF with scope CLOUDFRONT, which lives in us-east-1.
   * @default - none
   */
  readonly webAclArn?: string;
  /**
   * For access logs; its ACLs must be enabled.
   * @default - one of its own, which keeps them for 90 days
   */
  readonly accessLogs?: IBucket;
}
