import { describe, expect, test } from '@jest/globals';
import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { ProbeFailure, ProbeResponse, TargetReading } from '../../../lambdas/ports';
import codeDeployEvent from '../../fixtures/hook/codedeploy-event.json';
import ecsEvent from '../../fixtures/hook/ecs-post-test-traffic-shift.json';
import ecsRollback from '../../fixtures/hook/ecs-rollback.json';
import ecsSecondCall from '../../fixtures/hook/ecs-second-call.json';
import ecsShift from '../../fixtures/hook/ecs-test-traffic-shift.json';
import {
  blue,
  dnsName,
  green,
  hookPlan,
  hookWorld,
  listenerTo,
  never,
  ok,
  playService,
  productionListener,
  type Scene,
  sceneOf,
  target,
  testListener,
} from '../../support/world/hook-world';

const down = { failure: `connection to ${dnsName} refused`, retryable: true };
const busy = () => Promise.reject(new ServiceBusyError('ThrottlingException: Rate exceeded'));
const denied = () =>
  Promise.reject(
    Object.assign(new Error('not authorized to perform: this'), { name: 'AccessDeniedException' }),
  );

/** One answer after the other, and the last one from then on. */
const inTurn = <T>(...answers: (() => Promise<T>)[]) => {
  let count = 0;
  return () => {
    count += 1;
    return (answers[Math.min(count, answers.length) - 1] as () => Promise<T>)();
  };
};
const always =
  <T>(value: T) =>
  async () =>
    value;

type Answer = ProbeResponse | ProbeFailure;
type Change = (scene: Scene) => Partial<Scene>;
const test404: Change = (scene) => ({
  listener: (arn) => (arn === testListener ? Promise.resolve(null) : scene.listener(arn)),
});
const testForwards =
  (...groups: string[]): Change =>
  (scene) => ({
    listener: async (arn) => (arn === testListener ? listenerTo(...groups) : scene.listener(arn)),
  });
const reads =
  (over: object): Change =>
  (scene) => ({ reading: async () => ({ ...(await scene.reading()), ...over }) as never });
const tcp: Change = (scene) => ({
  listener: async (arn) => ({ ...(await scene.listener(arn)), protocol: 'TCP' }) as never,
});

