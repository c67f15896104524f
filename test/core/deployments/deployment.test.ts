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
  test('tells executions and stages apart', () => {
    expect(new Set([markOf('a', 0), markOf('a', 1), markOf('b', 0)]).size).toBe(3);
  });

  test('of the longest ARN fits into a description of 256 characters', () => {
    const arn = `arn:aws-us-gov:states:us-gov-west-1:111122223333:execution:${'m'.repeat(80)}:${'e'.repeat(80)}`;
    expect(markOf(arn, 49).length).toBeLessThanOrEqual(256);
  });
});

describe('an order', () => {
  test('says what to deploy, where, and whose it is', () => {
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

  test('has its hook before traffic, and a configuration of its own', () => {
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
  test('has a name, with its id or without', () => {
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
      'has the traffic of its service after 59 s (InProgress)',
    ],
    ['is under way', running, 'inconclusive', 'is InProgress after 59 s'],
    [
      'has failed',
      { status: 'Failed', serves: false, error: 'ALARM_ACTIVE: rang' },
      'fail',
      'is Failed: ALARM_ACTIVE: rang',
    ],
    [
      'was stopped without a word',
      { status: 'Stopped', serves: false, error: null },
      'fail',
      'is Stopped: CodeDeploy tells no reason',
    ],
    ['is not there', null, 'fail', 'is gone from CodeDeploy'],
  ])('that %s', (_, progress, verdict, said) => {
    expect(judgeDeployment(ordered, progress, 59.9, 60)).toEqual({
      verdict,
      reason: `deployment d-000000001 of shop/api ${said}`,
    });
  });

  test('that takes too long has failed, unless it serves by then', () => {
    expect(judgeDeployment(ordered, running, 60, 60)).toEqual({
      verdict: 'fail',
      reason: 'deployment d-000000001 of shop/api is still InProgress after 60 s, the limit is 60 s',
    });
    expect(judgeDeployment(ordered, { ...running, serves: true }, 60, 60)).toMatchObject({ verdict: 'pass' });
  });
});
