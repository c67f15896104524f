import fc from 'fast-check';
import { hookTimeoutSeconds } from '../../../lambdas/core/deployment-hook/hook-plan';
import { drawnHookFaults } from './drawn-hook-faults';
import type { HookCase } from './hook-case';
import { hookPlanOf } from './hook-world';

/** One in `of` has another value than the usual one. */
const seldom = <Value>(of: number, usual: Value, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: of - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const SECRET = { secret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-token-AbCdEf' };

const check = fc
  .record({
    expectText: seldom(2, undefined, fc.constant('"up"')),
    expectJson: seldom(4, undefined, fc.constant([{ path: '$.status', equals: 'up' }])),
    maxLatencyMs: seldom(3, undefined, fc.constant(800)),
    timeoutMs: seldom(3, undefined, fc.constantFrom(1_000, 30_000)),
    retries: fc.constantFrom(undefined, 0, 1, 10),
    backoffMs: fc.constantFrom(undefined, 0, 20_000),
    headers: seldom(6, undefined, fc.constant({ authorization: SECRET })),
  })
  .map(({ headers, ...others }) => ({ ...others, ...(headers === undefined ? {} : { headers }) }));

const plan = fc.record({
  host: fc.constant('api.example.com'),
  checks: fc
    .array(check, { minLength: 1, maxLength: 3 })
    .map((checks) => checks.map((one, i) => ({ path: `/${'abc'[i]}`, ...one }))),
  concurrency: fc.constantFrom(undefined, 1),
  deadlineSeconds: fc.constantFrom(undefined, 1, 20, 300),
  waitHealthySeconds: fc.constantFrom(undefined, 1, 20, 90, 400),
  endpoint: seldom(
    6,
    undefined,
    fc.constantFrom('http://test.example.com:8080', 'https://test.example.com:8443'),
  ),
});

/** A course that begins with a part and goes on with others, after some seconds each. */
function course<Part>(first: fc.Arbitrary<Part>, next: fc.Arbitrary<Part>, most: number) {
  const later = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), next), { maxLength: most });
  return fc.tuple(first, later).map(([begin, parts]) => {
    let from = 0;
    return [
      { from, part: begin },
      ...parts.map(([seconds, part]) => {
        from += seconds;
        return { from, part };
      }),
    ];
  });
}

type States = HookCase['targets'][number]['states'];
const healthy = fc.constantFrom<States>(['healthy'], ['healthy', 'healthy'], ['healthy', 'draining']);
const unready = fc.constantFrom<States>(
  ...([
    [],
    ['initial'],
    ['healthy', 'initial'],
    ['unhealthy'],
    ['unhealthy', 'healthy'],
    ['draining'],
  ] as States[]),
  ...([['unused'], ['unavailable'], ['healthy', 'healthy', 'draining', 'initial']] as States[]),
);
const anyStates = fc.oneof(
  { weight: 12, arbitrary: unready },
  { weight: 12, arbitrary: healthy },
  { weight: 1, arbitrary: fc.constant<States>(null) },
);
const targets = fc
  .oneof(course(healthy, healthy, 0), course(unready, healthy, 1), course(anyStates, anyStates, 3))
  .map((parts) => parts.map(({ from, part }) => ({ from, states: part })));

/** Test traffic goes to the new tasks at some time, and stays there. */
const testTraffic = fc
  .oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom('old' as const, 'both' as const, 'other' as const), {
        maxLength: 2,
      }),
    },
  )
  .chain((before) =>
    fc
      .tuple(...before.map((to) => fc.tuple(fc.constant(to), fc.integer({ min: 1, max: 200 }))))
      .map((steps) => {
        let from = 0;
        const parts: { from: number; to: 'old' | 'new' | 'both' | 'other' }[] = [];
        for (const [to, seconds] of steps) {
          parts.push({ from, to });
          from += seconds;
        }
        return [...parts, { from, to: 'new' as const }];
      }),
  );

const answerKind = fc.constantFrom<HookCase['answers'][number]['kind']>(
  ...(['error', 'wrong-text', 'slow', 'refused', 'silent', 'throws', 'never'] as const),
);
const badAnswer = fc.tuple(answerKind, fc.constantFrom(undefined, undefined, '/a', '/b', '/c'));
const goodAnswer = fc.constant(['good', undefined] as const);
const answers = fc
  .oneof(
    { weight: 2, arbitrary: course(goodAnswer, goodAnswer, 0) },
    { weight: 1, arbitrary: course(badAnswer, fc.oneof(goodAnswer, badAnswer), 2) },
  )
  .map((parts) =>
    parts.map(({ from, part: [kind, path] }) => ({ from, kind, ...(path === undefined ? {} : { path }) })),
  );

const STAGES = {
  codedeploy: ['BeforeAllowTraffic', 'AfterAllowTestTraffic', 'AfterInstall', 'AfterAllowTraffic', null],
  ecs: ['TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT', 'PRE_SCALE_UP', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
} as const;

/** Random deployments and what becomes of them while their hook is called. */
export const hookCases: fc.Arbitrary<HookCase> = fc
  .record({
    contract: fc.constantFrom('codedeploy' as const, 'ecs' as const),
    seed: fc.integer({ min: 0, max: 2_147_483_647 }),
    plan,
    event: seldom(
      12,
      'none' as const,
      fc.constantFrom(...(['more-fields', 'incomplete', 'of-neither', 'of-both', 'odd-time'] as const)),
    ),
    deliveries: seldom(5, 1, fc.constant(2)),
    stage: fc.oneof({ weight: 12, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(4) }),
    isRollback: seldom(8, false, fc.constant(true)),
    waitingSince: seldom(6, null, fc.constantFrom(-100, -3_600, 3_600)),
    functionSeconds: seldom(7, null, fc.constantFrom(1, 3, 30, 59, 61, 65, 90, 200, 900)),
    deploymentExists: seldom(30, true, fc.constant(false)),
    namesGroup: fc.boolean(),
    testListeners: seldom(20, 1, fc.constantFrom(0, 2)),
    listenerExists: seldom(30, true, fc.constant(false)),
    protocol: fc.constantFrom(
      ...(['HTTP', 'HTTP', 'HTTP', 'HTTP', 'HTTP', 'HTTPS', 'HTTPS', 'TLS', 'TLS', 'TCP'] as const),
    ),
    testTraffic,
    targets,
    answers,
    faults: drawnHookFaults,
  })
  .map(({ stage, isRollback, functionSeconds, ...drawn }): HookCase => {
    const names = STAGES[drawn.contract];
    const name = names[stage % names.length] ?? null;
    const isPossible = drawn.contract === 'ecs' && name === 'TEST_TRAFFIC_SHIFT';
    const written = JSON.parse(JSON.stringify(drawn.plan)) as unknown;
    return {
      ...drawn,
      plan: written,
      stage: name,
      isRollback: isPossible && isRollback,
      functionSeconds: functionSeconds ?? hookTimeoutSeconds(hookPlanOf({ plan: written })),
    };
  });