/** The same for both services: the case, its outcome, the reason, and the maximum number of seconds. */
const cases: readonly [string, Change, 'pass' | 'fail', RegExp, number][] = [
  ['all is well', () => ({}), 'pass', /^1 of 1 checks passed, slowest 42 ms$/, 0],
  [
    'the new tasks answer with an error',
    () => ({ probe: always({ ...ok, status: 503 }) }),
    'fail',
    /status 503, expected 200 \(3 attempts\)$/,
    2,
  ],
  [
    'they flap, and a retry passes',
    () => ({ probe: inTurn<Answer>(always(down), always({ ...ok, status: 503 }), always(ok)) }),
    'pass',
    /^1 of 1 checks passed/,
    2,
  ],
  [
    'they stop during the checks',
    () => ({
      plan: hookPlan({ checks: [{ path: '/one' }, { path: '/two' }], concurrency: 1 }),
      probe: async ({ url }) => (url.endsWith('/one') ? ok : down),
    }),
    'fail',
    /^1 of 2 checks failed: GET \/two: connection to \S+ refused \(3 attempts\)$/,
    2,
  ],
  [
    'they stop between two tests',
    () => ({
      targets: inTurn(always([target('initial')]), always([target('draining')])),
    }),
    'fail',
    /has no targets apart from 1 that are draining/,
    300,
  ],
  [
    'a target of an earlier deployment is draining beside them',
    () => ({ targets: always([target('draining'), target('healthy')]) }),
    'pass',
    /^1 of 1 checks passed/,
    0,
  ],
  ['a probe never answers', () => ({ probe: never }), 'fail', /no answer before the deadline of 120 s/, 120],
  [
    'every try times out while its body arrives',
    () => ({
      probe: async ({ timeoutMs }) => ({ failure: `timed out after ${timeoutMs} ms`, retryable: true }),
    }),
    'fail',
    /timed out after 5000 ms \(3 attempts\)/,
    20,
  ],
  [
    'the probe throws',
    () => ({ probe: () => Promise.reject(new TypeError('secret')) }),
    'fail',
    /the probe failed \(TypeError\)/,
    2,
  ],
  [
    'targets become healthy in time',
    () => ({
      targets: inTurn<TargetReading[]>(
        always([]),
        always([target('initial'), target('healthy')]),
        always([target('healthy')]),
      ),
    }),
    'pass',
    /^1 of 1 checks passed/,
    30,
  ],
  [
    'targets never become healthy',
    () => ({ targets: always([target('healthy', '10.0.2.9:8080'), target('initial')]) }),
    'fail',
    new RegExp(
      '^not ready after 300 s \\(limit 300 s\\):' +
        ' 1 of 2 targets of green are healthy: 10\\.0\\.1\\.7:8080 is initial$',
    ),
    300,
  ],
  [
    'there are no targets',
    () => ({ targets: always([]) }),
    'fail',
    /the target group green has no targets$/,
    300,
  ],
  [
    'the target group does not exist',
    () => ({ targets: always(null) }),
    'fail',
    /^the target group green does not exist$/,
    0,
  ],
  [
    'the deployment does not exist',
    () => ({ reading: always(null) }),
    'fail',
    /^the deployment does not exist$/,
    0,
  ],
  [
    'the stage is before test traffic',
    reads({ stage: 'AfterInstall' }),
    'fail',
    /^the stage is AfterInstall, .* the hook must run at /,
    0,
  ],
  ['the service returns no stage', reads({ stage: null }), 'pass', /^1 of 1 checks passed/, 0],
  [
    'there is no test listener',
    reads({ testListeners: [] }),
    'fail',
    /has no test listener; must have one/,
    0,
  ],
  [
    'there are two test listeners',
    reads({ testListeners: [testListener, productionListener] }),
    'fail',
    /has 2 test listeners; must have one/,
    0,
  ],
  ['the test listener does not exist', test404, 'fail', /^the test listener arn:\S+ does not exist$/, 0],
  [
    'the test listener forwards to another target group',
    testForwards('arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/green-old/1'),
    'fail',
    /forwards to neither of blue and green$/,
    300,
  ],
  [
    'the test listener forwards to both groups',
    testForwards(blue, green),
    'fail',
    /forwards to both blue and green, so the old tasks may respond$/,
    300,
  ],
  [
    'the test listener still forwards to the old tasks',
    testForwards(blue),
    'fail',
    /forwards to blue, as the production listener does: the old tasks would respond$/,
    300,
  ],
  [
    'the test listener switches while the hook waits',
    () => {
      const test = inTurn(always(listenerTo(blue)), always(listenerTo(green)));
      return { listener: async (arn) => (arn === testListener ? test() : listenerTo(blue)) };
    },
    'pass',
    /^1 of 1 checks passed/,
    15,
  ],
  [
    'the production listener does not exist',
    (scene) => ({ listener: async (arn) => (arn === testListener ? scene.listener(arn) : null) }),
    'pass',
    /^1 of 1 checks passed/,
    0,
  ],
  ['the test listener uses TCP', tcp, 'fail', /is TCP, which may be http or https; set endpoint/, 0],
  [
    'the test listener uses TCP, and the plan has an endpoint',
    (scene) => ({ ...tcp(scene), plan: hookPlan({ endpoint: 'https://test.example.com:8443' }) }),
    'pass',
    /^1 of 1 checks passed/,
    0,
  ],
  [
    'AWS is busy for a while',
    (scene) => ({ reading: inTurn(busy, busy, scene.reading) as Scene['reading'] }),
    'pass',
    /^1 of 1 checks passed/,
    30,
  ],
  ['AWS stays busy', () => ({ targets: busy }), 'fail', /\(limit 300 s\): ServiceBusyError: Throttling/, 300],
  ['a permission is missing', () => ({ listener: denied }), 'fail', /^AccessDeniedException: not auth/, 0],
  [
    'a call throws something other than an Error',
    () => ({ reading: () => Promise.reject('odd') }),
    'fail',
    /^Error: odd$/,
    0,
  ],
  [
    'a call never answers',
    () => ({ reading: never }),
    'fail',
    /time of the function is used up: a call did not answer/,
    450,
  ],
  [
    'little time is left for the checks',
    () => ({ remainingMs: 61_900, probe: never }),
    'fail',
    /no answer before the deadline of 1 s/,
    2,
  ],
  [
    'no time is left for the checks',
    () => ({ remainingMs: 60_900 }),
    'fail',
    /no time is left for the checks/,
    0,
  ],
  ['no time is left at all', () => ({ remainingMs: 3_000 }), 'fail', /no time is left|time .* is used up/, 0],
];

