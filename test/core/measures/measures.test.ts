import { describe, expect, test } from '@jest/globals';
import { allSources } from '../../../lambdas/core/measures/all-sources';
import { measureProblems } from '../../../lambdas/core/measures/measure-problems';
import { pathSources, requestSources } from '../../../lambdas/core/measures/measures';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';
import { keyValueStore, loadBalancer } from '../../support/plans/routers';

type Over = Omit<PlanInput['health'], 'alarms'>;
const measured = (over: Over, router?: Router) => {
  const plan = planOf({ health: { alarms: ['a'], ...over } });
  return { ...plan, router: router ?? plan.router };
};
const down = (over: Over, router?: Router) => ({ ...measured(over, router), direction: 'down' as const });
const alb = loadBalancer();
const own = 'app/my-balancer/0123456789abcdef';
const OLD = 'app/old/1';
const NEW = 'app/new/2';
const problems = (over: Over, router?: Router) =>
  measureProblems(measured(over, router)).map(({ path, message }) => `${path} ${message}`);

describe('where requests are counted', () => {
  test('is not known for records without a word in the plan', () => {
    const plan = measured({});
    expect(pathSources(plan)).toEqual({ old: null, new: null });
    expect(requestSources(plan)).toBeNull();
    expect(allSources(plan)).toEqual([]);
  });

  test('is what the minimum says, by its new name or the one before', () => {
    expect(requestSources(measured({ minRequests: { count: 1, source: ['api/a', 'api/b'] } }))).toEqual([
      'api/a',
      'api/b',
    ]);
    expect(requestSources(measured({ minRequests: { count: 1, loadBalancer: NEW } }))).toEqual([NEW]);
  });

  test('is what the router knows, where the plan says that nothing is compared', () => {
    const plan = measured({ compare: 'none' }, alb);
    expect(requestSources(plan)).toEqual(pathSources(measured({}, alb)).new);
    expect(allSources(plan)).toEqual(pathSources(plan).new);
    expect(allSources(measured({ compare: 'none' }))).toEqual([]);
    expect(measureProblems(plan)).toEqual([]);
  });

  test('is that of both paths where they are compared without a word in the plan', () => {
    const { old, new: fresh } = pathSources(measured({}, alb));
    expect(allSources(measured({}, alb))).toEqual([...(fresh ?? []), ...(old ?? [])]);
  });

  test('is what is compared, where the plan has no minimum', () => {
    const plan = measured({ compare: { old: OLD, new: [NEW] } });
    expect(requestSources(plan)).toEqual([NEW]);
    expect(pathSources(plan)).toEqual({ old: [OLD], new: [NEW] });
    expect(allSources(plan)).toEqual([NEW, OLD]);
  });

  test('is known to a router that names both target groups', () => {
    const plan = measured({ minRequests: { count: 1 }, compare: {} }, alb);
    const { old, new: fresh } = pathSources(plan);
    expect(old?.[0]).toMatch(/^app\/.+\/targetgroup\//);
    expect(requestSources(plan)).toEqual(fresh);
    expect(allSources(plan)).toEqual([...(fresh ?? []), ...(old ?? [])]);
    expect(measureProblems(plan)).toEqual([]);
  });
});

describe('where a plan moves down', () => {
  test('the requests are those of the old path', () => {
    expect(requestSources(down({ minRequests: { count: 1 } }, alb))).toEqual(pathSources(down({}, alb)).old);
    expect(requestSources(down({ minRequests: { count: 1, source: OLD } }))).toEqual([OLD]);
    expect(requestSources(down({}))).toBeNull();
  });

  test('the group of the new path is refused, and that of the old one is not', () => {
    const { old, new: fresh } = pathSources(down({}, alb));
    const found = (source: string) =>
      measureProblems(down({ minRequests: { count: 1, source } }, alb)).map(({ message }) => message);
    expect(found(String(old))).toEqual([]);
    expect(found(String(fresh))).toEqual([
      `is "${fresh}", which is not the target group of the old path; must be ${old}, or be left out`,
    ]);
  });
});

describe('refuses', () => {
  test('a minimum and a comparison of which nobody says where', () => {
    expect(problems({ minRequests: { count: 1 }, compare: {} })).toEqual([
      'health.minRequests.source is missing; must name it, because the router does not say where the ' +
        'requests of a path are counted',
      expect.stringMatching(/^health\.compare\.old is missing; must name it/),
      expect.stringMatching(/^health\.compare\.new is missing; must name it/),
    ]);
  });

  test('a minimum with two places', () => {
    expect(problems({ minRequests: { count: 1, source: 'api/a', loadBalancer: NEW } })).toEqual([
      'health.minRequests.loadBalancer is given together with source; must be only one of them',
    ]);
  });

  test.each([
    [OLD, OLD],
    [OLD, `${OLD}/targetgroup/a/1`],
    [`${OLD}/targetgroup/a/1`, OLD],
  ])('a minimum of %s where the old path is %s', (source, old) => {
    expect(problems({ minRequests: { count: 1, source }, compare: { old, new: NEW } })).toEqual([
      `health.minRequests.source is "${source}", which counts the old path (health.compare.old); ` +
        'must be what counts the new path alone',
    ]);
    expect(
      problems({ minRequests: { count: 1, loadBalancer: OLD }, compare: { old: OLD, new: NEW } }),
    ).toEqual([expect.stringMatching(/^health\.minRequests\.loadBalancer is/)]);
    expect(problems({ minRequests: { count: 1, source: 'api/a' }, compare: { old, new: NEW } })).toEqual([]);
  });

  test.each([
    [
      planInput({ health: { alarms: ['a'], minRequests: { count: 1, source: 'x' } } }),
      'path that gains traffic',
    ],
    [planInput({ remainingTraffic: { source: 'x' } }), 'path that gives its traffic up'],
    [planInput({ health: { alarms: ['a'], compare: { old: 'x' } } }), 'old path'],
  ])('a source of another form, and says of which path (case %#)', (plan, path) => {
    const checked = checkPlan(plan);
    expect(checked.ok ? [] : checked.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`must be where the requests of the ${path} are counted`),
    ]);
  });

  test('what is counted twice', () => {
    expect(problems({ minRequests: { count: 1, source: ['api/a/live', 'api/a'] } })).toEqual([
      'health.minRequests.source counts "api/a/live" twice, because "api/a" counts it as well; ' +
        'must be only one of them',
    ]);
  });

  test('to compare an NLB, and the latency of a distribution', () => {
    expect(problems({ compare: { old: 'net/a/1', new: 'cloudfront/E123ABC456' } })).toEqual([
      expect.stringMatching(/^health\.compare\.old is "net\/a\/1": an NLB counts flows/),
      expect.stringMatching(/^health\.compare\.measures has latency, which CloudFront does not measure/),
    ]);
    const measures = ['errorRate'] as 'errorRate'[];
    expect(problems({ compare: { old: OLD, new: 'cloudfront/E123ABC456', measures } })).toEqual([]);
  });

  test.each([
    [NEW, NEW, 'is "app/new/2", the same as health.compare.old'],
    ['app/x/1', 'app/x/1/targetgroup/a/1', 'whose requests health.compare.old counts as well'],
    ['app/x/1/targetgroup/a/1', 'app/x/1', 'whose requests health.compare.old counts as well'],
    [['api/a', NEW], ['api/b', NEW], 'is "app/new/2", the same as health.compare.old'],
  ])('%s beside %s for the two paths', (old: string | string[], fresh: string | string[], message) => {
    expect(problems({ compare: { old, new: fresh } })).toEqual([expect.stringContaining(message)]);
  });

  test('the load balancer of both paths, and the group of the other path', () => {
    const [fresh = ''] = pathSources(measured({}, alb)).new ?? [];
    const [old = ''] = pathSources(measured({}, alb)).old ?? [];
    const whole = fresh.split('/targetgroup/')[0] ?? '';
    expect(problems({ minRequests: { count: 1, loadBalancer: whole } }, alb)).toEqual([
      `health.minRequests.loadBalancer is "${whole}", which counts both paths, because they share it; ` +
        `must be ${fresh}, or be left out`,
    ]);
    expect(problems({ minRequests: { count: 1, source: old } }, alb)).toEqual([
      `health.minRequests.source is "${old}", which is not the target group of the new path; ` +
        `must be ${fresh}, or be left out`,
    ]);
    expect(problems({ compare: { old: whole } }, alb)[0]).toContain(`must be ${old}, or be left out`);
    expect(problems({ compare: { old, new: fresh } }, alb)).toEqual([]);
    expect(problems({ minRequests: { count: 1, source: own } }, alb)).toEqual([]);
  });

  test('a distribution whose function splits the users', () => {
    const source = 'cloudfront/E123ABC456';
    expect(problems({ minRequests: { count: 1, source } }, keyValueStore())).toEqual([
      `health.minRequests.source is "${source}", but one distribution serves both paths; ` +
        'must be what counts at the origin of one path',
    ]);
    expect(problems({ minRequests: { count: 1, source: 'api/a' } }, keyValueStore())).toEqual([]);
    expect(problems({ minRequests: { count: 1, source } })).toEqual([]);
  });

  test.each([
    'app/new',
    'targetgroup/a/1',
    'net/a/1/targetgroup/a/1',
    'api/',
    'cloudfront/d123.cloudfront.net',
    'gwy/a/1',
    ['api/a', 'api/a'],
    [],
  ])('%j as a source, with what it may be', (source) => {
    const plan = planInput({
      health: { alarms: ['a'], minRequests: { count: 1, source: source as string } },
    });
    const checked = checkPlan(plan);
    const found = checked.ok ? [] : checked.problems;
    expect(found.map(({ path }) => path)).toEqual(['health.minRequests.source']);
    expect(found[0]?.message).toMatch(/must be .*(app\/NAME\/ID|places where requests are counted)/);
  });
});

