import fc from 'fast-check';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { acceptableFindings } from '../../../lambdas/core/preflight/finding';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const seconds = (max: number) => fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max }));

const stages = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 5 }).chain((percents) => {
  const rising = [...percents.sort((a, b) => a - b), 100];
  return fc.tuple(
    ...rising.map((percent) => seconds(7_200).map((soakSeconds) => ({ percent, soakSeconds }))),
  );
});

const jsonPath = fc.oneof(
  fc.constantFrom(
    '$',
    '$.status',
    '$.a.b[2].c',
    "$['odd name']",
    '$[0]',
    '$.items[*].ok',
    '$..deep',
    '$.list[-1]',
  ),
  fc.constantFrom("$.parts[?@.name=='db'].state", '$.parts[?@.up].state', "$[?@.a=='x' && @.b==1].c"),
);

const secret = fc.record(
  {
    secret: fc.constantFrom(
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf',
      'arn:aws:ssm:eu-west-1:111122223333:parameter/smoke-test',
    ),
    key: fc.constantFrom('token', 'user'),
    prefix: fc.constantFrom('', 'Bearer '),
  },
  { requiredKeys: ['secret'] },
);

const check = fc.record(
  {
    path: fc
      .stringMatching(/^\/[a-z0-9/]{0,20}(\?[a-z]=[a-z0-9%]{1,5})?$/)
      .filter((path) => !/%(?![0-9a-f]{2})/.test(path)),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
    headers: fc.dictionary(
      fc.constantFrom('x-test', 'authorization', 'accept'),
      fc.oneof(fc.stringMatching(/^[a-z0-9 ]{0,10}$/), secret),
    ),
    expectStatus: fc.uniqueArray(fc.integer({ min: 200, max: 599 }), { minLength: 1, maxLength: 3 }),
    expectHeaders: fc.dictionary(
      fc.constantFrom('Content-Type', 'x-version'),
      fc.stringMatching(/^[a-z0-9]{1,10}$/),
    ),
    expectText: fc.stringMatching(/^[a-z"{ ]{1,12}$/),
    expectJson: fc.array(
      fc.record({
        path: jsonPath,
        equals: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      }),
      { maxLength: 1 },
    ),
    maxLatencyMs: fc.integer({ min: 1, max: 60_000 }),
    timeoutMs: fc.integer({ min: 1, max: 60_000 }),
    retries: fc.integer({ min: 0, max: 10 }),
    backoffMs: fc.integer({ min: 0, max: 2_000 }),
    at: fc.constantFrom('both', 'base-url', 'production-name'),
  },
  { requiredKeys: ['path'] },
);

const alarmName = fc.stringMatching(/^[a-zA-Z0-9 _-]{1,20}$/);
const alarm = fc.oneof(
  { weight: 4, arbitrary: alarmName },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('us-east-1:111122223333', 'eu-west-1:444455556666'), alarmName)
      .map(([place, name]) => `arn:aws:cloudwatch:${place}:alarm:${name}`),
  },
);

const health = fc.record(
  {
    alarms: fc.uniqueArray(alarm, { minLength: 1, maxLength: 5 }),
    everySeconds: fc.integer({ min: 5, max: 3_600 }),
    insufficientData: fc.constantFrom('wait', 'fail'),
    inconclusiveLimitSeconds: seconds(7_200),
    errorLimit: fc.integer({ min: 0, max: 5 }),
    minRequests: fc.record({
      count: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1_000_000 })),
      loadBalancer: fc.constant('app/new/0123456789abcdef'),
    }),
    compare: fc.record(
      {
        old: fc.constant('app/old/0123456789abcdef'),
        new: fc.constantFrom('app/new/0123456789abcdef', 'api/abc123/$default'),
        latencyStatistic: fc.constantFrom('p99', 'p90', 'p50'),
        measures: fc.constantFrom(['errorRate'], ['latency', 'throughput']),
        // Many of these soaks are too short to know, which would revert a healthy cutover.
        whenUnknown: fc.constantFrom('wait', 'accept'),
      },
      { requiredKeys: ['old', 'new', 'whenUnknown'] },
    ),
  },
  { requiredKeys: ['alarms'] },
);

const router = (zone: string, name: string) =>
  fc.record(
    {
      kind: fc.constant('route53'),
      hostedZoneId: fc.stringMatching(/^Z[A-Z0-9]{10,20}$/),
      recordName: fc.constant(`${name}.${zone}`),
      recordTypes: fc.constantFrom(['A'], ['AAAA'], ['A', 'AAAA'], ['CNAME']),
      oldSetIdentifier: fc.constantFrom('old', 'blue', 'v1 (Ireland)'),
      newSetIdentifier: fc.constantFrom('new', 'green', 'v2'),
    },
    { requiredKeys: ['kind', 'hostedZoneId', 'recordName', 'oldSetIdentifier', 'newSetIdentifier'] },
  );

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const preflight = fc.record(
  {
    certificateArn: fc.constant(arn('acm', 'certificate/1')),
    certificateDaysLeft: fc.integer({ min: 0, max: 395 }),
    targetGroupArns: fc.constantFrom(
      [],
      [arn('elasticloadbalancing', 'targetgroup/a/1'), arn('elasticloadbalancing', 'targetgroup/b/2')],
    ),
    maxTtlSeconds: fc.integer({ min: 0, max: 300 }),
    accept: fc.subarray([...acceptableFindings]),
  },
  { requiredKeys: [] },
);

/** Plans as people might write them: any that the checks accept. */
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .tuple(label, label)
  .chain(([name, domain]) => {
    const zone = `${domain}.example.com`;
    return fc.record(
      {
        name: fc.constant(name),
        router: router(zone, name),
        stages,
        smokeTest: fc.record(
          {
            baseUrl: fc.constant(`https://gw-${name}.${zone}`),
            // The first one goes to the base URL and to the production name, which both need one.
            checks: fc
              .array(check, { minLength: 1, maxLength: 4 })
              .map(([first, ...others]) => [{ ...first, at: 'both' }, ...others]),
            concurrency: fc.integer({ min: 1, max: 5 }),
            everySeconds: fc.integer({ min: 300, max: 3_600 }),
          },
          { requiredKeys: ['baseUrl', 'checks'] },
        ),
        health,
        preflight,
        remainingTraffic: fc.record({ maxRequestsPerHour: fc.integer({ min: 0, max: 1_000 }) }),
        hold: fc.record({ seconds: seconds(259_200), everySeconds: fc.integer({ min: 30, max: 3_600 }) }),
      },
      { requiredKeys: ['name', 'router', 'stages', 'smokeTest', 'health'] },
    );
  })
  .map((plan) => checkPlan(plan))
  .filter((checked) => checked.ok)
  .map((checked) => checked.value);