describe.each(['codedeploy', 'ecs'] as const)('a deployment by %s', (contract) => {
  test.each(cases)('gets its outcome when %s', async (_, change, expected, reason, seconds) => {
    const scene = sceneOf(contract);
    const world = hookWorld({ ...scene, ...change(scene) });
    expect(await playService(contract, world)).toBe(expected);
    const said = world.lines.filter(({ message }) => /^deployment hook (passed|failed)$/.test(message));
    expect(said).toEqual([
      expect.objectContaining({
        level: expected === 'pass' ? 'info' : 'error',
        message: `deployment hook ${expected === 'pass' ? 'passed' : 'failed'}`,
        contract,
        deployment: contract === 'codedeploy' ? codeDeployEvent.DeploymentId : ecsEvent.resourceArn,
        verdict: expected,
        reason: expect.stringMatching(reason),
        console: expect.stringContaining('https://eu-west-1.console.aws.amazon.com/'),
      }),
    ]);
    expect(world.elapsedMs()).toBeLessThanOrEqual(seconds * 1_000);
    expect(world.reports).toHaveLength(contract === 'codedeploy' ? 1 : 0);
    expect(JSON.stringify(world.lines)).not.toContain('secret');
  });

  test('is tested with the host name of production, connected to the test listener', async () => {
    const world = hookWorld(sceneOf(contract));
    await playService(contract, world);
    expect(world.places).toEqual([{ protocol: 'http', host: dnsName, port: 8080 }]);
    expect(world.requests).toEqual([
      expect.objectContaining({
        url: 'http://api.example.com/health',
        connectTo: dnsName,
        connectPort: 8080,
      }),
    ]);
  });
});

describe('a report to CodeDeploy', () => {
  const withScene = (over: Partial<Scene>) => hookWorld({ ...sceneOf('codedeploy'), ...over });
  const statuses = (world: ReturnType<typeof hookWorld>) => world.reports.map(({ status }) => status);

  test('is made once, and returned', async () => {
    const world = withScene({});
    expect(await world.call(codeDeployEvent)).toEqual({ status: 'Succeeded', reported: 'reported' });
    expect(world.lines.at(-1)).toEqual({
      level: 'info',
      message: 'reported to CodeDeploy',
      deployment: 'd-A1B2C3D4E',
      status: 'Succeeded',
      reported: 'reported',
    });
  });

  test('may find that an outcome was reported before', async () => {
    const world = withScene({ report: async () => 'already' });
    expect(await world.call(codeDeployEvent)).toEqual({ status: 'Succeeded', reported: 'already' });
  });

  test('is retried with longer and longer pauses while CodeDeploy is busy', async () => {
    const world = withScene({ report: inTurn(busy, denied, busy, always('reported')) as Scene['report'] });
    await world.call(codeDeployEvent);
    expect(world.reports.map(({ atMs }) => atMs)).toEqual([0, 1_000, 3_000, 7_000]);
    expect(new Set(statuses(world))).toEqual(new Set(['Succeeded']));
  });

  test.each([
    ['stays busy', busy, 'ThrottlingException: Rate exceeded'],
    ['never answers', never, 'CodeDeploy did not answer in time'],
  ])('throws in time, and logs a line, when CodeDeploy %s', async (_, report, message) => {
    const world = withScene({ report, probe: never });
    await expect(world.call(codeDeployEvent)).rejects.toThrow(message);
    expect(world.elapsedMs()).toBeLessThan(510_000);
    expect(world.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'deployment hook failed',
      deployment: 'd-A1B2C3D4E',
      reason: expect.stringMatching(new RegExp(`^Failed could not be reported to CodeDeploy: .*${message}$`)),
    });
  });

  test('may take its time to be accepted', async () => {
    const slow = { report: null as unknown as Scene['report'] };
    const world = withScene({ report: (...args) => slow.report(...args) });
    slow.report = async () => {
      await world.clock.sleep(5_000);
      return 'reported';
    };
    expect(await world.call(codeDeployEvent)).toEqual({ status: 'Succeeded', reported: 'reported' });
    expect(world.reports).toHaveLength(1);
  });

  test('is made in time when the function has less time than the plan waits', async () => {
    const world = withScene({ remainingMs: 100_000, targets: always([]) });
    await world.call(codeDeployEvent);
    expect(world.reports).toEqual([{ status: 'Failed', atMs: 40_000 }]);
    expect(world.lines[0]?.reason).toMatch(/^not ready after 40 s \(limit 40 s\): /);
  });

  test('is made by the next call when one call could not', async () => {
    const world = withScene({
      report: inTurn(...Array(8).fill(busy), always('reported')) as Scene['report'],
    });
    await world.call(codeDeployEvent).catch(() => {});
    expect(await world.call(codeDeployEvent)).toMatchObject({ status: 'Succeeded' });
  });
});

