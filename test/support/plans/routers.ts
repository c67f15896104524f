import type { LoadBalancer } from '../../../lambdas/core/routers/alb/schema';
import type { KeyValueStore } from '../../../lambdas/core/routers/cloudfront-kvs/schema';
import type { Router, RouterKind } from '../../../lambdas/core/routers/router-schema';
import { planOf } from './plans';

const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;

export const oldTargetGroupArn = elb('targetgroup/old/0123456789abcdef');
export const newTargetGroupArn = elb('targetgroup/new/fedcba9876543210');
export const listenerArn = elb('listener/app/api/0123456789abcdef/0011223344556677');
export const ruleArn = elb('listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff');

/** A key value store of CloudFront as a router, with every default filled in. */
export const keyValueStore = (over: Partial<KeyValueStore> = {}): KeyValueStore => ({
  kind: 'cloudfront-kvs',
  keyValueStoreArn: 'arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0000-1111-2222-333344445555',
  key: 'traffic-split',
  configKeys: [],
  propagationSeconds: 60,
  ...over,
});

/** A rule of a load balancer as a router, with every default filled in. */
export const loadBalancer = (over: Partial<LoadBalancer> = {}): LoadBalancer => ({
  kind: 'alb',
  ruleArn,
  oldTargetGroupArn,
  newTargetGroupArn,
  acceptStickinessSeconds: 0,
  ...over,
});

/** One router of each kind. */
export const routers: Readonly<Record<RouterKind, Router>> = {
  route53: planOf().router,
  'cloudfront-kvs': keyValueStore(),
  alb: loadBalancer(),
};
