import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { describe, expect, test } from '@jest/globals';
import { codeDeployHook } from '../../../lambdas/adapters/deployments/codedeploy-hook';
import event from '../../fixtures/hook/codedeploy-event.json';
import deployment from '../../fixtures/hook/get-deployment.json';
import group from '../../fixtures/hook/get-deployment-group.json';
import target from '../../fixtures/hook/get-deployment-target.json';
import {
  brokenConnection,
  inTurn,
  json,
  jsonError,
  type WireAnswer,
  wire,
} from '../../support/accounts/wire';
import { productionListener, testListener } from '../../support/world/hook-world';

function hookOf(...answers: (WireAnswer | Error)[]) {
  const { config, requests } = wire(inTurn(...answers));
  const asked = () =>
    requests.map(({ headers, body }) => [headers['x-amz-target']?.split('.')[1], JSON.parse(body)]);
  return { hook: codeDeployHook(new CodeDeployClient(config)), asked };
}

describe('a deployment', () => {
  test('is read with its group and the lifecycle event in progress', async () => {
    const { hook, asked } = hookOf(json(deployment), json(group), json(target));
    expect(await hook.read(event)).toEqual({
      stage: 'BeforeAllowTraffic',
      targetGroups: ['blue', 'green'],
      testListeners: [testListener],
      productionListeners: [productionListener],
    });
    expect(asked()).toEqual([
      ['GetDeployment', { deploymentId: 'd-A1B2C3D4E' }],
      ['GetDeploymentGroup', { applicationName: 'shop', deploymentGroupName: 'api' }],
      ['GetDeploymentTarget', { deploymentId: 'd-A1B2C3D4E', targetId: 'shop:api' }],
    ]);
  });

  test('is read without listeners, groups and events', async () => {
    const { hook } = hookOf(json(deployment), json({ deploymentGroupInfo: {} }));
    expect(await hook.read(event)).toEqual({
      ...{ stage: null, targetGroups: [], testListeners: [], productionListeners: [] },
    });
  });

  test('has no test listener without a test traffic route', async () => {
    const [pair] = group.deploymentGroupInfo.loadBalancerInfo.targetGroupPairInfoList;
    const { testTrafficRoute: _, ...without } = { ...pair };
    const loadBalancerInfo = { targetGroupPairInfoList: [without] };
    const { hook } = hookOf(json(deployment), json({ deploymentGroupInfo: { loadBalancerInfo } }));
    expect(await hook.read(event)).toMatchObject({ testListeners: [], targetGroups: ['blue', 'green'] });
  });

  test('is null when it does not exist', async () => {
    const { hook } = hookOf(jsonError('DeploymentDoesNotExistException', 'The deployment does not exist'));
    expect(await hook.read(event)).toBeNull();
  });

  test('throws when it cannot be read', async () => {
    const { hook } = hookOf(json(deployment), jsonError('AccessDeniedException', 'no'));
    await expect(hook.read(event)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('a report', () => {
  test.each(['Succeeded', 'Failed'] as const)('of %s is sent', async (status) => {
    const { hook, asked } = hookOf(json({ lifecycleEventHookExecutionId: 'x' }));
    expect(await hook.report(event, status)).toBe('reported');
    expect(asked()).toEqual([
      [
        'PutLifecycleEventHookExecutionStatus',
        {
          deploymentId: 'd-A1B2C3D4E',
          lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
          status,
        },
      ],
    ]);
  });

  test('returns already when it is made a second time, or late', async () => {
    const { hook } = hookOf(
      jsonError('LifecycleEventAlreadyCompletedException', 'An attempt to return the status was made'),
    );
    expect(await hook.report(event, 'Failed')).toBe('already');
  });

  test.each([
    ['was throttled', jsonError('ThrottlingException', 'Rate exceeded'), 'ServiceBusyError'],
    ['got no connection', brokenConnection(), 'ServiceBusyError'],
    [
      'is for nothing',
      jsonError('InvalidLifecycleEventHookExecutionIdException', 'no'),
      'InvalidLifecycleEventHookExecutionIdException',
    ],
  ])('that %s throws', async (_, answer, name) => {
    await expect(hookOf(answer).hook.report(event, 'Failed')).rejects.toMatchObject({ name });
  });
});
