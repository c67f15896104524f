import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { withRouter } from '../../lib/simulation/other-router';
import { type Golden, goldens, valid } from '../../tools/golden/golden-files';
import {
  applicable,
  kinds,
  OF_SOME_ROUTERS,
  planOf,
  problemsOf,
  shared,
} from './other-routers/goldens-with-another-router';

jest.setTimeout(600_000);

const examples = join(__dirname, '../../examples');
const example = valid(checkPlan(parse(readFileSync(join(examples, 'api.yaml'), 'utf8'))));

test('left out are only scenarios that exist, or whose plan other routers refuse for its TTL', () => {
  const names = goldens().map(({ name }) => name);
  expect(Object.keys(OF_SOME_ROUTERS).filter((name) => !names.includes(name))).toEqual([]);
  for (const golden of applicable.filter((one) => !shared.includes(one))) {
    for (const kind of kinds) {
      expect(problemsOf(golden, kind)).toEqual([
        { path: 'ttl', message: expect.stringContaining(`is not for a router of the kind "${kind}"`) },
      ]);
    }
  }
  expect(shared.length).toBeGreaterThan(80);
});

describe('revert time, from the accepted write until all traffic is back', () => {
  const revertTime = async (kind: RouterKind, world: object, plan = example) => {
    const scenario = valid(
      checkScenario({
        world,
        traffic: { stubbornShare: 0 },
        faults: [{ kind: 'errors', rate: 0.33, whenPercentAtLeast: 50 }],
      }),
    );
    const { result } = await rehearse({
      plan: withRouter(plan, kind),
      scenario,
      scenarioName: 'revert-time',
    });
    expect(result.outcome).toBe('reverted');
    const { decidedAt, acceptedAt, drainedAt } = result.revert ?? {};
    expect((acceptedAt ?? Number.NaN) - (decidedAt ?? Number.NaN)).toBeLessThan(2);
    return (drainedAt ?? Number.NaN) - (acceptedAt ?? Number.NaN);
  };

  test('Route 53 takes until INSYNC, and the TTL', async () => {
    const seconds = await revertTime('route53', { insyncSeconds: 30, alias: false, ttlSeconds: 40 });
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(71);
  });

  test('CloudFront takes until the last edge location has the value', async () => {
    const seconds = await revertTime('cloudfront-kvs', { propagationSeconds: 20 });
    expect(seconds).toBeGreaterThan(18);
    expect(seconds).toBeLessThanOrEqual(21);
  });

  test('a load balancer takes at most one second', async () => {
    expect(await revertTime('alb', {})).toBeLessThanOrEqual(1);
  });

  test('a load balancer with stickiness takes as long as a cookie lasts', async () => {
    const plan = withRouter(example, 'alb');
    const sticky = { ...plan, router: { ...plan.router, acceptStickinessSeconds: 120 } } as typeof plan;
    const seconds = await revertTime('alb', { stickinessSeconds: 120 }, sticky);
    expect(seconds).toBeGreaterThan(110);
    expect(seconds).toBeLessThanOrEqual(121);
  });

  test('with the default propagation times a load balancer is fastest and Route 53 slowest', async () => {
    const [records, store, balancer] = [
      await revertTime('route53', {}),
      await revertTime('cloudfront-kvs', {}),
      await revertTime('alb', {}),
    ];
    expect(balancer).toBeLessThan(store);
    expect(store).toBeLessThan(records);
    expect(store).toBeLessThanOrEqual(26);
    expect(records).toBeLessThanOrEqual(106);
  });
});

/**
 * Measured: from a fault until all traffic is back, on an alarm of ten seconds, at most about 140 s, 30 to 50
 * s, and about 25 s.
 */
