import { describe, expect, test } from '@jest/globals';
import { routeFindings } from '../../../lambdas/core/preflight/preflight';
import { routeNotices } from '../../../lambdas/core/routers/route';
import type { RouteReading } from '../../../lambdas/core/shared/readings';
import { planOf } from '../../support/plans/plans';
import { keyValueStore, loadBalancer } from '../../support/plans/routers';

const readingOf = (over: Partial<RouteReading> = {}): RouteReading => ({
  percent: 0,
  version: '[]',
  ttlSeconds: 0,
  ttlIsOurs: false,
  ...over,
});

describe('a key value store', () => {
  const plan = { ...planOf(), router: keyValueStore() };

  test('is ready at 0 %, with a notice about what is not checked', () => {
    expect(routeFindings(plan, readingOf())).toEqual([]);
    expect(routeNotices(plan.router, readingOf())).toEqual([
      expect.stringContaining('not checked: whether a distribution runs a function that reads this'),
    ]);
  });

  test('is not ready beyond the first stage', () => {
    expect(routeFindings(plan, readingOf({ percent: 25 }))).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason:
          '"traffic-split" in key-value-store/0a1b2c3d-0000-1111-2222-333344445555 ' +
          'has 25 % on the new path, and the first stage is at 10 %',
        remedy: 'leave out the stage of 10 %, so that the plan rises from 25 %, and start again',
      },
    ]);
  });
});

describe('a load balancer', () => {
  const accepting = (acceptStickinessSeconds: number) => ({
    ...planOf(),
    router: loadBalancer({ acceptStickinessSeconds }),
  });

  test('is ready without stickiness', () => {
    expect(routeFindings(accepting(0), readingOf())).toEqual([]);
    expect(routeNotices(accepting(0).router, readingOf())).toEqual([]);
  });

  test('is not ready with more stickiness than the plan accepts', () => {
    expect(routeFindings(accepting(299), readingOf({ ttlSeconds: 300 }))).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason:
          'listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff has target group stickiness of 300 s > 299 s: after a revert, clients with its cookie stay on the new path for that long',
        remedy: 'disable TargetGroupStickinessConfig, or accept it with router.acceptStickinessSeconds: 300',
      },
    ]);
  });

  test('is ready with stickiness that the plan accepts, with a notice', () => {
    expect(routeFindings(accepting(300), readingOf({ ttlSeconds: 300 }))).toEqual([]);
    expect(routeNotices(accepting(300).router, readingOf({ ttlSeconds: 300 }))).toEqual([
      expect.stringContaining('target group stickiness of 300 s is accepted'),
    ]);
  });
});

test('records have no notices', () => {
  expect(routeNotices(planOf().router, readingOf())).toEqual([]);
});
