import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type {
  GeoRestriction,
  IKeyValueStore,
  IOrigin,
  IOriginRequestPolicyRef,
  IResponseHeadersPolicyRef,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Anonymous, HashName, Identity } from '../../lambdas/edge/config';
import type { PropNames } from '../shared/known-props';

/** A new path. In the keys of a store, the paths are named B1, B2 and so on, in the order of the props. */
export interface NewPath {
  /**
   * The requests that are split, as in a cache behavior: `/orders/*`. All other requests go to the old
   * path, without a function. `/*` splits everything. The first pattern that matches applies.
   */
  readonly patterns: readonly string[];
  /**
   * The origin of the new path: an API Gateway, a load balancer or a VPC origin.
   * @default - with `origins: 'store'`, the URL in the store; otherwise it is required
   */
  readonly origin?: IOrigin;
  /**
   * With `origins: 'store'` and a new store: the URL with which its key is created, such as
   * `https://abc.execute-api.eu-west-1.amazonaws.com/prod`. A later deployment cannot change it there.
   * @default - an existing store holds it
   */
  readonly url?: string;
  /**
   * With `origins: 'store'` and a store that this construct has created: the path is added later, so that no
   * deployment writes its key. Put the key before you deploy, as synth says.
   * @default false: the store is created with `url`
   */
  readonly keyInStore?: boolean;
}

/** The paths, and how users are assigned to them. */
export interface UserAwareDistributionProps {
  /**
   * The old path. It serves all requests that are not split, all users at 0 percent, and all users while
   * the store cannot be read.
   */
  readonly old: IOrigin;
  /** The new paths; at least one. */
  readonly newPaths: readonly NewPath[];
  /** Where the name of a user is read. It is not verified; verifying it remains the task of the APIs. */
  readonly identity: Identity;
  /**
   * How users without a name are assigned to a side: see `Anonymous`.
   * @default 'cookie'
   */
  readonly anonymous?: Anonymous;
  /**
   * The cookie with the id of an anonymous user.
   * @default '__Host-cutover-id'
   */
  readonly cookieName?: string;
  /**
   * How long browsers keep that cookie, from 1 second to 400 days, the maximum of browsers.
   * @default Duration.days(365)
   */
  readonly cookieMaxAge?: Duration;
  /**
   * The hash function that distributes users over the percents. Changing it while the percent is neither 0
   * nor 100 moves users in both directions.
   * @default - 'fnv1a-fmix32', or 'b' with an existing store
   */
  readonly hash?: HashName;
  /**
   * An existing store. The deployment writes nothing to it.
   * @default - a new store, at 0 percent
   */
  readonly store?: IKeyValueStore;
  /**
   * The key of the percent.
   * @default 'traffic-split'
   */
  readonly percentKey?: string;
  /**
   * Where the URLs of the paths are read:
   * - `declared`: from the origins of the distribution, which nobody with write access to the store can
   *   change;
   * - `store`: from its keys `APIGW_A_URL` for the old path and `APIGW_B1_URL`, `APIGW_B2_URL` and so on
   *   for the new paths.
   * @default 'declared'
   */
  readonly origins?: 'declared' | 'store';
  /**
   * With `origins: 'store'` and a new store: the URL with which `APIGW_A_URL` is created. A later deployment
   * cannot change it there.
   * @default - an existing store holds it
   */
  readonly oldUrl?: string;
  /**
   * Whether responses have the header `x-cutover-side: old` or `new`. Requests to the origins always have it.
   * @default true
   */
  readonly tellSide?: boolean;
  /**
   * What is forwarded to the origins. It must include `Authorization` and the identity.
   * @default OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER, because API Gateway refuses the host name
   *   of the distribution
   */
  readonly originRequestPolicy?: IOriginRequestPolicyRef;
  /**
   * The policy that adds headers to responses, such as security headers.
   * @default - none
   */
  readonly responseHeadersPolicy?: IResponseHeadersPolicyRef;
  /**
   * The domain names of the distribution.
   * @default - only the name that CloudFront assigns
   */
  readonly domainNames?: readonly string[];
  /**
   * A certificate from us-east-1 that covers `domainNames`.
   * @default - none; required with `domainNames`
   */
  readonly certificate?: ICertificate;
  /**
   * The minimum TLS version for viewers. It needs a certificate.
   * @default SecurityPolicyProtocol.TLS_V1_2_2021
   */
  readonly minimumProtocolVersion?: SecurityPolicyProtocol;
  /**
   * A web ACL of AWS WAF with the scope CLOUDFRONT, in us-east-1.
   * @default - none
   */
  readonly webAclArn?: string;
  /**
   * The countries whose viewers are served, or are not, by the address of the viewer. Others get a 403 of
   * CloudFront. It is for the whole distribution, both paths.
   * @default - no restriction
   */
  readonly geoRestriction?: GeoRestriction;
  /**
   * The bucket for access logs, whose ACLs must be enabled, or `none` for no access logs.
   * @default - a new bucket, which keeps the logs for 90 days, and which a deletion of the stack leaves
   */
  readonly accessLogs?: IBucket | 'none';
  /**
   * What a deletion of the stack does with the new bucket for access logs. With `DESTROY` the bucket and all
   * logs in it are deleted, by a function that CDK adds to the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly accessLogsRemovalPolicy?: RemovalPolicy;
  /**
   * The cache behaviors that a distribution may have in your account: one for each pattern. More are a
   * warning.
   * @default 75, the quota of CloudFront, which AWS raises on request
   */
  readonly behaviorQuota?: number;
}

/** The fields of `Identity`, whose kinds have different ones. */
interface IdentityFields {
  readonly kind: string;
  readonly claim?: string;
  readonly name?: string;
}

export const userAwareDistributionNames: PropNames<UserAwareDistributionProps> = {
  old: 'required',
  newPaths: {
    is: 'required',
    props: {
      patterns: 'required',
      origin: 'optional',
      url: 'optional',
      keyInStore: 'optional',
    } satisfies PropNames<NewPath>,
  },
  identity: {
    is: 'required',
    props: { kind: 'required', claim: 'optional', name: 'optional' } satisfies PropNames<IdentityFields>,
  },
  anonymous: 'optional',
  cookieName: 'optional',
  cookieMaxAge: 'optional',
  hash: 'optional',
  store: 'optional',
  percentKey: 'optional',
  origins: 'optional',
  oldUrl: 'optional',
  tellSide: 'optional',
  originRequestPolicy: 'optional',
  responseHeadersPolicy: 'optional',
  domainNames: 'optional',
  certificate: 'optional',
  minimumProtocolVersion: 'optional',
  webAclArn: 'optional',
  geoRestriction: 'optional',
  accessLogs: 'optional',
  accessLogsRemovalPolicy: 'optional',
  behaviorQuota: 'optional',
};
