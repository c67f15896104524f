import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import {
  deploymentName,
  isUnderWay,
  judgeDeployment,
  markOf,
  orderOf,
} from '../../../lambdas/core/deployments/deployment';
import { deploySchema } from '../../../lambdas/core/plan/deploy';
import { deploy, orderedDeployment } from '../../support/accounts/code-deploy';

const ordered = orderedDeployment();
const running = { status: 'InProgress', serves: false, error: null };

describe('a mark', () => {
  test('differs between executions and stages', () => {
    expect(new Set([markOf('a', 0), markOf('a', 1), markOf('b', 0)]).size).toBe(3);
  });

  test('fits into a description of 256 characters for the longest ARN', () => {
    const arn = `arn:aws-us-gov:states:us-gov-west-1:111122223333:execution:${'m'.repeat(80)}:${'e'.repeat(80)}`;
    expect(markOf(arn, 49).length).toBeLessThanOrEqual(256);
  });
});

describe('an order', () => {
  test('has what to deploy, where, and its mark', () => {
    const order = orderOf(v.parse(deploySchema, deploy), 'mark');
    expect(order).toMatchObject({ applicationName: 'shop', deploymentGroupName: 'api', mark: 'mark' });
    expect(order.deploymentConfigName).toBeUndefined();
    expect(order.appSpec).toMatch(/^\{\n {2}"version": 0\.0,\n/);
    expect(JSON.parse(order.appSpec)).toEqual({
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: deploy.taskDefinitionArn,
              LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 8080 },
            },
          },
        },
      ],
    });
  });

  test('has the hook before traffic, and the configuration of the plan', () => {
    const own = {
      ...deploy,
      hook: 'CodeDeployHook_api',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    };
    const order = orderOf(v.parse(deploySchema, own), 'mark');
    expect(order.deploymentConfigName).toBe('CodeDeployDefault.ECSAllAtOnce');
    expect(JSON.parse(order.appSpec)).toMatchObject({
      Hooks: [{ BeforeAllowTraffic: 'CodeDeployHook_api' }],
    });
  });
});

describe('a deployment', () => {
  test('is named with its id or without', () => {
    expect(deploymentName(ordered)).toBe('deployment d-000000001 of shop/api');
    expect(deploymentName({ ...ordered, id: null })).toBe('deployment without an id of shop/api');
  });

  test('is under way from its order until it is done', () => {
    expect(isUnderWay(null)).toBe(false);
    expect(isUnderWay({ ...ordered, id: null })).toBe(true);
    expect(isUnderWay(ordered)).toBe(true);
    expect(isUnderWay({ ...ordered, doneAt: ordered.orderedAt })).toBe(false);
  });

  test.each([
    [
      'serves',
      { ...running, serves: true },
      'pass',
      'has all traffic of its service after 59 s (InProgress)',
    ],
    ['is under way', running, 'inconclusive', 'is InProgress after 59 s (limit 60 s)'],
    [
      'has failed',
      { status: 'Failed', serves: false, error: 'ALARM_ACTIVE: 5xx in ALARM' },
      'fail',
      'is Failed: ALARM_ACTIVE: 5xx in ALARM',
    ],
    [
      'was stopped without an error',
      { status: 'Stopped', serves: false, error: null },
      'fail',
      'is Stopped: CodeDeploy gives no reason',
    ],
    ['does not exist', null, 'fail', 'does not exist in CodeDeploy any more'],
  ])('that %s is judged', (_, progress, verdict, expected) => {
    expect(judgeDeployment(ordered, progress, 59.9, 60)).toEqual({
      verdict,
      reason: `deployment d-000000001 of shop/api ${expected}`,
    });
  });

  test('fails at its time-out, unless it serves by then', () => {
    expect(judgeDeployment(ordered, running, 60, 60)).toEqual({
      verdict: 'fail',
      reason: 'deployment d-000000001 of shop/api is still InProgress after 60 s (limit 60 s)',
    });
    expect(judgeDeployment(ordered, { ...running, serves: true }, 60, 60)).toMatchObject({ verdict: 'pass' });
  });
});
