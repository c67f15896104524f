import * as v from 'valibot';
import { hostedZoneId, targetGroupArn } from '../plan/plan-fields';
import { adoptSchema } from '../record-preparation/preparation-schema';
import { listOf, oneOf, seconds, text, textLike } from '../validation/fields';

/** A DNS name as the plan holds it: lower case, no trailing dot (Route 53 treats both spellings alike). */
const recordName = v.pipe(
  textLike(
    /^(?=.{1,253}\.?$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+\.?$/,
    'must be a record name with its zone, such as api.example.com',
  ),
  v.transform((name) => name.toLowerCase().replace(/\.$/, '')),
);

const setIdentifier = text(128, 'the set identifier of a weighted record');

/** Weights of Route 53 records. */
export const route53Schema = v.strictObject({
  kind: v.literal('route53', 'must be "route53"'),
  hostedZoneId,
  recordName,
  recordTypes: v.optional(listOf(oneOf('A', 'AAAA', 'CNAME'), 1, 2, 'record types'), ['A']),
  oldSetIdentifier: setIdentifier,
  newSetIdentifier: setIdentifier,
  /** The new records carry a health check on this alarm, so that Route 53 leaves them out by itself. Never set by a cutover. */
  newHealthCheck: v.optional(
    v.strictObject({ alarm: text(255, 'the name of the CloudWatch alarm that the health check watches') }),
  ),
  /** A simple record is turned into the weighted pair, with these new records at weight 0. A pair that exists is left as it is. */
  adopt: v.optional(adoptSchema),
});

/** Keys have at most 512 characters (Amazon CloudFront Developer Guide, "Quotas on key value stores"). */
const key = text(512, 'the name of a key of the store');

/** A percent in a key value store of CloudFront, which an edge function reads. */
export const keyValueStoreSchema = v.strictObject({
  kind: v.literal('cloudfront-kvs', 'must be "cloudfront-kvs"'),
  keyValueStoreArn: textLike(
    /^arn:aws[a-z-]*:cloudfront::\d{12}:key-value-store\/[A-Za-z0-9-]{1,64}$/,
    'must be the ARN of a key value store, such as arn:aws:cloudfront::111122223333:key-value-store/…',
  ),
  key: v.optional(key, 'traffic-split'),
  /** Keys beside it that say where the traffic goes, such as the URLs of the paths. Read, compared, and never written. */
  configKeys: v.optional(listOf(key, 0, 20, 'other keys whose change counts as a change of the route'), []),
  /** Nothing tells when every edge location has a new value. */
  propagationSeconds: v.optional(seconds(1, 'that a new value may take to reach every edge', 3_600), 60),
});

/** Weights of a forward action of an Application Load Balancer. */
export const albSchema = v.strictObject({
  kind: v.literal('alb', 'must be "alb"'),
  /** The action is this listener's default; otherwise it is the rule's. Exactly one of the two is given. */
  listenerArn: v.optional(
    textLike(
      /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener\/app\/[^/]+\/[^/]+\/[^/]+$/,
      'must be the ARN of a listener of an Application Load Balancer, such as arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/…',
    ),
  ),
  ruleArn: v.optional(
    textLike(
      /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener-rule\/app\/[^/]+\/[^/]+\/[^/]+\/[^/]+$/,
      'must be the ARN of a rule of an Application Load Balancer, such as arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/…',
    ),
  ),
  oldTargetGroupArn: targetGroupArn,
  newTargetGroupArn: targetGroupArn,
  /** Target group stickiness holds clients on a path for its duration, also after a revert. */
  acceptStickinessSeconds: v.optional(
    seconds(0, 'that target group stickiness may hold a client on its path; longer is rejected', 604_800),
    0,
  ),
});

/** Weights of Route 53 records. */
export type Route53 = v.InferOutput<typeof route53Schema>;
/** A percent in a key value store of CloudFront. */
export type KeyValueStore = v.InferOutput<typeof keyValueStoreSchema>;
/** Weights of a forward action of a load balancer. */
export type LoadBalancer = v.InferOutput<typeof albSchema>;
/** What splits the traffic. */
export type Router = Route53 | KeyValueStore | LoadBalancer;
/** The word that tells the routers apart. */
export type RouterKind = Router['kind'];
/** The router of a kind. */
export type RouterOf<Kind extends RouterKind> = Extract<Router, { readonly kind: Kind }>;
