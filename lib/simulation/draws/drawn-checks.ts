import fc from 'fast-check';
import type { SecretReference } from '../../../lambdas/core/secrets/secret-reference';
import { sometimes } from './sometimes';

/** What happens to a comparison that is not known after the soak. */
const whenUnknown = fc.constantFrom(
  ...[{}, { whenUnknown: 'revert' }, { whenUnknown: 'accept' }, { whenUnknown: 'accept' }],
  ...[0, 600, undefined].map((unknownLimitSeconds) => ({ whenUnknown: 'wait', unknownLimitSeconds })),
);

/** Random comparisons of both paths. A load balancer knows where they are counted. */
export const comparisons = fc
  .record({
    old: fc.constant('app/old/0123456789abcdef'),
    new: fc.constant('app/new/0123456789abcdef'),
    measures: fc.constantFrom(
      ['errorRate'],
      ['latency'],
      ['throughput'],
      ['errorRate', 'latency', 'throughput'],
    ),
    minRequests: fc.constantFrom(1, 100),
    maxErrorRateAbovePercent: fc.constantFrom(undefined, 5),
    latencyStatistic: fc.constantFrom('p50', 'p99'),
    confidence: fc.constantFrom(0.8, 0.99),
    whenUnknown,
  })
  .map(({ whenUnknown: how, ...compared }) => ({ ...compared, ...how }));
/** Random minimums of requests, and where they are counted. */
export const requestMinimums = fc
  .tuple(
    fc.constantFrom(1, 100, 3_000),
    fc.constantFrom({ loadBalancer: 'app/new/0123456789abcdef' }, { source: 'api/abcdef1234' }),
  )
  .map(([count, where]) => ({ count, ...where }));

const ACCOUNT = 'eu-west-1:111122223333';
const elb = (rest: string) => `arn:aws:elasticloadbalancing:${ACCOUNT}:${rest}`;

/** Target groups of each path; a plan may name those of one path alone. */
const NEW = { targetGroupArns: [elb('targetgroup/new/1')] };
const OLD = { oldTargetGroupArns: [elb('targetgroup/old/1')] };

/** Random checks before any traffic moves. */
export const preflights = fc
  .record({
    groups: fc.constantFrom({}, {}, { ...NEW, ...OLD }, { ...NEW, ...OLD }, NEW, OLD),
    certificate: sometimes(5, fc.constant(`arn:aws:acm:${ACCOUNT}:certificate/1`)),
    certificateWaitSeconds: fc.constantFrom(undefined, 0, 60),
    targetWaitSeconds: fc.constantFrom(undefined, 0, 60),
    autoScalingGroups: sometimes(
      3,
      fc.constantFrom([{ name: 'green' }], [{ name: 'green', oldName: 'blue' }]),
    ),
    instanceWaitSeconds: fc.constantFrom(undefined, 0, 60),
    accept: sometimes(
      2,
      fc.constantFrom(
        ['no-request-measure'],
        ['no-request-measure', 'shared-balancer'],
        ['no-request-measure', 'other-record-type', 'https-record'],
      ),
    ),
    changeSets: sometimes(5, fc.constant([{ stackName: 'new-path', changeSetName: 'add-it' }])),
  })
  .map(({ groups, certificate, changeSets, ...others }) => ({
    ...others,
    ...groups,
    ...(certificate === undefined ? {} : { certificateArn: certificate }),
    ...(changeSets === undefined ? {} : { changeSets }),
  }));

/** One plan in three sends probes in its soaks and its hold. */
const probes = sometimes(
  3,
  fc.record({
    everySeconds: fc.constantFrom(10, 30, 90),
    holdEverySeconds: fc.constantFrom(undefined, 60, 900),
    failuresInARow: fc.constantFrom(undefined, 1, 2),
  }),
);

/** One smoke test in six sends a secret. */
const secrets = sometimes(
  6,
  fc.constantFrom<SecretReference>(
    { secret: `arn:aws:secretsmanager:${ACCOUNT}:secret:smoke-test-AbCdEf` },
    { secret: `arn:aws:secretsmanager:${ACCOUNT}:secret:smoke-test-AbCdEf`, key: 'token', prefix: 'Bearer ' },
    { secret: `arn:aws:ssm:${ACCOUNT}:parameter/smoke-test` },
  ),
);

/** Random smoke tests; one in three goes on as probes. */
export const smokeTests = fc
  .tuple(fc.constantFrom(undefined, undefined, 500), sometimes(8, fc.constant({ pairs: 7 })), probes, secrets)
  .map(([maxLatencyMs, compared, probed, secret]) => ({
    baseUrl: 'https://gw-api.example.com',
    checks: [
      {
        path: '/health',
        ...(maxLatencyMs === undefined ? {} : { maxLatencyMs }),
        ...(secret === undefined ? {} : { headers: { authorization: secret } }),
      },
    ],
    ...probed,
    ...(compared === undefined ? {} : { compare: { baseUrl: 'https://api.example.com', ...compared } }),
  }));
