import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { defaultAllowedHosts, hostOf } from '../../lambdas/core/smoke-test/allowed-hosts';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario, type Scenario } from '../../lib/rehearsal/scenario';
import { InvariantChecker } from '../../lib/simulation/invariant-checker';
import { forRouter, withRouter } from '../../lib/simulation/other-router';
import { type Golden, goldens, valid } from '../../tools/golden/golden-files';

jest.setTimeout(600_000);

/** Golden scenarios that say nothing of other routers, and why. */
const OF_ROUTE53_ALONE: Readonly<Record<string, string>> = {
  'data-plane-goes-back-alone': 'only records can carry a health check',
  'deploys-and-codedeploy-is-throttled': 'it ends in time for the pace of records, and others go on sooner',
  'input-is-not-a-plan': 'what is started there is no plan',
};

const examples = join(__dirname, '..', '..', 'examples');
const example = valid(checkPlan(parse(readFileSync(join(examples, 'api.yaml'), 'utf8'))));
const kinds = ['cloudfront-kvs', 'alb'] as const;
const planOf = ({ planFile }: Golden) => valid(checkPlan(parse(readFileSync(planFile, 'utf8'))));
const scenarioOf = ({ scenarioFile }: Golden): Scenario =>
  valid(checkScenario(parse(readFileSync(scenarioFile, 'utf8'))));
const keptOutcome = ({ resultFile }: Golden): string => JSON.parse(readFileSync(resultFile, 'utf8')).outcome;

/** Rehearses under watch. The watchdog knows one cutover, so it looks away where a scenario starts further ones. */
async function watched(golden: Golden, kind: RouterKind) {
  let watchdog: InvariantChecker | undefined;
  const plan = withRouter(planOf(golden), kind);
  const name = hostOf(planOf(golden));
  const scenario = forRouter(scenarioOf(golden), kind);
  const input = {
    ...{ plan, scenario, scenarioName: golden.name },
    // A comparison asks the old path by the name that the records have, and other routers have none.
    allowedHosts: [...defaultAllowedHosts(name), name],
  };
  const { result } = await rehearse(input, {
    world: (world) => {
      watchdog = scenario.followUpCutovers.length === 0 ? new InvariantChecker(world, plan) : undefined;
    },
    trace: (machine, event) => watchdog?.trace(machine, event),
  });
  await watchdog?.finish(result);
  return { result, violations: watchdog?.violations ?? [] };
}

const about = goldens().filter(({ name }) => OF_ROUTE53_ALONE[name] === undefined);
/** Another router refuses what only records have, and says so. */
const problemsOf = (golden: Golden, kind: RouterKind) => {
  const plan = planOf(golden);
  const name = hostOf(plan);
  const checked = checkPlan(withRouter(plan, kind), [...defaultAllowedHosts(name), name]);
  return checked.ok ? [] : checked.problems;
};
const shared = about.filter((golden) => problemsOf(golden, 'alb').length === 0);

test('what is left out is there, or has a plan that every other router refuses for its TTL', () => {
  const names = goldens().map(({ name }) => name);
  expect(Object.keys(OF_ROUTE53_ALONE).filter((name) => !names.includes(name))).toEqual([]);
  for (const golden of about.filter((one) => !shared.includes(one))) {
    for (const kind of kinds) {
      expect(problemsOf(golden, kind)).toEqual([
        { path: 'ttl', message: expect.stringContaining(`is not for a router of the kind "${kind}"`) },
      ]);
    }
  }
  expect(shared.length).toBeGreaterThan(80);
});

describe.each(kinds)('with %s instead of records, nothing else in the plan changed', (kind) => {
  test.each(shared.map((golden) => [golden.name, golden] as const))(
    '%s ends as it does with Route 53, and every property holds',
    async (_, golden) => {
      const { result, violations } = await watched(golden, kind);
      expect({ outcome: result.outcome, violations }).toEqual({
        outcome: keptOutcome(golden),
        violations: [],
      });
    },
  );
});