describe('the answer to ECS', () => {
  const withScene = (over: Partial<Scene> = {}) => hookWorld({ ...sceneOf('ecs'), ...over });
  const waits = { targets: always([target('initial')]) };

  test('has only the status at the end', async () => {
    expect(await withScene().call(ecsEvent)).toEqual({ hookStatus: 'SUCCEEDED' });
    expect(await withScene().call(ecsShift)).toEqual({ hookStatus: 'SUCCEEDED' });
  });

  test('has the progress while it waits, and keeps the details of others', async () => {
    const world = withScene(waits);
    expect(await world.call({ ...ecsEvent, hookDetails: { team: 'shop' } })).toEqual({
      hookStatus: 'IN_PROGRESS',
      callBackDelay: 15,
      hookDetails: {
        team: 'shop',
        cutoverWaitingSince: '2026-11-20T12:00:00.000Z',
        cutoverProgress: '0 of 1 targets of green are healthy: 10.0.1.7:8080 is initial',
      },
    });
    expect(world.lines).toEqual([
      expect.objectContaining({ level: 'info', message: 'deployment hook waits' }),
    ]);
  });

  test('keeps since when it has waited, from call to call', async () => {
    expect(await withScene(waits).call(ecsSecondCall)).toMatchObject({
      hookDetails: { team: 'shop', cutoverWaitingSince: '2026-11-20T11:59:00.000Z' },
    });
  });

  test('is a failure when it has waited for too long', async () => {
    const hookDetails = { cutoverWaitingSince: '2026-11-20T11:55:00.000Z' };
    expect(await withScene(waits).call({ ...ecsEvent, hookDetails })).toEqual({ hookStatus: 'FAILED' });
  });

  test('counts from now when its details have a time in the future', async () => {
    const hookDetails = { cutoverWaitingSince: '2027-01-01T00:00:00.000Z' };
    expect(await withScene(waits).call({ ...ecsEvent, hookDetails })).toMatchObject({
      hookDetails: { cutoverWaitingSince: '2026-11-20T12:00:00.000Z' },
    });
  });

  test('is a success for a rollback, without any test', async () => {
    const world = withScene({ probe: never, reading: never });
    expect(await world.call(ecsRollback)).toEqual({ hookStatus: 'SUCCEEDED' });
    expect(world.lines[0]?.reason).toMatch(/^ECS is rolling back/);
  });

  test.each([
    [{ ...ecsEvent, lifecycleStage: 7 }, /lifecycleStage: is 7; must be a lifecycle stage/],
    [{ lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' }, /executionId: .*resourceArn: .*executionDetails: /s],
    [
      { ...ecsEvent, hookDetails: { cutoverWaitingSince: 'yesterday' } },
      /hookDetails.cutoverWaitingSince: is "yesterday"; must be the time that the hook returned/,
    ],
  ])('is a failure for an event that is not valid: %j', async (event, reason) => {
    const world = withScene();
    expect(await world.call(event)).toEqual({ hookStatus: 'FAILED' });
    expect(world.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        deployment: 'unknown',
        reason: expect.stringMatching(reason),
      }),
    ]);
  });
});

describe('an event', () => {
  const expects =
    'must be an event of CodeDeploy (DeploymentId, LifecycleEventHookExecutionId) or of an ECS ' +
    'deployment (executionId, lifecycleStage, resourceArn, executionDetails)';
  test.each([
    [{}, 'no fields'],
    [null, 'no fields'],
    ['d-A1B2C3D4E', 'no fields'],
    [{ source: 'aws.events', detail: {} }, 'the fields source, detail'],
    [
      { ...codeDeployEvent, lifecycleStage: 'x' },
      'the fields DeploymentId, LifecycleEventHookExecutionId, lifecycleStage',
    ],
  ])('of neither service, or of both, is rejected: %j', async (event, found) => {
    await expect(hookWorld(sceneOf('ecs')).call(event)).rejects.toMatchObject({
      name: 'ValidationError',
      message: `the event has ${found}; ${expects}`,
    });
  });

  test('of CodeDeploy without an execution id is rejected', async () => {
    const world = hookWorld(sceneOf('codedeploy'));
    await expect(world.call({ DeploymentId: 'd-A1B2C3D4E' })).rejects.toThrow(
      'the event of CodeDeploy is not valid:\nLifecycleEventHookExecutionId: is missing; ' +
        'must be the id of a hook execution',
    );
    expect(world.reports).toEqual([]);
  });

  test('may have additional fields', async () => {
    const world = hookWorld(sceneOf('codedeploy'));
    expect(await world.call({ ...codeDeployEvent, Combined: true })).toMatchObject({ status: 'Succeeded' });
  });
});
