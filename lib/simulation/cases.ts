import fc from 'fast-check';
import type { Plan } from '../../lambdas/core/plan/plan';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Router } from '../../lambdas/core/routers/router-schema';
import { COMMAND_KINDS } from '../../lambdas/core/shared/operator-command';
import { checkScenario, type Scenario } from '../rehearsal/scenario';
import { guards, tasks } from '../workflow/tasks';
import { forRouter, LONGEST_STICKINESS_SECONDS, otherRoutes } from './other-router';

/** A plan, and a scenario for it. */
export interface Case {
  readonly plan: Plan;
  readonly scenario: Scenario;
}

const apis = [
  'route53',
  'route53:ListResourceRecordSets',
  'route53:ChangeResourceRecordSets',
  'route53:GetChange',
  'cloudwatch',
  'dynamodb',
  'dynamodb:UpdateItem',
  'dynamodb:PutItem',
  'states',
  'elbv2',
  'codedeploy',
  'codedeploy:CreateDeployment',
];
const functions = [...Object.keys(tasks), ...Object.keys(guards)];

/** A time in seconds. Early times are more frequent, because most happens then. */
const at = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 3_000 }),
);
/** The number of a request to AWS. A cutover makes some hundred. */
const atCall = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 250 }));
const trigger = fc.oneof(
  at.map((seconds) => ({ at: seconds })),
  atCall.map((call) => ({ atCall: call })),
  fc.integer({ min: 1, max: 100 }).map((whenPercentAtLeast) => ({ whenPercentAtLeast })),
);
/** Every fault ends, because the invariants describe where the traffic is after that. */
const forSeconds = fc
  .oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 400 }))
  .map((seconds) => ({ forSeconds: seconds }));
const times = fc.integer({ min: 1, max: 12 }).map((count) => ({ times: count }));
const path = fc.constantFrom('old', 'new');

const kinds: readonly fc.Arbitrary<object>[] = [
  fc.record({ kind: fc.constant('errors'), path, rate: fc.constantFrom(0.005, 0.02, 0.3, 1) }),
  fc.record({ kind: fc.constant('latency'), path, addMs: fc.constantFrom(100, 900, 5_000) }),
  fc.record({ kind: fc.constant('no-metrics') }),
  fc.record({ kind: fc.constant('targets-unhealthy'), path }),
  fc.record({ kind: fc.constant('alarm-missing') }),
  fc.record({ kind: fc.constant('alarm-fires') }),
  fc.record({ kind: fc.constant('throttle'), api: fc.constantFrom(...apis) }),
  fc.record({
    kind: fc.constant('api-error'),
    api: fc.constantFrom(...apis),
    error: fc.constantFrom('InternalFailure', 'AccessDenied', 'PriorRequestNotComplete'),
    afterEffect: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('task-fails'),
    task: fc.constantFrom(...functions),
    afterEffect: fc.boolean(),
    delaySeconds: fc.constantFrom(0, 0, 5, 29),
    error: fc.constantFrom('Lambda.Unknown', 'Sandbox.Timedout', 'TypeError'),
  }),
  fc.record({
    kind: fc.constant('function-hangs'),
    task: fc.constantFrom(...functions),
    afterCalls: fc.integer({ min: 0, max: 8 }),
  }),
  fc.record({
    kind: fc.constant('slow-api'),
    api: fc.constantFrom(...apis),
    seconds: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('slow-api'),
    api: fc.constantFrom('route53'),
    seconds: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ kind: fc.constant('stuck-pending') }),
  fc.record({ kind: fc.constant('stop-execution') }),
  fc.record({ kind: fc.constant('stop-execution') }),
  fc.record({ kind: fc.constant('events-lost'), events: fc.constantFrom('status', 'alarm') }),
  fc.record({ kind: fc.constant('events-doubled'), events: fc.constantFrom('status', 'alarm') }),
  fc.record({
    kind: fc.constant('record-changed'),
    weights: fc.record({ old: fc.integer({ min: 0, max: 255 }), new: fc.integer({ min: 0, max: 255 }) }),
  }),
  fc.record({ kind: fc.constant('record-changed'), ttlSeconds: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('route-locked') }),
  fc.record({ kind: fc.constant('operator'), says: fc.constantFrom(...COMMAND_KINDS) }),
  fc.record({
    kind: fc.constant('malformed-command'),
    says: fc.constantFrom('Resume', 'Pause', 'ABORT', 'aprove', 'resume', 'approve'),
  }),
  fc.record({
    kind: fc.constant('ledger-corrupted'),
    by: fc.constantFrom('router-of-another-route', 'no-router', 'no-snapshot'),
  }),
  fc.record({ kind: fc.constant('revert-started') }),
  fc.record({
    kind: fc.constant('revert-started'),
    named: fc.constant('as-its-revert'),
    typo: fc.constantFrom('execution', 'route'),
  }),
  fc.record({ kind: fc.constant('deployment'), does: fc.constantFrom('fail', 'hang', 'wait-for-another') }),
];

