import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { serve } from '../../support/accounts/serve';
import { json, jsonError, type WireAnswer, type WireRequest } from '../../support/accounts/wire';
import { cutover } from '../../support/cli/cutover';

const SERVICE = 'ecs/shop/web';
const DEPLOYMENT = 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/shop/web/EZe5RNVLH6PPzHXINuP28';
const HOOK = 'ecs-pause-e7tK9G_WRJqNF_EOMjztDXfKenlJuEUVjsNStf4WLKw';
const before = { ...process.env };

let server: Awaited<ReturnType<typeof serve>>;
let requests: WireRequest[];
/** The hooks of the deployment; null without a deployment under way. */
let hooks: readonly object[] | null;
let status: string;
/** The answer to a call in place of the usual one. */
let instead: Readonly<Record<string, WireAnswer>>;

const callOf = ({ headers }: WireRequest) => (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
const calls = () => requests.map((one) => [callOf(one), JSON.parse(one.body)]);
const answered = () => calls().filter(([call]) => /^(Continue|Stop)/.test(call));
const pause = { hookId: HOOK, targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' };
const tested = { hookId: 'ecs-lambda-1', targetType: 'AWS_LAMBDA', status: 'IN_PROGRESS' };
const deployment = () => ({
  ...{ serviceDeploymentArn: DEPLOYMENT, status, lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' },
  lifecycleHookDetails: hooks,
});

function answer(request: WireRequest): WireAnswer {
  requests.push(request);
  const call = callOf(request);
  const usual: Readonly<Record<string, object>> = {
    ListServiceDeployments: { serviceDeployments: hooks === null ? [] : [deployment()] },
    DescribeServiceDeployments: { serviceDeployments: [deployment()] },
    ContinueServiceDeployment: { serviceDeploymentArn: DEPLOYMENT },
    StopServiceDeployment: { serviceDeploymentArn: DEPLOYMENT },
  };
  return instead[call] ?? json(usual[call] ?? {});
}

const typed = (...args: string[]) => cutover(...args, '--reason', 'totals are right');

beforeAll(async () => {
  server = await serve(answer);
});
beforeEach(() => {
  process.env = { ...before, ...server.environment };
  requests = [];
  hooks = [tested, pause];
  status = 'IN_PROGRESS';
  instead = {};
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(async () => {
  await server.close();
});

describe('cutover approve ecs/CLUSTER/SERVICE', () => {
  test('continues the pause hook that waits, and no other hook', async () => {
    const { code, out } = await typed('approve', SERVICE);
    expect([code, out]).toEqual([
      0,
      'ecs/shop/web: approve was accepted; production traffic moves to the new tasks once the test hook has' +
        ' passed too\n',
    ]);
    expect(calls()).toEqual([
      ['ListServiceDeployments', { cluster: 'shop', service: 'web', status: ['IN_PROGRESS'] }],
      ['DescribeServiceDeployments', { serviceDeploymentArns: [DEPLOYMENT] }],
      ['ContinueServiceDeployment', { serviceDeploymentArn: DEPLOYMENT, hookId: HOOK, action: 'CONTINUE' }],
    ]);
  });

  test('leaves the reason in the user agent, for CloudTrail', async () => {
    await typed('approve', SERVICE);
    const { headers } = requests.at(-1) as WireRequest;
    expect(headers['x-amz-user-agent'] ?? headers['user-agent']).toContain('cutover-reason/totals-are-right');
  });

  test('prints one JSON document', async () => {
    const { code, out } = await typed('approve', SERVICE, '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        ...{ accepted: true, service: SERVICE, deployment: DEPLOYMENT },
        reason: expect.stringContaining('production traffic moves'),
      },
    ]);
  });

  test.each<[string, () => void, string]>([
    ['no deployment is under way', () => (hooks = null), 'no deployment is under way'],
    ['the deployment has ended in between', () => (status = 'SUCCESSFUL'), 'no deployment is under way'],
    [
      'it waits for nobody',
      () => (hooks = [tested, { ...pause, status: 'SUCCEEDED' }]),
      'the deployment is at POST_TEST_TRAFFIC_SHIFT, and waits for nobody',
    ],
    [
      'two pause hooks wait',
      () => (hooks = [pause, { ...pause, hookId: 'other' }]),
      `2 pause hooks wait (${HOOK}, other), and an approval is for one`,
    ],
  ])('is refused when %s', async (_, change, reason) => {
    change();
    const { code, err } = await typed('approve', SERVICE);
    expect([code, answered()]).toEqual([2, []]);
    expect(err).toContain(`cutover: approve was refused, and nothing was done: ${reason}`);
  });

  test('is refused when somebody else has answered the hook', async () => {
    instead = { ContinueServiceDeployment: jsonError('InvalidParameterException', 'not awaiting', 400) };
    const { code, err } = await typed('approve', SERVICE);
    expect(code).toBe(2);
    expect(err).toContain('nothing was done: InvalidParameterException: not awaiting');
  });
});

describe('cutover abort ecs/CLUSTER/SERVICE', () => {
  test('rolls back through the pause hook that waits', async () => {
    const { code, out } = await typed('abort', SERVICE);
    expect([code, answered()]).toEqual([
      0,
      [['ContinueServiceDeployment', { serviceDeploymentArn: DEPLOYMENT, hookId: HOOK, action: 'ROLLBACK' }]],
    ]);
    expect(out).toContain('ECS rolls back to the tasks before');
  });

  test('stops a deployment that does not wait, with a rollback', async () => {
    hooks = [];
    const { code } = await typed('abort', SERVICE);
    expect([code, answered()]).toEqual([
      0,
      [['StopServiceDeployment', { serviceDeploymentArn: DEPLOYMENT, stopType: 'ROLLBACK' }]],
    ]);
  });
});

test.each<[string, string[], number, string]>([
  ['promote', ['promote', SERVICE], 64, 'a deployment of ECS does not take promote: it takes approve and'],
  ['pause', ['pause', SERVICE], 64, 'a deployment of ECS does not take pause'],
  ['resume', ['resume', SERVICE], 64, 'a deployment of ECS does not take resume'],
  ['a percent', ['approve', SERVICE, '--at', '10'], 64, '--at is the percent of a route'],
  ['a stack', ['approve', SERVICE, '--stack', 'Cutover'], 64, '--stack names a deployment of Cutover'],
  ['half a name', ['approve', 'ecs/shop'], 64, '"ecs/shop" is not a service; must be ecs/CLUSTER/SERVICE'],
])('%s is refused before ECS is asked', async (_, args, code, message) => {
  const { code: actual, err } = await typed(...args);
  expect([actual, requests]).toEqual([code, []]);
  expect(err).toContain(message);
});

test.each<[string, string, number, string]>([
  [
    'ListServiceDeployments',
    'ClusterNotFoundException',
    64,
    'there is no service ecs/shop/web in this account',
  ],
  [
    'ListServiceDeployments',
    'AccessDeniedException',
    69,
    'could not list the deployments of ecs/shop/web: Acc',
  ],
  ['DescribeServiceDeployments', 'AccessDeniedException', 69, `could not read ${DEPLOYMENT}: AccessDenied`],
  [
    'ContinueServiceDeployment',
    'AccessDeniedException',
    69,
    `could not answer ${HOOK}: AccessDeniedException`,
  ],
])('%s that ends in %s exits with %d', async (call, error, code, message) => {
  instead = { [call]: jsonError(error, 'no', 400) };
  const { code: actual, err } = await typed('approve', SERVICE);
  expect(actual).toBe(code);
  expect(err).toContain(message);
});