describe('the time from the decision until all traffic is back is that of the world’s physics', () => {
  const timeBack = async (kind: RouterKind, world: object, plan = example) => {
    const scenario = valid(
      checkScenario({
        world,
        traffic: { stubbornShare: 0 },
        faults: [{ kind: 'errors', rate: 0.33, whenPercentAtLeast: 50 }],
      }),
    );
    const { result } = await rehearse({ plan: withRouter(plan, kind), scenario, scenarioName: 'time-back' });
    expect(result.outcome).toBe('reverted');
    const { decidedAt, acceptedAt, drainedAt } = result.revert ?? {};
    expect((acceptedAt ?? Number.NaN) - (decidedAt ?? Number.NaN)).toBeLessThan(2);
    return (drainedAt ?? Number.NaN) - (acceptedAt ?? Number.NaN);
  };

  test('Route 53: until every server knows, and the TTL', async () => {
    const seconds = await timeBack('route53', { insyncSeconds: 30, alias: false, ttlSeconds: 40 });
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(71);
  });

  test('CloudFront: until the last edge location knows', async () => {
    const seconds = await timeBack('cloudfront-kvs', { propagationSeconds: 20 });
    expect(seconds).toBeGreaterThan(18);
    expect(seconds).toBeLessThanOrEqual(21);
  });

  test('a load balancer: at once', async () => {
    expect(await timeBack('alb', {})).toBeLessThanOrEqual(1);
  });

  test('a load balancer with stickiness: as long as a cookie lasts', async () => {
    const plan = withRouter(example, 'alb');
    const sticky = { ...plan, router: { ...plan.router, acceptStickinessSeconds: 120 } } as typeof plan;
    const seconds = await timeBack('alb', { stickinessSeconds: 120 }, sticky);
    expect(seconds).toBeGreaterThan(110);
    expect(seconds).toBeLessThanOrEqual(121);
  });

  test('and in a world of its own pace the load balancer is fastest, the records slowest', async () => {
    const [records, store, balancer] = [
      await timeBack('route53', {}),
      await timeBack('cloudfront-kvs', {}),
      await timeBack('alb', {}),
    ];
    expect(balancer).toBeLessThan(store);
    expect(store).toBeLessThan(records);
    expect(store).toBeLessThanOrEqual(26);
    expect(records).toBeLessThanOrEqual(106);
  });
});

/** FACTS of the design: from a fault to all traffic back on an alarm of ten seconds, about 140 s at the most, 30 to 50 s, and about 25 s. */
test.each([
  ['route53', 100, 150],
  ['cloudfront-kvs', 25, 50],
  ['alb', 15, 35],
] as const)(
  'from a fault until all traffic is back on a fast alarm, %s takes %i to %i s',
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

test.each(['cloudfront', 'alb'])('the example of %s rehearses as it should', async (name) => {
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
});

describe('users that are sent back and forth on the way up', () => {
  const users = async (kind: RouterKind, world: object = {}, plan = example) => {
    const scenario = valid(checkScenario({ world }));
    const { hold: _, ...short } = withRouter(plan, kind);
    const { result } = await rehearse({ plan: short, scenario, scenarioName: 'users' });
    expect(result.outcome).toBe('succeeded');
    return result.traffic.usersOnBothSides / result.traffic.users;
  };

  test('are none at the edge, where the user decides', async () => {
    expect(await users('cloudfront-kvs')).toBe(0);
    expect(await users('cloudfront-kvs', { propagationSeconds: 55 })).toBe(0);
  });

  test('are none either when a revert sends them back', async () => {
    const scenario = valid(
      checkScenario({ faults: [{ kind: 'errors', rate: 0.33, whenPercentAtLeast: 50 }] }),
    );
    const plan = withRouter(example, 'cloudfront-kvs');
    const { result } = await rehearse({ plan, scenario, scenarioName: 'users' });
    expect(result).toMatchObject({ outcome: 'reverted', traffic: { usersOnBothSides: 0 } });
  });

  test('are most behind resolvers, which ask again and again', async () => {
    expect(await users('route53')).toBeGreaterThan(0.5);
  });

  test('are all of them behind a load balancer, which splits every request', async () => {
    expect(await users('alb')).toBe(1);
  });

  test('are fewer with stickiness that lasts', async () => {
    const plan = withRouter(example, 'alb');
    const sticky = { ...plan, router: { ...plan.router, acceptStickinessSeconds: 3_600 } } as typeof plan;
    expect(await users('alb', { stickinessSeconds: 3_600 }, sticky)).toBeLessThan(0.8);
  });
});

describe('stickiness', () => {
  test('that the plan does not accept is found before anything moves', async () => {
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