describe('the source of what remains', () => {
  const remaining = (source: string | string[], over: Over = {}, router?: Router) =>
    measureProblems({
      ...measured(over, router),
      remainingTraffic: { source, maxRequestsPerHour: 60 },
    }).map(({ path, message }) => `${path} ${message}`);

  test('is accepted where it counts the other path alone', () => {
    expect(remaining([OLD, 'api/abc'], { minRequests: { count: 1, source: NEW } })).toEqual([]);
  });

  test('is refused where it counts the path that gains, or both', () => {
    const must = 'must be what counts the old path alone';
    expect(remaining(NEW, { minRequests: { count: 1, source: `${NEW}/targetgroup/a/1` } })).toEqual([
      `remainingTraffic.source is "${NEW}", which counts the new path as well` +
        ` (${NEW}/targetgroup/a/1); ${must}`,
    ]);
    expect(remaining('api/a/prod', { compare: { old: OLD, new: 'api/a' } })).toEqual([
      `remainingTraffic.source is "api/a/prod", which counts the new path as well (api/a); ${must}`,
    ]);
    expect(remaining(balancerOfRoute(alb) ?? '', {}, alb)[0]).toContain('which counts both paths');
  });

  test('is refused where it counts the same twice', () => {
    expect(remaining([OLD, `${OLD}/targetgroup/a/1`])).toEqual([
      expect.stringContaining('must be only one of them'),
    ]);
  });
});
