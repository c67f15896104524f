import * as v from 'valibot';
import { type ForwardTargets, forwardTargetsSchema } from './alb/new-targets';
import type { OrLater } from './config-fields';
import { type RecordTargets, recordTargetsSchema } from './route53/new-targets';

/**
 * Where plans may move traffic, by the kind of the router. It is the whole list: a kind that is left out may
 * have no new target. The router `cloudfront-kvs` names no targets, so nothing limits it here.
 */
export interface NewTargets {
  /**
   * For records, where `router.adopt` may point them.
   * @default - nowhere
   */
  readonly route53?: RecordTargets;
  /**
   * For forward actions, what `router.newTargetGroupArn` may be.
   * @default - no target group
   */
  readonly alb?: ForwardTargets;
}

/** `newTargets` of a policy. */
export const newTargetsSchema = (orLater: OrLater) =>
  v.strictObject({
    route53: v.exactOptional(recordTargetsSchema(orLater)),
    alb: v.exactOptional(forwardTargetsSchema(orLater)),
  });
