import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { describe, expect, test } from '@jest/globals';
import { codeDeployDeployments } from '../../../lambdas/adapters/deployments/codedeploy-deployments';
import { describeDeployments } from '../../contracts/deployments.contract';
import { codeDeployAccount } from '../../support/accounts/code-deploy-account';
import {
  brokenConnection,
  inTurn,
  json,
  jsonError,
  type WireAnswer,
  wire,
} from '../../support/accounts/wire';

const group = { applicationName: 'shop', deploymentGroupName: 'api' };
const order = { ...group, mark: 'cutover arn stage 0', appSpec: '{"version": 0.0}' };

describeDeployments('codeDeployDeployments', async () => {
  const account = codeDeployAccount();
  return {
    deployments: codeDeployDeployments(new CodeDeployClient(wire(account.answer).config)),
    group,
    now: account.now,
    serve: async (id) => account.change(id, { status: 'InProgress', target: 'Succeeded' }),
    succeed: async (id) => account.change(id, { status: 'Succeeded' }),
    fail: async (id) => {
      const errorInformation = { code: 'HOOK_EXECUTION_FAILURE', message: 'a lifecycle hook has failed' };
      account.change(id, { status: 'Failed', errorInformation });
    },
  };
});

function deploymentsOf(...answers: (WireAnswer | Error)[]) {
  const { config, requests } = wire(inTurn(...answers));
  const asked = () =>
    requests.map(({ headers, body }) => [headers['x-amz-target']?.split('.')[1], JSON.parse(body)]);
  return { deployments: codeDeployDeployments(new CodeDeployClient(config)), asked };
}
const info = (deploymentInfo: object) => json({ deploymentInfo });

describe('a request', () => {
  test('to create a deployment has its AppSpec and its mark', async () => {
    const { deployments, asked } = deploymentsOf(json({ deploymentId: 'd-1' }));
    await deployments.create({ ...order, deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
    expect(asked()).toEqual([
      [
        'CreateDeployment',
        {
          ...group,
          deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
          description: order.mark,
          revision: { revisionType: 'AppSpecContent', appSpecContent: { content: order.appSpec } },
        },
      ],
    ]);
  });

  test('to find a deployment lists those of the group since a time', async () => {
    const { deployments, asked } = deploymentsOf(json({ deployments: [] }));
    expect(await deployments.find(order, 1_700_000_000_000)).toBeNull();
    expect(asked()).toEqual([['ListDeployments', { ...group, createTimeRange: { start: 1_700_000_000 } }]]);
  });

  test('to stop a deployment asks for a rollback', async () => {
    const { deployments, asked } = deploymentsOf(json({ status: 'Pending' }));
    expect(await deployments.stop('d-1')).toBe('stopped');
    expect(asked()).toEqual([['StopDeployment', { deploymentId: 'd-1', autoRollbackEnabled: true }]]);
  });
});

describe('a deployment that is read', () => {
  test.each(['Created', 'Queued', 'Ready', 'Baking'])(
    '%s does not serve, and no target is asked for',
    async (status) => {
      const { deployments, asked } = deploymentsOf(info({ status }));
      expect(await deployments.read('d-1')).toEqual({ status, serves: false, error: null });
      expect(asked()).toHaveLength(1);
    },
  );

  test('does not serve without a target', async () => {
    const { deployments } = deploymentsOf(info({ status: 'InProgress' }), json({}));
    expect(await deployments.read('d-1')).toMatchObject({ serves: false });
  });

  test.each([
    ['Succeeded', 'Succeeded', true],
    ['Succeeded', 'InProgress', false],
    ['InProgress', 'Succeeded', false],
    ['Succeeded', 'Failed', false],
    ['Succeeded', undefined, false],
  ])('with targets that are %s and %s serves: %s', async (first, second, serves) => {
    const { deployments, asked } = deploymentsOf(
      info({ status: 'InProgress' }),
      json({ targetIds: ['shop:api', 'shop:web'] }),
      ...[first, second].map((status) => json({ deploymentTarget: { ecsTarget: { status } } })),
    );
    expect(await deployments.read('d-1')).toMatchObject({ status: 'InProgress', serves });
    expect(asked().map(([call]) => call)).toEqual([
      ...['GetDeployment', 'ListDeploymentTargets', 'GetDeploymentTarget', 'GetDeploymentTarget'],
    ]);
  });

  test('has an error with a message or a code alone', async () => {
    const { deployments } = deploymentsOf(
      info({ status: 'Failed', errorInformation: { code: 'ALARM_ACTIVE' } }),
    );
    expect(await deployments.read('d-1')).toMatchObject({ error: 'ALARM_ACTIVE' });
  });

  test('without a status has only been created', async () => {
    expect(await deploymentsOf(info({})).deployments.read('d-1')).toMatchObject({ status: 'Created' });
    expect(await deploymentsOf(json({})).deployments.read('d-1')).toBeNull();
  });
});

describe('an error', () => {
  test('for another limit than that of the group is thrown', async () => {
    const limit = jsonError('DeploymentLimitExceededException', 'The account has too many deployments');
    await expect(deploymentsOf(limit).deployments.create(order)).rejects.toMatchObject({
      name: 'DeploymentLimitExceededException',
    });
  });

  test.each([
    ['create', jsonError('DeploymentGroupDoesNotExistException', 'no such group')],
    ['find', jsonError('DeploymentGroupDoesNotExistException', 'no such group')],
    ['read', jsonError('AccessDeniedException', 'no')],
    ['stop', jsonError('AccessDeniedException', 'no')],
  ] as const)('%s is an error', async (what, answer) => {
    const { deployments } = deploymentsOf(answer);
    const acts = {
      create: () => deployments.create(order),
      find: () => deployments.find(order, 0),
      read: () => deployments.read('d-1'),
      stop: () => deployments.stop('d-1'),
    };
    await expect(acts[what]()).rejects.toThrow(/no/);
  });

  test.each([jsonError('ThrottlingException', 'Rate exceeded'), brokenConnection()])(
    'for now only, it may be tried again',
    async (answer) => {
      const busy = { name: 'ServiceBusyError' };
      await expect(deploymentsOf(answer).deployments.create(order)).rejects.toMatchObject(busy);
    },
  );
});
