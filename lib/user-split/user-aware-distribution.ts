import { Stack } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IKeyValueStore,
  ImportSource,
  KeyValueStore,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EdgeConfig } from '../../lambdas/edge/config';
import { namingProblems } from '../shared/known-props';
import { warnAboveQuota } from '../shared/quotas';
import { refuseProps } from '../shared/refuse-props';
import { AccessLogBucket } from './access-log-bucket';
import { acknowledgeDistribution } from './acknowledgements';
import { distributionProblems } from './distribution-problems';
import { type EdgeFunctionName, edgeCode } from './edge-code';
import { edgeSettings, initialKeys, newKey, newOriginId, OLD_KEY } from './edge-settings';
import { addSelectableOrigins, bindOrigins, defaultOrigin } from './selectable-origins';
import { noteStoreKeys } from './store-keys';
import { type UserAwareDistributionProps, userAwareDistributionNames } from './user-aware-distribution-props';

export type { NewPath, UserAwareDistributionProps } from './user-aware-distribution-props';

/** Cache behaviors of a distribution (Amazon CloudFront Developer Guide, "Quotas"). */
const BEHAVIOR_QUOTA = 75;

/** The `router` of a plan for a user-aware distribution. */
export interface UserSplitRouter {
  /** The kind of the router. */
  readonly kind: 'cloudfront-kvs';
  /** The store with the percent. The ARN of a new store is known only at deployment. */
  readonly keyValueStoreArn: string;
  /** The key of the percent. */
  readonly key: string;
  /** Keys of the store that are part of the route: the cutover stops when they are changed. */
  readonly configKeys: readonly string[];
}

/**
 * A CloudFront distribution in front of an old path and one or more new paths. It assigns each user to one
 * side, old or new, and a user moves at most once while a cutover raises the percent in its key value store.
 * Nothing is cached: a response of one side must never reach a user of the other side.
 * @example
 * const split = new UserAwareDistribution(this, 'Split', {
 *   old: new HttpOrigin('legacy.example.com'),
 *   newPaths: [{ patterns: ['/orders/*'], origin: new HttpOrigin('gw-orders.example.com') }],
 *   identity: { kind: 'jwt', claim: 'sub' },
 * });
 * // In a plan: router: { kind: cloudfront-kvs, keyValueStoreArn: … }
 */
export class UserAwareDistribution extends Construct {
  /** The distribution, whose domain name is the entry point of both paths. */
  readonly distribution: Distribution;
  /** The store with the percent: that which was given, or the new one. */
  readonly store: IKeyValueStore;
  /** The function that assigns each request to a side, for alarms. */
  readonly chooseSide: EdgeFunction;
  /** The function that sets the cookie and the header `x-cutover-side` of responses. */
  readonly keepSide: EdgeFunction;
  /** The `router` of a plan for this distribution. */
  readonly router: UserSplitRouter;