/** Faults of single calls may have a number of calls instead of a duration. */
const counted = new Set(['throttle', 'api-error', 'task-fails', 'function-hangs']);

const fault = fc
  .tuple(fc.oneof(...kinds), trigger, forSeconds, times, fc.boolean())
  .map(([what, when, long, often, byCount]) => ({
    ...what,
    ...when,
    ...long,
    ...(byCount && counted.has((what as { kind: string }).kind) ? often : {}),
  }));

/** A stop while a call is in flight, which is what fences protect against. */
const stopInFlight = fc
  .tuple(
    fc.constantFrom(
      'route53',
      'route53:ListResourceRecordSets',
      'route53:ChangeResourceRecordSets',
      'dynamodb',
      'codedeploy:CreateDeployment',
    ),
    fc.integer({ min: 2, max: 20 }),
    fc.integer({ min: 0, max: 25 }),
    fc.boolean(),
  )
  .map(([api, seconds, after, early]) => {
    const when = early ? { at: 0 } : { whenPercentAtLeast: 1 };
    return [
      { kind: 'slow-api', api, seconds, ...when, forSeconds: 120 },
      { kind: 'stop-execution', at: early ? after : 330 + 3 * after },
    ];
  });

/**
 * A stop, and a redrive at once, during the revert, or long after it. A cutover with slow calls may be
 * stopped while it acquires its lock.
 */
const redriven = fc
  .tuple(
    at,
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 600 })),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([stopped, after, eventLost, lateLock]) => [
    ...(eventLost ? [{ kind: 'events-lost', events: 'status', at: 0 }] : []),
    ...(lateLock ? [{ kind: 'slow-api', api: 'dynamodb:UpdateItem', seconds: 6, at: 0, forSeconds: 1 }] : []),
    { kind: 'stop-execution', at: stopped },
    { kind: 'redrive', at: stopped + after },
  ]);

/** A command while calls are slow, so that it comes between any two calls of a step; often taken back. */
const commandInFlight = fc
  .tuple(
    fc.constantFrom('route53', 'route53:ListResourceRecordSets', 'dynamodb', 'codedeploy'),
    fc.integer({ min: 1, max: 20 }),
    fc.constantFrom('pause', 'abort'),
    fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 300, max: 900 })),
    fc.option(fc.tuple(fc.constantFrom('resume', 'approve', 'pause'), fc.integer({ min: 0, max: 600 }))),
  )
  .map(([api, seconds, says, sent, then]) => [
    { kind: 'slow-api', api, seconds, at: Math.max(0, sent - 30), forSeconds: 90 },
    { kind: 'operator', says, at: sent },
    ...(then === null ? [] : [{ kind: 'operator', says: then[0], at: sent + then[1] }]),
  ]);

/** A command between any two calls, and what may be taken for what ends it. */
const commandBetweenCalls = fc
  .tuple(
    atCall,
    fc.constantFrom('pause', 'pause', 'abort', 'approve'),
    fc.integer({ min: 0, max: 30 }),
    fc.constantFrom(
      { kind: 'operator', says: 'resume' },
      { kind: 'operator', says: 'approve' },
      { kind: 'malformed-command', says: 'Resume' },
      { kind: 'malformed-command', says: 'resume' },
    ),
  )
  .map(([call, says, calls, then]) => [
    { kind: 'operator', says, atCall: call },
    { ...then, atCall: call + 1 + calls },
  ]);

const faults = fc.oneof(
  { weight: 3, arbitrary: fc.array(fault, { maxLength: 1 }) },
  { weight: 3, arbitrary: fc.array(fault, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(stopInFlight, fc.array(fault, { maxLength: 1 })).map((lists) => lists.flat()),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(redriven, fc.array(fault, { maxLength: 1 })).map((lists) => lists.flat()),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(commandInFlight, fc.array(fault, { maxLength: 1 })).map((lists) => lists.flat()),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(commandBetweenCalls, fc.array(fault, { maxLength: 1 })).map((lists) => lists.flat()),
  },
);

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
    scenario: checkScenario(drawnPlan.ttl === undefined ? drawnScenario : withHighTtl(drawnScenario)),
  }))
  .map(({ plan: checkedPlan, scenario: checkedScenario }) => {
    if (!checkedPlan.ok || !checkedScenario.ok) {
      const problems = [checkedPlan, checkedScenario].flatMap((one) => (one.ok ? [] : one.problems));
      throw new Error(`a drawn case is not valid: ${JSON.stringify(problems)}`);
    }
    const { value: drawn } = checkedPlan;
    return { plan: drawn, scenario: forRouter(checkedScenario.value, drawn.router.kind) };
  });
