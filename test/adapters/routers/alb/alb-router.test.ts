import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from '@jest/globals';
import { albRouter } from '../../../../lambdas/adapters/routers/alb/alb-router';
import { elbForwardApi } from '../../../../lambdas/adapters/routers/alb/elb-forward-api';
import type { LoadBalancer } from '../../../../lambdas/core/routers/alb/schema';
import { describeAnyRouter } from '../../../contracts/any-router.contract';
import { elbForward } from '../../../support/accounts/elb-forward';
import { brokenForwards, forwardAt, forwardHarness } from '../../../support/accounts/forward-harness';
import {
  arrivingTwice,
  brokenConnection,
  inTurn,
  type WireAnswer,
  type WireRequest,
  wire,
  xml,
  xmlError,
} from '../../../support/accounts/wire';
import { listenerArn, loadBalancer, ruleArn } from '../../../support/plans/routers';
import { fakeClock } from '../../../support/world/cutover';

const rule = loadBalancer();
const { ruleArn: _, ...rest } = rule;
const listener: LoadBalancer = { ...rest, listenerArn };

const routerOver = (answer: (request: WireRequest) => WireAnswer) =>
  albRouter(elbForwardApi(new ElasticLoadBalancingV2Client(wire(answer).config)), fakeClock().clock);

/** A rule with a condition, or a listener with a port; and a router over the wire. */
function balancerOf(route: LoadBalancer) {
  const balancer =
    route.ruleArn === undefined
      ? elbForward('listener', listenerArn, { Actions: forwardAt(100, 0), Port: 443, Protocol: 'HTTPS' })
      : elbForward('rule', ruleArn, {
          Actions: forwardAt(100, 0),
          Priority: '10',
          Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['api.example.com'] } }],
        });
  return { balancer, router: routerOver(balancer.answer) };
}

describe.each([
  ['a rule', rule],
  ['a listener', listener],
] as const)('%s', (what, route) => {
  describe.each([
    ['once', (answer) => answer],
    ['twice', arrivingTwice],
  ] as const satisfies (readonly [string, typeof arrivingTwice])[])('each request arrives %s', (_, over) => {
    describeAnyRouter(
      `albRouter with ${what}`,
      async () => {
        const { balancer } = balancerOf(route);
        return forwardHarness(routerOver(over(balancer.answer)), route, balancer);
      },
      brokenForwards,
      {
        'two writes at once':
          'the API has no compare-and-swap; the lease of a shift and its fence replace it',
      },
    );
  });

  test('writes with one read and one request that sends every action in its order', async () => {
    const { balancer, router } = balancerOf(route);
    const { version } = await router.read(route);
    await router.write(route, 25, version);
    const [, read, modify, ...more] = balancer.requests;
    expect(more).toEqual([]);
    expect(String(read?.Action)).toMatch(/^Describe/);
    expect(modify).toMatchObject({
      [route.ruleArn === undefined ? 'ListenerArn' : 'RuleArn']: route.ruleArn ?? listenerArn,
      [route.ruleArn === undefined ? 'DefaultActions' : 'Actions']: [
        {
          Type: 'authenticate-oidc',
          Order: '1',
          AuthenticateOidcConfig: { ClientId: 'one', UseExistingClientSecret: 'true' },
        },
        { Type: 'forward', Order: '2', ForwardConfig: { TargetGroupStickinessConfig: { Enabled: 'false' } } },
      ],
    });
    expect(Object.keys(modify ?? {})).toHaveLength(4);
  });

  test('that was deleted is a broken route', async () => {
    const { balancer, router } = balancerOf(route);
    balancer.set(null);
    await expect(router.read(route)).rejects.toMatchObject({
      name: 'RouteBrokenError',
      message: expect.stringContaining('there is no such listener or rule'),
    });
  });
});

test('refuses a write when the conditions of the rule have changed', async () => {
  const { balancer, router } = balancerOf(rule);
  const { version } = await router.read(rule);
  balancer.set({ ...balancer.found(), Conditions: [{ Field: 'path-pattern', Values: ['/v2/*'] }] });
  await expect(router.write(rule, 10, version)).rejects.toMatchObject({
    name: 'RouteChangedError',
    message: expect.stringContaining('Conditions[0].Field "host-header" → "path-pattern"'),
  });
});

test('keeps stickiness and reports its duration as the TTL', async () => {
  const { balancer, router } = balancerOf(rule);
  const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 300 } };
  balancer.set({ ...balancer.found(), Actions: forwardAt(100, 0, sticky) });
  const { version, ttlSeconds } = await router.read(rule);
  expect(ttlSeconds).toBe(300);
  await router.write(rule, 10, version);
  expect(balancer.found().Actions.at(-1)?.ForwardConfig).toMatchObject(sticky);
});

describe('an error of the API', () => {
  test.each([
    ['throttled', xmlError('Throttling', 'Rate exceeded'), 'ServiceBusyError'],
    ['a broken connection', brokenConnection(), 'ServiceBusyError'],
    ['not allowed', xmlError('AccessDenied', 'not authorized', 403), 'AccessDenied'],
    [
      'an empty answer',
      xml('<DescribeRulesResponse><DescribeRulesResult/></DescribeRulesResponse>'),
      'RouteBrokenError',
    ],
  ])('is translated: %s', async (_name, answer, name) => {
    await expect(routerOver(inTurn(answer)).read(rule)).rejects.toMatchObject({ name });
  });

  test('or an empty answer for a listener is a broken route', async () => {
    const answer = xml('<DescribeListenersResponse><DescribeListenersResult/></DescribeListenersResponse>');
    await expect(routerOver(inTurn(answer)).read(listener)).rejects.toMatchObject({
      name: 'RouteBrokenError',
    });
  });

  test.each([
    [xmlError('TargetGroupNotFound', 'One or more target groups not found'), 'RouteBrokenError'],
    [xmlError('TooManyActions', 'Too many'), 'TooManyActionsException'],
  ])('on a write leaves the actions as they were', async (refusal, name) => {
    const { balancer } = balancerOf(rule);
    const router = routerOver((request) =>
      request.body.includes('Action=ModifyRule') ? refusal : balancer.answer(request),
    );
    const { version } = await router.read(rule);
    await expect(router.write(rule, 10, version)).rejects.toMatchObject({ name });
    expect(balancer.found().Actions).toEqual(forwardAt(100, 0));
  });
});