test.each([
  ['route53', 100, 150],
  ['cloudfront-kvs', 25, 50],
  ['alb', 15, 35],
] as const)(
  '%s takes %i to %i s from a fault until all traffic is back, on an alarm of ten seconds',
  async (kind, least, most) => {
    const alarms = { periodSeconds: 10, evaluationPeriods: 1, datapointsToAlarm: 1 };
    const scenario = valid(
      checkScenario({
        world: { alarms },
        traffic: { stubbornShare: 0 },
        faults: [{ kind: 'errors', rate: 0.33, whenPercentAtLeast: 50 }],
      }),
    );
    const plan = withRouter(example, kind);
    const { result } = await rehearse({ plan, scenario, scenarioName: 'fast-alarm' });
    const { faultAt, drainedAt } = result.revert ?? {};
    const seconds = (drainedAt ?? Number.NaN) - (faultAt ?? Number.NaN);
    expect(seconds).toBeGreaterThan(least);
    expect(seconds).toBeLessThan(most);
  },
);

test.each(['cloudfront', 'alb'])(
  'the example %s.yaml succeeds when healthy and reverts on errors',
  async (name) => {
    const plan = valid(checkPlan(parse(readFileSync(join(examples, `${name}.yaml`), 'utf8'))));
    for (const [scenarioName, outcome] of [
      ['healthy', 'succeeded'],
      ['errors-at-50', 'reverted'],
    ] as const) {
      const scenario = valid(
        checkScenario(parse(readFileSync(join(examples, 'scenarios', `${scenarioName}.yaml`), 'utf8'))),
      );
      const { result } = await rehearse({ plan, scenario, scenarioName });
      expect([result.outcome, result.traffic.finalPercent]).toEqual([
        outcome,
        outcome === 'succeeded' ? 100 : 0,
      ]);
    }
  },
);

describe('share of tracked users that see both paths during a cutover', () => {
  const users = async (kind: RouterKind, world: object = {}, plan = example) => {
    const scenario = valid(checkScenario({ world }));
    const { hold: _, ...short } = withRouter(plan, kind);
    const { result } = await rehearse({ plan: short, scenario, scenarioName: 'users' });
    expect(result.outcome).toBe('succeeded');
    return result.traffic.usersOnBothSides / result.traffic.users;
  };

  test('is 0 at the edge, which splits by user', async () => {
    expect(await users('cloudfront-kvs')).toBe(0);
    expect(await users('cloudfront-kvs', { propagationSeconds: 55 })).toBe(0);
  });

  test('is 0 at the edge when a revert moves users back', async () => {
    const scenario = valid(
      checkScenario({ faults: [{ kind: 'errors', rate: 0.33, whenPercentAtLeast: 50 }] }),
    );
    const plan = withRouter(example, 'cloudfront-kvs');
    const { result } = await rehearse({ plan, scenario, scenarioName: 'users' });
    expect(result).toMatchObject({ outcome: 'reverted', traffic: { usersOnBothSides: 0 } });
  });

  test('is above one half with DNS, where resolvers query again and again', async () => {
    expect(await users('route53')).toBeGreaterThan(0.5);
  });

  test('is 1 with a load balancer, which splits every request', async () => {
    expect(await users('alb')).toBe(1);
  });

  test('is lower with a load balancer with stickiness', async () => {
    const plan = withRouter(example, 'alb');
    const sticky = { ...plan, router: { ...plan.router, acceptStickinessSeconds: 3_600 } } as typeof plan;
    expect(await users('alb', { stickinessSeconds: 3_600 }, sticky)).toBeLessThan(0.8);
  });
});

describe('stickiness', () => {
  test('is a finding before anything moves when the plan does not accept it', async () => {
    const [golden] = shared;
    const plan = withRouter(planOf(golden as Golden), 'alb');
    const scenario = valid(checkScenario({ world: { stickinessSeconds: 300 } }));
    const { result } = await rehearse({ plan, scenario, scenarioName: 'sticky' });
    expect(result).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('target group stickiness of 300 s > 0 s'),
      traffic: { onNew: 0 },
    });
  });
});
