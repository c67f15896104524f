import { Duration } from 'aws-cdk-lib';
import type { Problem } from '../../lambdas/core/validation/problems';
import { durationProblems } from './durations';
import type { PropNames } from './known-props';

/**
 * The health check of a target group, apart from its path.
 * Source: Elastic Load Balancing, "Health checks for Application Load Balancer target groups".
 */
export interface TargetHealthCheck {
  /**
   * The statuses of a healthy target: `200`, `200,204` or `200-299`, each from 200 to 499.
   * @default '200'
   */
  readonly healthyHttpCodes?: string;
  /**
   * Time between two checks of a target, from 5 to 300 s.
   * @default - that of the construct
   */
  readonly interval?: Duration;
  /**
   * Time without an answer after which a check has failed, from 2 to 120 s and shorter than `interval`.
   * @default Duration.seconds(5), or 1 s less than a shorter `interval`
   */
  readonly timeout?: Duration;
  /**
   * Passes in a row that make a target healthy, from 2 to 10.
   * @default 2
   */
  readonly healthyThresholdCount?: number;
  /**
   * Failures in a row that make a target unhealthy, from 2 to 10.
   * @default 3
   */
  readonly unhealthyThresholdCount?: number;
}

export const targetHealthCheckNames: PropNames<TargetHealthCheck> = {
  healthyHttpCodes: 'optional',
  interval: 'optional',
  timeout: 'optional',
  healthyThresholdCount: 'optional',
  unhealthyThresholdCount: 'optional',
};

const CODES = /^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$/;
const HOUR = 3_600;

/** The health check with its defaults. */
export function healthCheckWith(check: TargetHealthCheck, interval: Duration): Required<TargetHealthCheck> {
  const between = check.interval ?? interval;
  const usual = Duration.seconds(5);
  const isShort = !between.isUnresolved() && between.toSeconds() <= usual.toSeconds();
  return {
    healthyHttpCodes: check.healthyHttpCodes ?? '200',
    interval: between,
    timeout: check.timeout ?? (isShort ? Duration.seconds(between.toSeconds() - 1) : usual),
    healthyThresholdCount: check.healthyThresholdCount ?? 2,
    unhealthyThresholdCount: check.unhealthyThresholdCount ?? 3,
  };
}

/**
 * Problems of the prop `healthCheck`.
 * @param interval the default of the construct
 */
export function healthCheckProblems(check: TargetHealthCheck, interval: Duration): Problem[] {
  const ofTimes = [
    ...durationProblems('healthCheck.interval', check.interval ?? interval, {
      ...{ unit: 'seconds', min: 5, max: 300, maxInWords: '5 minutes' },
    }),
    ...durationProblems('healthCheck.timeout', check.timeout ?? Duration.seconds(5), {
      ...{ unit: 'seconds', min: 2, max: 120, maxInWords: '2 minutes' },
    }),
  ];
  return ofTimes.length > 0 ? ofTimes : otherProblems(healthCheckWith(check, interval));
}

function otherProblems({
  healthyHttpCodes: codes,
  timeout,
  interval,
  ...counts
}: Required<TargetHealthCheck>) {
  const problems: Problem[] = [];
  const isKnown = !timeout.isUnresolved() && !interval.isUnresolved();
  if (isKnown && timeout.toSeconds() >= interval.toSeconds()) {
    const message = `is ${timeout.toHumanString()}; must be shorter than the interval`;
    problems.push({ path: 'healthCheck.timeout', message });
  }
  if (!CODES.test(codes)) {
    const message = `is "${codes}"; must be statuses from 200 to 499, such as 200, 200,204 or 200-299`;
    problems.push({ path: 'healthCheck.healthyHttpCodes', message });
  }
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isInteger(count) && count >= 2 && count <= 10)) {
      const message = `is ${count}; must be a whole number from 2 to 10`;
      problems.push({ path: `healthCheck.${name}`, message });
    }
  }
  return problems;
}

/**
 * Problems of the prop `deregistrationDelay` (Elastic Load Balancing API Reference, TargetGroupAttribute).
 */
export function deregistrationDelayProblems(delay: Duration | undefined): Problem[] {
  const limits = { unit: 'seconds', min: 0, max: HOUR, maxInWords: 'an hour' } as const;
  return delay === undefined ? [] : durationProblems('deregistrationDelay', delay, limits);
}
