import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  EcsNativeBlueGreenService,
  type EcsNativeBlueGreenServiceProps,
} from '../../lib/ecs/ecs-native-blue-green-service';
import { nativeStack, permissionsOf, service } from '../support/templates/ecs';

function hooksOf(props: Partial<EcsNativeBlueGreenServiceProps>) {
  const [made] = Object.values(Template.fromStack(nativeStack(props)).findResources('AWS::ECS::Service'));
  return made?.Properties.DeploymentConfiguration.LifecycleHooks;
}

describe('a deployment by ECS with an approval', () => {
  test('pauses beside the hook that tests, before production traffic, and rolls back in the end', () => {
    const hooks = hooksOf({ approval: { timeout: Duration.hours(2) } });
    expect(hooks).toEqual([
      expect.objectContaining({
        HookTargetArn: expect.anything(),
        LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
      }),
      {
        TargetType: 'PAUSE',
        LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        TimeoutConfiguration: { TimeoutInMinutes: 120, Action: 'ROLLBACK' },
      },
    ]);
  });

  test('waits for 8 hours by default, and does not pause without an approval', () => {
    const [, pause] = hooksOf({ approval: {} });
    expect(pause.TimeoutConfiguration).toEqual({ TimeoutInMinutes: 480, Action: 'ROLLBACK' });
    expect(hooksOf({})).toHaveLength(1);
  });

  test('is approved and aborted by whom it is granted, and nothing else is', () => {
    const stack = nativeStack();
    const made = new EcsNativeBlueGreenService(stack, 'Other', { ...service, approval: {} });
    made.grantApproval(new Role(stack, 'OnShift', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
    const permissions = permissionsOf(Template.fromStack(stack), 'OnShift');
    expect([...permissions.keys()].sort()).toEqual([
      'ecs:ContinueServiceDeployment',
      'ecs:DescribeServiceDeployments',
      'ecs:ListServiceDeployments',
      'ecs:StopServiceDeployment',
    ]);
    for (const [action, resources] of permissions) {
      expect([action, JSON.stringify(resources)]).toEqual([
        action,
        expect.stringMatching(
          action === 'ecs:ListServiceDeployments'
            ? /^\[\{"Ref":"OtherService/
            : /service-deployment\/.*OtherGroundCluster.*"Fn::GetAtt":\["OtherService\w+","Name"\].*\/\*/,
        ),
      ]);
    }
  });
});

test.each<[string, Partial<EcsNativeBlueGreenServiceProps>, string]>([
  [
    'half a minute',
    { approval: { timeout: Duration.seconds(30) } },
    'approval.timeout: is 30 seconds; must be whole minutes, from 1 to 20160 (14 days)',
  ],
  [
    'what CloudFormation does not wait for',
    { approval: { timeout: Duration.hours(33) } },
    'approval.timeout: is 1 day 9 hours, with bakeTime and the steps of the shift 1 day 10 hours in all',
  ],
  [
    'the default beside a long bake time and canary',
    {
      ...{ approval: {}, bakeTime: Duration.hours(20) },
      canaryConfiguration: { stepPercent: 10, stepBakeTime: Duration.hours(6) },
    },
    'approval.timeout: is 8 hours',
  ],
  [
    'the default beside many steps',
    { approval: {}, linearConfiguration: { stepPercent: 3, stepBakeTime: Duration.hours(1) } },
    'approval.timeout: is 8 hours, with bakeTime and the steps of the shift 1 day 18 hours in all',
  ],
])('an approval refuses %s', (_, props, message) => {
  expect(() => nativeStack(props)).toThrow(message);
});

test.each<Partial<EcsNativeBlueGreenServiceProps>>([
  { approval: { timeout: Duration.hours(32) } },
  { approval: {}, canaryConfiguration: {} },
  { approval: {}, linearConfiguration: {} },
])('an approval takes what CloudFormation waits for: %j', (props) => {
  expect(hooksOf(props)).toHaveLength(2);
});
