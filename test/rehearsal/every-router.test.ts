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
import { type Golden, goldenInput, goldens, policyOf, valid } from '../../tools/golden/golden-files';

jest.setTimeout(600_000);

/** Golden scenarios that do not apply to every router, or end otherwise with some, and why. */
const OF_SOME_ROUTERS: Readonly<Record<string, string>> = {
  'aborted-while-it-ends': 'its abort comes at a call of Route 53, beside the release of the lock',
  'data-plane-goes-back-alone': 'only records can have a health check',
  'deploys-and-codedeploy-is-throttled':
    'its fault ends in time for the propagation of Route 53, and others propagate sooner',
  ...Object.fromEntries(
    [
      'back-to-a-group-that-nothing-reaches',
      'back-to-the-old-group',
      'balanced-and-alike',
      'balanced-and-compared-by-default',
      'uncompared-and-worse',
      'groups-and-another-rule',
      'groups-and-the-balancer-answers',
      'groups-and-the-old-one-is-empty',
      'groups-and-the-old-one-is-empty-before',
      'groups-of-the-router-are-measured',
    ].map((name) => [name, 'only a load balancer names the target groups of both paths']),
  ),
  ...Object.fromEntries(
    [
      'name-gets-an-aaaa-record-in-the-hold',
      'name-gets-an-https-record',
      'name-has-an-aaaa-record',
      'name-has-an-https-record',
      'name-has-a-new-health-check',
      'name-has-an-old-health-check',
      'name-is-in-two-public-zones',
      'name-leads-to-a-long-ttl',
      'wildcard-moves',
    ].map((name) => [name, 'only records have a name, with other records and zones beside them']),
  ),
  'ledger-is-down-for-a-minute': 'a step is tried again for about a minute, with random pauses',
  'onward-and-missing-data-breaches': 'the cutover ends before the alarm fires, as others propagate sooner',
  'proof-finds-what-is-left': 'a listener that is left is found before the cutover where the route is one',
  'silence-that-the-plan-accepts': 'a load balancer measures its target groups without a word in the plan',
  'unmeasured-and-every-alarm-is-silent':
    'a load balancer measures its target groups without a word in the plan',
  'input-is-not-a-plan': 'its execution input is not a plan',
  'production-name-is-not-served': 'only the targets of records are asked by the production name',
  'production-name-is-required': 'only the targets of records are asked by the production name',
  'takeover-without-a-policy': 'only the targets of records are asked by the production name',
  'record-deleted-on-the-way': 'a key value store has one key, which the revert puts back',
  'records-have-too-many-values': 'only records have values',
  'revert-finds-a-third-record': 'a key value store has no third path',
  'revert-finds-the-old-record-deleted': 'only records have types',
};

const examples = join(__dirname, '..', '..', 'examples');
const example = valid(checkPlan(parse(readFileSync(join(examples, 'api.yaml'), 'utf8'))));
const kinds = ['cloudfront-kvs', 'alb'] as const;
const planOf = (golden: Golden) => goldenInput(golden).plan;
const scenarioOf = ({ scenarioFile }: Golden): Scenario =>
  valid(checkScenario(parse(readFileSync(scenarioFile, 'utf8'))));
const keptOutcome = ({ resultFile }: Golden): string => JSON.parse(readFileSync(resultFile, 'utf8')).outcome;

/**
 * Rehearses with invariants checked. The checker follows one cutover, so not in scenarios with follow-up
 * cutovers.
 */
async function rehearsed(golden: Golden, kind: RouterKind) {
  let checker: InvariantChecker | undefined;
  const plan = withRouter(planOf(golden), kind);
  const name = hostOf(planOf(golden));
  const scenario = forRouter(scenarioOf(golden), kind);
  const policy = policyOf(golden);
  const input = {
    ...{ plan, scenario, scenarioName: golden.name },
    ...(policy === undefined ? {} : { policy }),
    // A comparison requests the old path by the name of the records, which other routers do not have.
    allowedHosts: [...defaultAllowedHosts(name), name],
  };
  const { result } = await rehearse(input, {
    world: (world) => {
      checker = scenario.followUpCutovers.length === 0 ? new InvariantChecker(world, plan) : undefined;
    },
    entry: (entry) => checker?.entry(entry),
    trace: (machine, event, execution) => checker?.trace(machine, event, execution),
  });
  await checker?.finish(result);
  return { result, violations: checker?.violations ?? [] };
}

const applicable = goldens().filter(({ name }) => OF_SOME_ROUTERS[name] === undefined);
/** What another router refuses of a plan. */
const problemsOf = (golden: Golden, kind: RouterKind) => {
  const plan = planOf(golden);
  const name = hostOf(plan);
  const checked = checkPlan(withRouter(plan, kind), [...defaultAllowedHosts(name), name]);
  return checked.ok ? [] : checked.problems;
};
const shared = applicable.filter((golden) => problemsOf(golden, 'alb').length === 0);

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

describe.each(kinds)('with a router of the kind %s and an otherwise equal plan', (kind) => {
  test.each(shared.map((golden) => [golden.name, golden] as const))(
    '%s has the outcome that it has with Route 53, and every invariant holds',
    async (_, golden) => {
      const { result, violations } = await rehearsed(golden, kind);
      expect({ outcome: result.outcome, violations }).toEqual({
        outcome: keptOutcome(golden),
        violations: [],
      });
    },
  );
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
