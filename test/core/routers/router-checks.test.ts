import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { albSchema } from '../../../lambdas/core/routers/alb/schema';
import { keyValueStoreSchema } from '../../../lambdas/core/routers/cloudfront-kvs/schema';
import { routerProblems } from '../../../lambdas/core/routers/route';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { check } from '../../../lambdas/core/validation/problems';
import { planOf } from '../../support/plans/plans';
import {
  keyValueStore,
  listenerArn,
  loadBalancer,
  oldTargetGroupArn,
  ruleArn,
} from '../../support/plans/routers';

const problemsOf = (router: Router) => routerProblems(router, { ...planOf().health, direction: 'up' });
const { ruleArn: _, ...balancer } = loadBalancer();

describe('a key value store', () => {
  const { keyValueStoreArn } = keyValueStore();

  test('is complete with its ARN alone', () => {
    expect(v.parse(keyValueStoreSchema, { kind: 'cloudfront-kvs', keyValueStoreArn })).toEqual(
      keyValueStore(),
    );
    expect(problemsOf(keyValueStore())).toEqual([]);
  });

  test.each([
    [{ keyValueStoreArn: 'arn:aws:cloudfront::111122223333:distribution/E1' }, 'keyValueStoreArn'],
    [{ propagationSeconds: 0 }, 'propagationSeconds'],
    [{ key: '' }, 'key'],
    [{ configKeys: ['a', 'a'] }, 'configKeys'],
    [{ recordName: 'api.example.com' }, 'recordName'],
    [{ newHealthCheck: { alarm: 'a' } }, 'newHealthCheck'],
  ])('is refused with %j', (over, path) => {
    const checked = check(keyValueStoreSchema, { ...keyValueStore(), ...over });
    expect(checked).toMatchObject({ ok: false, problems: [{ path }] });
  });

  test('is refused when configKeys names the key of the split', () => {
    expect(problemsOf(keyValueStore({ configKeys: ['url', 'traffic-split'] }))).toEqual([
      {
        path: 'router.configKeys',
        message: 'has "traffic-split", the key of the split itself; must name other keys',
      },
    ]);
  });
});

describe('a load balancer', () => {
  test.each([{ ruleArn }, { listenerArn }])('is complete with %j and its target groups', (one) => {
    const { kind, newTargetGroupArn } = balancer;
    expect(v.parse(albSchema, { kind, ...one, oldTargetGroupArn, newTargetGroupArn })).toEqual({
      ...balancer,
      ...one,
    });
    expect(problemsOf({ ...balancer, ...one })).toEqual([]);
  });

  test.each([
    [{ listenerArn: ruleArn }, 'listenerArn'],
    [{ listenerArn: listenerArn.replace('/app/', '/net/') }, 'listenerArn'],
    [{ ruleArn: listenerArn }, 'ruleArn'],
    [{ ruleArn: ruleArn.replace(/[^/]+$/, '*') }, 'ruleArn'],
    [{ oldTargetGroupArn: 'old' }, 'oldTargetGroupArn'],
    [{ acceptStickinessSeconds: 604_801 }, 'acceptStickinessSeconds'],
  ])('is refused with %j', (over, path) => {
    expect(check(albSchema, { ...balancer, ...over })).toMatchObject({ ok: false, problems: [{ path }] });
  });

  test.each([
    ['neither', balancer],
    ['both', { ...balancer, listenerArn, ruleArn }],
  ])('is refused with %s of listenerArn and ruleArn', (has, router) => {
    expect(problemsOf(router)).toEqual([
      {
        path: 'router',
        message:
          `has ${has} of listenerArn and ruleArn; ` +
          'must have one of them, the one whose forward action has the weights',
      },
    ]);
  });

  test('is refused with the same target group for both paths', () => {
    expect(problemsOf(loadBalancer({ newTargetGroupArn: oldTargetGroupArn }))).toEqual([
      {
        path: 'router.newTargetGroupArn',
        message: 'is the same as router.oldTargetGroupArn; must be the target group of the new path',
      },
    ]);
  });
});
