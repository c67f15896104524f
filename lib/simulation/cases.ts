import fc from 'fast-check';
import type { Plan } from '../../lambdas/core/plan/plan';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Router } from '../../lambdas/core/routers/router-schema';
import { checkScenario, type Scenario } from '../rehearsal/scenario';
import { type DrawnFault, withEndedPauses } from './bounded-pauses';
import { faults } from './drawn-faults';
import { forRouter, LONGEST_STICKINESS_SECONDS, otherRoutes } from './other-router';

/** A plan, and a scenario for it. */
export interface Case {
  readonly plan: Plan;
  readonly scenario: Scenario;
}

/** One case in five has a second cutover of the route, which begins while the first runs or after it. */
const followUpCutovers = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4_000 }))
  .map(([chance, seconds]) => (chance === 4 ? [{ at: seconds, name: 'simulated-again' }] : []));

const scenario = fc.record({
  seed: fc.integer({ min: 0, max: 2_147_483_647 }),
  traffic: fc.record({
    stubbornShare: fc.constantFrom(0, 0.02, 0.2),
    stubbornSeconds: fc.integer({ min: 60, max: 900 }),
  }),
  world: fc.record({
    alias: fc.boolean(),
    ttlSeconds: fc.integer({ min: 1, max: 60 }),
    stickinessSeconds: fc.constantFrom(0, 0, LONGEST_STICKINESS_SECONDS),
    clockSkewMs: fc.constantFrom(0, 0, 1_000, 2_000),
    deploymentSeconds: fc.integer({ min: 1, max: 400 }),
    alarms: fc.constantFrom(
      {},
      { periodSeconds: 10, evaluationPeriods: 1, datapointsToAlarm: 1 },
      { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 3, delaySeconds: 90 },
    ),
  }),
  faults,
  followUpCutovers,
});

/** One stage in eight needs an approval, because few cases have one. */
const gate = fc
  .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 600 }))
  .map(([chance, timeoutSeconds]) => (chance === 7 ? { approval: { timeoutSeconds } } : {}));

/** One stage in six deploys first. */
const deployed = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 60, max: 900 }), fc.constantFrom('api', 'web'))
  .map(([chance, timeoutSeconds, deploymentGroupName]) =>
    chance === 5
      ? {
          deploy: {
            ...{ applicationName: 'shop', deploymentGroupName, containerName: 'web', containerPort: 80 },
            taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
            timeoutSeconds,
          },
        }
      : {},
  );

const stages = fc
  .uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 3 })
  .chain((percents) =>
    fc.tuple(
      ...[...percents.sort((a, b) => a - b), 100].map((percent) =>
        fc
          .tuple(fc.integer({ min: 0, max: 600 }), gate, deployed)
          .map(([soakSeconds, gated, deploys]) => ({ percent, soakSeconds, ...gated, ...deploys })),
      ),
    ),
  );

/** One plan in four adopts a simple record. */
const adopt = fc.constantFrom(undefined, undefined, undefined, {
  newTarget: { alias: { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'new.example.net' } },
});
const ttl = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      seconds: fc.integer({ min: 1, max: 60 }),
      leadSeconds: fc.oneof(fc.integer({ min: 300, max: 900 }), fc.constantFrom(0, 7_200)),
    }),
  },
);

/** Another router than Route 53, which allows for what its world may do. Undefined: Route 53. */
const another: fc.Arbitrary<Router | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  ...Object.values(otherRoutes).map((arbitrary: fc.Arbitrary<Router>) => ({ weight: 1, arbitrary })),
);

const records = fc.record(
  {
    name: fc.constant('simulated'),
    router: fc.record({
      kind: fc.constant('route53'),
      hostedZoneId: fc.constant('Z0123456789ABCDEFGHIJ'),
      recordName: fc.constant('api.example.com'),
      recordTypes: fc.constantFrom(['A'], ['A', 'AAAA']),
      oldSetIdentifier: fc.constant('old'),
      newSetIdentifier: fc.constant('new'),
      adopt,
    }),
    ttl,
    stages,
    smokeTest: fc.constant({ baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] }),
    health: fc.record({
      alarms: fc.constantFrom(['errors'], ['5xx', 'p99']),
      everySeconds: fc.integer({ min: 10, max: 120 }),
      insufficientData: fc.constantFrom('wait', 'fail'),
      inconclusiveLimitSeconds: fc.constantFrom(0, 300, 900),
      errorLimit: fc.integer({ min: 0, max: 4 }),
    }),
    preflight: fc.constantFrom(
      {},
      {
        targetGroupArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/1'],
        oldTargetGroupArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/old/1'],
      },
    ),
    hold: fc.record({
      seconds: fc.integer({ min: 0, max: 3_600 }),
      everySeconds: fc.integer({ min: 30, max: 3_600 }),
    }),
  },
  { requiredKeys: ['name', 'router', 'stages', 'smokeTest', 'health', 'preflight'] },
);

/** Only records have a TTL to lower. */
const plan = fc
  .tuple(records, another)
  .map(([drawn, router]) => (router === undefined ? drawn : { ...drawn, router, ttl: undefined }));

/** For a plan that lowers the TTL, the TTL of the records is usually higher. */
function withHighTtl<Drawn extends { readonly world: { readonly ttlSeconds: number } }>(drawn: Drawn): Drawn {
  return { ...drawn, world: { ...drawn.world, ttlSeconds: 5 * drawn.world.ttlSeconds } };
}

/** Random plans, worlds and schedules of faults. */
export const cases: fc.Arbitrary<Case> = fc
  .tuple(plan, scenario)
  .map(([drawnPlan, drawnScenario]) => ({
    plan: checkPlan(drawnPlan),
    scenario: checkScenario({
      ...(drawnPlan.ttl === undefined ? drawnScenario : withHighTtl(drawnScenario)),
      faults: withEndedPauses(drawnScenario.faults as readonly DrawnFault[], drawnScenario.seed),
    }),
  }))
  .map(({ plan: checkedPlan, scenario: checkedScenario }) => {
    if (!checkedPlan.ok || !checkedScenario.ok) {
      const problems = [checkedPlan, checkedScenario].flatMap((one) => (one.ok ? [] : one.problems));
      throw new Error(`a drawn case is not valid: ${JSON.stringify(problems)}`);
    }
    const { value: drawn } = checkedPlan;
    return { plan: drawn, scenario: forRouter(checkedScenario.value, drawn.router.kind) };
  });
