import type { Duration } from 'aws-cdk-lib';
import type { Problem } from '../../lambdas/core/validation/problems';

/** What a service accepts as a duration. */
export interface DurationLimits {
  /** The service takes whole numbers of this unit. */
  readonly unit: 'seconds' | 'minutes';
  readonly min: number;
  readonly max: number;
  /** The maximum in words, such as `48 hours`. */
  readonly maxInWords: string;
}

/**
 * Problems of a prop that is a duration. One that is known only at deployment is left to the service.
 * @param path the prop, such as `bakeTime`
 */
export function durationProblems(path: string, duration: Duration, limits: DurationLimits): Problem[] {
  const { unit, min, max, maxInWords } = limits;
  const must = `must be whole ${unit}, from ${min} to ${max} (${maxInWords})`;
  if (typeof duration?.toSeconds !== 'function') {
    // A caller in JavaScript may pass a number, of which nobody knows the unit.
    const message = `is ${JSON.stringify(duration)}; must be a Duration, such as Duration.${unit}(${max})`;
    return [{ path, message }];
  }
  if (duration.isUnresolved()) {
    return [];
  }
  const count =
    unit === 'seconds' ? duration.toSeconds({ integral: false }) : duration.toMinutes({ integral: false });
  const isValid = Number.isInteger(count) && count >= min && count <= max;
  return isValid ? [] : [{ path, message: `is ${duration.toHumanString()}; ${must}` }];
}
