import fc from 'fast-check';
import type { Router } from '../../lambdas/core/routers/router-schema';
import { otherRoutes } from './other-router';

/** One plan in `of` has the value. */
export function sometimes<Value>(of: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof(
    { weight: of - 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: value },
  );
}

/** One stage in eight needs an approval, because few cases have one. */
const gate = fc
  .tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 120, max: 900 })),
    fc.constantFrom(undefined, undefined, 2),
  )
  .map(([chance, timeoutSeconds, count]) =>
    chance === 7 ? { approval: { timeoutSeconds, ...(count === undefined ? {} : { count }) } } : {},
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

/** One plan in twelve has a ramp instead of stages. */
const staged = fc.oneof(
  { weight: 11, arbitrary: stages.map((drawn) => ({ stages: drawn })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ overSeconds: fc.integer({ min: 60, max: 1_200 }), steps: fc.integer({ min: 1, max: 4 }) })
      .map((ramp) => ({ ramp })),
  },
);

/** One plan in four adopts a simple record. */
const adopt = fc.constantFrom(undefined, undefined, undefined, {
  newTarget: { alias: { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'new.example.net' } },
});
const ttl = sometimes(
  4,
  fc.record({
    seconds: fc.integer({ min: 1, max: 60 }),
    leadSeconds: fc.oneof(fc.integer({ min: 300, max: 900 }), fc.constantFrom(0, 7_200)),
  }),
);

/** Another router than Route 53, which allows for what its world may do. Undefined: Route 53. */
const another: fc.Arbitrary<Router | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  ...Object.values(otherRoutes).map((arbitrary: fc.Arbitrary<Router>) => ({ weight: 1, arbitrary })),
);

const compare = fc.record({
  old: fc.constant('app/old/0123456789abcdef'),
  new: fc.constant('app/new/0123456789abcdef'),
  measures: fc.constantFrom(['errorRate'], ['latency'], ['throughput'], ['errorRate', 'latency', 'throughput']),
  minRequests: fc.constantFrom(1, 100),
  latencyStatistic: fc.constantFrom('p50', 'p99'),
  confidence: fc.constantFrom(0.8, 0.99),
});
const minRequests = fc.record({
  count: fc.constantFrom(1, 100, 3_000),
  loadBalancer: fc.constant('app/new/0123456789abcdef'),
});

const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;
const preflight = fc
  .record({
    groups: fc.boolean(),
    certificate: sometimes(5, fc.constant('arn:aws:acm:eu-west-1:111122223333:certificate/1')),
    changeSets: sometimes(5, fc.constant([{ stackName: 'new-path', changeSetName: 'add-it' }])),
  })
  .map(({ groups, certificate, changeSets }) => ({
    ...(groups
      ? { targetGroupArns: [elb('targetgroup/new/1')], oldTargetGroupArns: [elb('targetgroup/old/1')] }
      : {}),
    ...(certificate === undefined ? {} : { certificateArn: certificate }),
    ...(changeSets === undefined ? {} : { changeSets }),
  }));

const smokeTest = fc
  .tuple(fc.constantFrom(undefined, undefined, 500), sometimes(8, fc.constant({ pairs: 7 })))
  .map(([maxLatencyMs, compared]) => ({
    baseUrl: 'https://gw-api.example.com',
    checks: [{ path: '/health', ...(maxLatencyMs === undefined ? {} : { maxLatencyMs }) }],
    ...(compared === undefined ? {} : { compare: { baseUrl: 'https://api.example.com', ...compared } }),
  }));

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
    staged,
    smokeTest,
    health: fc.record({
      alarms: fc.constantFrom(['errors'], ['5xx', 'p99']),
      everySeconds: fc.integer({ min: 10, max: 120 }),
      insufficientData: fc.constantFrom('wait', 'fail'),
      inconclusiveLimitSeconds: fc.constantFrom(0, 300, 900),
      errorLimit: fc.integer({ min: 0, max: 4 }),
      compare: sometimes(6, compare),
      minRequests: sometimes(6, minRequests),
    }),
    preflight,
    hold: fc.record({
      seconds: fc.integer({ min: 0, max: 3_600 }),
      everySeconds: fc.integer({ min: 30, max: 3_600 }),
    }),
    decommission: fc.constantFrom(undefined, undefined, undefined, {}),
  },
  { requiredKeys: ['name', 'router', 'staged', 'smokeTest', 'health', 'preflight', 'decommission'] },
);

/** Random plans, as people write them. Only records have a TTL to lower, and health checks. */
export const plans = fc
  .tuple(records, another, fc.integer({ min: 0, max: 5 }))
  .map(([{ staged: how, ...drawn }, router, chance]) => {
    const isChecked = chance === 0 && drawn.router.adopt === undefined;
    const own = isChecked
      ? { ...drawn.router, newHealthCheck: { alarm: drawn.health.alarms[0] } }
      : drawn.router;
    const plan = { ...drawn, ...how, router: own };
    return router === undefined ? plan : { ...plan, router, ttl: undefined };
  });
