import fc from 'fast-check';
import { balancerOfRoute } from '../../../lambdas/core/routers/route';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { otherRoutes } from '../other-router';
import { comparisons, preflights, requestMinimums, smokeTests } from './drawn-checks';
import { type Course, courses, isFromSimple } from './drawn-course';
import { drawnGates } from './drawn-gates';
import { sometimes } from './sometimes';

/** One approval in three is for some people alone. */
function approversOf(timeoutSeconds: number) {
  const by = [['arn:aws:iam::*:user/b*'], ['arn:aws:iam::*:user/ada', 'arn:aws:sts::*/release/*']][
    timeoutSeconds % 6
  ];
  return by === undefined ? {} : { by };
}

/** One stage in eight needs an approval, because few cases have one. */
const gate = fc
  .tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 120, max: 900 })),
    fc.constantFrom(undefined, undefined, 2),
  )
  .map(([chance, timeoutSeconds, count]) =>
    chance === 7
      ? {
          approval: {
            timeoutSeconds,
            ...approversOf(timeoutSeconds),
            ...(count === undefined ? {} : { count }),
          },
        }
      : {},
  );

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

/** A stage without its percent, which the course of the case has. */
const stage = fc
  .tuple(fc.integer({ min: 0, max: 600 }), gate, deployed)
  .map(([soakSeconds, gated, deploys]) => ({ soakSeconds, gated, deploys }));
const stages = fc.tuple(stage, stage, stage, stage);

/** One plan in twelve that moves up has a ramp instead of stages. */
const ramp = sometimes(
  12,
  fc.record({
    overSeconds: fc.integer({ min: 60, max: 1_200 }),
    steps: fc.integer({ min: 1, max: 4 }),
    toPercent: fc.constantFrom(undefined, 100, 60),
  }),
);

/** One plan in four adopts a simple record. */
const adopt = fc.constantFrom(undefined, undefined, undefined, {
  newTarget: { alias: { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'd111111abcdef8.cloudfront.net' } },
});
const ttl = sometimes(
  4,
  fc.record({
    seconds: fc.integer({ min: 1, max: 60 }),
    leadSeconds: fc.oneof(fc.integer({ min: 300, max: 900 }), fc.constantFrom(0, 2_400, 7_200)),
  }),
);

/** Another router than Route 53, which allows for what its world may do. Undefined: Route 53. */
const another: fc.Arbitrary<Router | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  ...Object.values(otherRoutes).map((arbitrary: fc.Arbitrary<Router>) => ({ weight: 1, arbitrary })),
);

/** The plan compares nothing, not even what its load balancer knows. */
const none = fc.constant('none' as const);

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
    smokeTest: smokeTests,
    health: fc.record({
      alarms: fc.constantFrom(
        ['errors'],
        ['5xx', 'p99'],
        ['errors', 'healthy-hosts'],
        ['errors', 'arn:aws:cloudwatch:us-west-2:111122223333:alarm:errors'],
      ),
      everySeconds: fc.integer({ min: 10, max: 120 }),
      insufficientData: fc.constantFrom('wait', 'fail'),
      inconclusiveLimitSeconds: fc.constantFrom(0, 300, 900),
      errorLimit: fc.integer({ min: 0, max: 4 }),
      compare: sometimes(6, fc.oneof({ weight: 5, arbitrary: comparisons }, { weight: 1, arbitrary: none })),
      minRequests: sometimes(3, requestMinimums),
    }),
    preflight: preflights,
    gates: drawnGates,
    changeCalendars: sometimes(4, fc.constantFrom(['freeze'], ['freeze', 'weekends'])),
    hold: fc.record({
      seconds: fc.integer({ min: 0, max: 3_600 }),
      everySeconds: fc.integer({ min: 30, max: 3_600 }),
      inconclusiveLimitSeconds: fc.constantFrom(undefined, 0, 600, 7_200),
    }),
    remainingTraffic: sometimes(
      3,
      fc.record({
        source: fc.constantFrom('app/old/0123456789abcdef', ['net/old/0123456789abcdef', 'api/0ld1234567']),
        maxRequestsPerHour: fc.constantFrom(undefined, 0, 100_000),
      }),
    ),
    decommission: fc.constantFrom(undefined, undefined, undefined, {}),
  },
  { requiredKeys: ['name', 'router', 'smokeTest', 'health', 'preflight', 'decommission'] },
);

/** A random plan, before it is checked, and the weights that its route begins with. */
export interface DrawnPlan {
  readonly weights: Course['weights'];
  readonly plan: object;
}

/** Random plans, as people write them. Only records have a TTL to lower, and health checks. */
export const plans: fc.Arbitrary<DrawnPlan> = fc
  .tuple(records, another, courses, stages, ramp, fc.integer({ min: 0, max: 5 }))
  .map(([drawn, other, course, parts, ramped, chance]) => {
    const { direction, percents, weights } = course;
    const adopted = isFromSimple(course) ? drawn.router.adopt : undefined;
    const isChecked = chance === 0 && adopted === undefined && direction === 'up';
    const check = isChecked ? { newHealthCheck: { alarm: drawn.health.alarms[0] } } : {};
    const own = { ...drawn.router, adopt: adopted, ...check };
    const staged = percents.map((percent, i) => {
      const { soakSeconds, gated, deploys } = parts[i] as (typeof parts)[number];
      return { percent, soakSeconds, ...gated, ...(direction === 'up' ? deploys : {}) };
    });
    const isRamp = ramped !== undefined && direction === 'up' && weights.new <= weights.old;
    const fromPercent = (100 * weights.new) / (weights.new + weights.old);
    const how = isRamp ? { ramp: { ...ramped, fromPercent: Math.ceil(fromPercent) } } : { stages: staged };
    // Only where nothing is left on the old path can a plan show that nothing refers to it.
    const last = isRamp ? (ramped.toPercent ?? 100) : percents.at(-1);
    const ends = last === 100 ? {} : { decommission: undefined };
    const plan = { ...drawn, ...how, ...ends, direction, router: own };
    const facing = direction === 'down' ? withoutComparisons(plan) : plan;
    return { weights, plan: other === undefined ? facing : withAnother(facing, other) };
  });

/** The same plan for another router. One that knows where both paths are counted gets plans without it. */
function withAnother<Plan extends Drawn>({ health, ...rest }: Plan, router: Router) {
  const { compare } = health;
  const known =
    balancerOfRoute(router) !== null && typeof compare === 'object' && compare.minRequests > 1
      ? { ...compare, old: undefined, new: undefined }
      : compare;
  return { ...rest, health: { ...health, compare: known }, router, ttl: undefined };
}

/** A plan that moves down judges the old path by itself, and counts what remains on the new one. */
function withoutComparisons<Plan extends Drawn>({ health, smokeTest, remainingTraffic, ...rest }: Plan) {
  const { minRequests } = health;
  const loadBalancer = 'app/old/0123456789abcdef';
  return {
    ...rest,
    smokeTest: { ...smokeTest, compare: undefined },
    health: {
      ...health,
      compare: undefined,
      minRequests: minRequests && { count: minRequests.count, loadBalancer },
    },
    remainingTraffic: remainingTraffic && { ...remainingTraffic, source: 'app/new/0123456789abcdef' },
  };
}

interface Drawn {
  readonly health: {
    readonly minRequests?: { readonly count: number } | undefined;
    readonly compare?: 'none' | { readonly minRequests: number } | undefined;
  };
  readonly smokeTest: object;
  readonly remainingTraffic?: object | undefined;
}
