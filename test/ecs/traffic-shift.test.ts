import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { EcsNativeBlueGreenServiceProps } from '../../lib/ecs/ecs-native-blue-green-service';
import { nativeStack } from '../support/templates/ecs';

/** The deployment configuration of the service with these props. */
function configured(props: Parameters<typeof nativeStack>[0]) {
  const [service] = Object.values(Template.fromStack(nativeStack(props)).findResources('AWS::ECS::Service'));
  const { Strategy, CanaryConfiguration, LinearConfiguration, BakeTimeInMinutes, LifecycleHooks } =
    service?.Properties.DeploymentConfiguration ?? {};
  const stages = LifecycleHooks.map((hook: { readonly LifecycleStages: unknown }) => hook.LifecycleStages);
  return { Strategy, CanaryConfiguration, LinearConfiguration, BakeTimeInMinutes, stages };
}

const always = { BakeTimeInMinutes: 60, stages: [['POST_TEST_TRAFFIC_SHIFT']] };

describe('the production traffic of a deployment by ECS', () => {
  test('shifts all at once by default', () => {
    expect(configured({})).toEqual({ Strategy: 'BLUE_GREEN', ...always });
  });

  test('shifts as a canary, still after the hook', () => {
    const canaryConfiguration = { stepPercent: 0.7 * 10, stepBakeTime: Duration.hours(24) };
    expect(configured({ canaryConfiguration })).toEqual({
      Strategy: 'CANARY',
      CanaryConfiguration: { CanaryPercent: 7, CanaryBakeTimeInMinutes: 1_440 },
      ...always,
    });
  });

  test('shifts in equal steps', () => {
    const linearConfiguration = { stepPercent: 12.5, stepBakeTime: Duration.minutes(3) };
    expect(configured({ linearConfiguration })).toEqual({
      Strategy: 'LINEAR',
      LinearConfiguration: { StepPercent: 12.5, StepBakeTimeInMinutes: 3 },
      ...always,
    });
  });

  test('has the defaults of ECS where no numbers are given', () => {
    expect(configured({ canaryConfiguration: {} })).toMatchObject({ Strategy: 'CANARY' });
    expect(configured({ linearConfiguration: {} })).toMatchObject({ Strategy: 'LINEAR' });
  });

  test('takes a percent that is known only at deployment', () => {
    const { CanaryConfiguration } = configured((scope) => ({
      canaryConfiguration: {
        stepPercent: new CfnParameter(scope, 'First', { type: 'Number' }).valueAsNumber,
      },
    }));
    expect(CanaryConfiguration).toMatchObject({ CanaryPercent: { Ref: 'First' } });
  });
});

test.each<[Partial<EcsNativeBlueGreenServiceProps>, string]>([
  [
    { canaryConfiguration: {}, linearConfiguration: {} },
    'linearConfiguration: is given beside canaryConfiguration; give one of them',
  ],
  [
    { canaryConfiguration: { stepPercent: 0 } },
    'canaryConfiguration.stepPercent: is 0; must be a multiple of 0.1 from 0.1 to 100 (percent)',
  ],
  [
    { canaryConfiguration: { stepPercent: 100.1 } },
    'canaryConfiguration.stepPercent: is 100.1; must be a multiple of 0.1 from 0.1 to 100',
  ],
  [
    { linearConfiguration: { stepPercent: 2.9 } },
    'linearConfiguration.stepPercent: is 2.9; must be a multiple of 0.1 from 3 to 100',
  ],
  [
    { linearConfiguration: { stepPercent: 3.25 } },
    'linearConfiguration.stepPercent: is 3.25; must be a multiple',
  ],
  [
    { linearConfiguration: { stepBakeTime: Duration.seconds(90) } },
    'linearConfiguration.stepBakeTime: is 1 minute 30 seconds; must be whole minutes, from 0 to 1440',
  ],
  [
    { canaryConfiguration: { stepBakeTime: Duration.hours(25) } },
    'canaryConfiguration.stepBakeTime: is 1 day 1 hour; must be whole minutes',
  ],
])('synth refuses %j', (props, message) => {
  expect(() => nativeStack(props)).toThrow(message);
});

test('a misspelled field of a configuration is refused', () => {
  const props = { canaryConfiguration: { percent: 10 } } as object;
  expect(() => nativeStack(props)).toThrow(/canaryConfiguration.percent: is not a prop/);
});