  /** @throws Error at synth that lists every problem of the props, with a remedy each */
  constructor(scope: Construct, id: string, props: UserAwareDistributionProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, userAwareDistributionNames));
    refuseProps(this, distributionProblems(this, props));
    warnAboveQuota(this, {
      ...{ id: 'behaviors', what: 'patterns, each with a cache behavior', prop: 'behaviorQuota' },
      count: props.newPaths.flatMap(({ patterns }) => patterns).length,
      quota: props.behaviorQuota ?? BEHAVIOR_QUOTA,
    });
    noteStoreKeys(this, props);
    const declared = props.newPaths.flatMap(({ origin }) => origin ?? []);
    const origins = bindOrigins(this, declared, newOriginId, () => this.distribution.distributionId);
    const settings = edgeSettings(
      props,
      origins.map(({ id }) => id),
    );
    this.store = props.store ?? this.ownStore(props);
    const stored = props.origins === 'store';
    this.router = {
      kind: 'cloudfront-kvs',
      keyValueStoreArn: this.store.keyValueStoreArn,
      key: settings.percentKey,
      configKeys: stored ? [OLD_KEY, ...props.newPaths.map((_, i) => newKey(i))] : [],
    };
    this.chooseSide = this.edgeFunction('ChooseSide', 'viewer-request', settings);
    this.keepSide = this.edgeFunction('KeepSide', 'viewer-response', settings);
    this.distribution = this.makeDistribution(props);
    refuseProps(this, stored ? this.storeProblems() : []);
    addSelectableOrigins(this.distribution, origins);
    acknowledgeDistribution(this.distribution, {
      hasCertificate: props.certificate !== undefined,
      hasWebAcl: props.webAclArn !== undefined,
      hasAccessLogs: props.accessLogs !== 'none',
      hasGeoRestriction: props.geoRestriction !== undefined,
    });
  }

  private ownStore(props: UserAwareDistributionProps): KeyValueStore {
    const data = Object.entries(initialKeys(props)).map(([key, value]) => ({ key, value }));
    return new KeyValueStore(this, 'Store', {
      comment: 'Percent of the users on the new path; changed by cutovers',
      source: ImportSource.fromInline(JSON.stringify({ data })),
    });
  }

  private makeDistribution(props: UserAwareDistributionProps): Distribution {
    const old = oldBehavior(props);
    const split = { ...old, functionAssociations: this.associations() };
    const patterns = props.newPaths.flatMap((path) => path.patterns);
    const { certificate, domainNames, webAclArn, geoRestriction } = props;
    const { minimumProtocolVersion = SecurityPolicyProtocol.TLS_V1_2_2021 } = props;
    return new Distribution(this, 'Distribution', {
      comment: `${Stack.of(this).stackName}: each user on one side`,
      defaultBehavior: old,
      additionalBehaviors: Object.fromEntries(patterns.map((pattern) => [pattern, split])),
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...this.accessLogs(props),
      // Without a certificate, CloudFront sets the TLS versions of its own domain name.
      ...(certificate === undefined ? {} : { certificate, minimumProtocolVersion }),
      ...(domainNames === undefined ? {} : { domainNames: [...domainNames] }),
      ...(webAclArn === undefined ? {} : { webAclId: webAclArn }),
      ...(geoRestriction === undefined ? {} : { geoRestriction }),
    });
  }

  private accessLogs({ accessLogs, accessLogsRemovalPolicy }: UserAwareDistributionProps) {
    return accessLogs === 'none'
      ? {}
      : {
          logBucket:
            accessLogs ?? (new AccessLogBucket(this, 'AccessLogs', accessLogsRemovalPolicy) as IBucket),
          // Cookies contain the ids of anonymous users, and sessions.
          logIncludesCookies: false,
        };
  }

  private edgeFunction(id: string, name: EdgeFunctionName, settings: EdgeConfig): EdgeFunction {
    return new EdgeFunction(this, id, {
      code: FunctionCode.fromInline(edgeCode(name, settings)),
      runtime: FunctionRuntime.JS_2_0,
      // Reading a store needs this association, and no permission.
      ...(name === 'viewer-request' ? { keyValueStore: this.store } : {}),
    });
  }

  private associations() {
    return [
      { function: this.chooseSide, eventType: FunctionEventType.VIEWER_REQUEST },
      { function: this.keepSide, eventType: FunctionEventType.VIEWER_RESPONSE },
    ];
  }

  /**
   * With URLs from the store, the function builds the origin of a request from the old one: what the URL
   * does not set is inherited from it. A path, a VPC origin or a bucket would be inherited too.
   */
  private storeProblems() {
    const { originPath, vpcOriginConfig, s3OriginConfig } = defaultOrigin(this.distribution);
    const message = (what: string) =>
      `${what}, which a URL from the store cannot replace; use origins "declared"`;
    return [
      ...(originPath === undefined ? [] : [{ path: 'old', message: message(`has the path ${originPath}`) }]),
      ...(vpcOriginConfig === undefined ? [] : [{ path: 'old', message: message('is a VPC origin') }]),
      ...(s3OriginConfig === undefined ? [] : [{ path: 'old', message: message('is a bucket') }]),
    ];
  }
}

function oldBehavior(props: UserAwareDistributionProps): BehaviorOptions {
  const { responseHeadersPolicy } = props;
  return {
    origin: props.old,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    // The cache key does not contain the origin, so users of one side would receive cached responses of the
    // other.
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: props.originRequestPolicy ?? OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: false,
    ...(responseHeadersPolicy === undefined ? {} : { responseHeadersPolicy }),
  };
}
