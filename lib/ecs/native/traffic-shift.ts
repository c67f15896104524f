import { Token } from 'aws-cdk-lib';
import { DeploymentStrategy, type FargateServiceProps, type TrafficShiftConfig } from 'aws-cdk-lib/aws-ecs';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { durationProblems } from '../../shared/durations';
import type { PropNames } from '../../shared/known-props';

/** How ECS shifts production traffic once the hook has passed. At most one of them. */
export interface TrafficShiftProps {
  /**
   * First `stepPercent` of the traffic for `stepBakeTime`, then all the rest. ECS's own defaults are 5 % and
   * 10 minutes; percents are multiples of 0.1 from 0.1 to 100, times whole minutes up to 24 hours.
   * @default - no canary
   */
  readonly canaryConfiguration?: TrafficShiftConfig;
  /**
   * Steps of `stepPercent`, with `stepBakeTime` after each but the last. ECS's own defaults are 10 % and 6
   * minutes; percents are multiples of 0.1 from 3 to 100, times whole minutes up to 24 hours.
   * @default - no steps
   */
  readonly linearConfiguration?: TrafficShiftConfig;
}

const step: PropNames<TrafficShiftConfig> = { stepPercent: 'optional', stepBakeTime: 'optional' };

export const trafficShiftNames: PropNames<TrafficShiftProps> = {
  canaryConfiguration: { is: 'optional', props: step },
  linearConfiguration: { is: 'optional', props: step },
};

/** What ECS accepts (Amazon ECS API Reference, CanaryConfiguration and LinearConfiguration). */
const BAKE_TIME = { unit: 'minutes', min: 0, max: 1_440, maxInWords: '24 hours' } as const;
const LEAST_PERCENT = { canaryConfiguration: 0.1, linearConfiguration: 3 } as const;

/** Problems of the shift, each with a remedy. */
export function trafficShiftProblems(props: TrafficShiftProps): Problem[] {
  const names = ['canaryConfiguration', 'linearConfiguration'] as const;
  const both = names.every((name) => props[name] !== undefined)
    ? [{ path: 'linearConfiguration', message: 'is given beside canaryConfiguration; give one of them' }]
    : [];
  return [...both, ...names.flatMap((name) => stepProblems(name, props[name] ?? {}))];
}

function stepProblems(
  name: keyof TrafficShiftProps,
  { stepPercent, stepBakeTime }: TrafficShiftConfig,
): Problem[] {
  return [
    ...(stepPercent === undefined
      ? []
      : percentProblems(`${name}.stepPercent`, stepPercent, LEAST_PERCENT[name])),
    ...(stepBakeTime === undefined ? [] : durationProblems(`${name}.stepBakeTime`, stepBakeTime, BAKE_TIME)),
  ];
}

function percentProblems(path: string, percent: number, least: number): Problem[] {
  // 0.3 * 10 is not exactly 3.
  const isTenth = Math.round(percent * 10) / 10 === percent;
  return Token.isUnresolved(percent) || (isTenth && percent >= least && percent <= 100)
    ? []
    : [{ path, message: `is ${percent}; must be a multiple of 0.1 from ${least} to 100 (percent)` }];
}

/** The props of the service for its shift: all at once without a configuration. */
export function trafficShift({ canaryConfiguration, linearConfiguration }: TrafficShiftProps) {
  if (canaryConfiguration !== undefined) {
    return { deploymentStrategy: DeploymentStrategy.CANARY, canaryConfiguration } satisfies Shift;
  }
  return linearConfiguration === undefined
    ? ({ deploymentStrategy: DeploymentStrategy.BLUE_GREEN } satisfies Shift)
    : ({ deploymentStrategy: DeploymentStrategy.LINEAR, linearConfiguration } satisfies Shift);
}

type Shift = Pick<FargateServiceProps, 'deploymentStrategy' | 'canaryConfiguration' | 'linearConfiguration'>;
