import { Duration, Stack } from 'aws-cdk-lib';
import type { CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { TargetHealthCheck } from '../shared/health-check';

/** What synth knows of an existing target group. */
export interface OldTargets {
  readonly targetPort?: number;
  readonly healthCheckPath?: string;
  readonly healthCheck: TargetHealthCheck;
  readonly targetGroupAttributes: Readonly<Record<string, string>>;
}

/** The port, the health check and the attributes of a target group, without what is known only later. */
export function oldTargets(targets: CfnTargetGroup): OldTargets {
  // CDK gives values that it computes later, which are known by now.
  const read = (value: unknown) => Stack.of(targets).resolve(value);
  const number = (value: unknown): number | undefined => {
    const known = read(value);
    return typeof known === 'number' ? known : undefined;
  };
  const text = (value: unknown): string | undefined => {
    const known = read(value);
    return typeof known === 'string' ? known : undefined;
  };
  const seconds = (value: number | undefined) => (value === undefined ? undefined : Duration.seconds(value));
  const attributes: { key?: unknown; value?: unknown }[] = read(targets.targetGroupAttributes) ?? [];
  return {
    ...given({ targetPort: number(targets.port), healthCheckPath: text(targets.healthCheckPath) }),
    healthCheck: given({
      healthyHttpCodes: text(read(targets.matcher)?.httpCode),
      interval: seconds(number(targets.healthCheckIntervalSeconds)),
      timeout: seconds(number(targets.healthCheckTimeoutSeconds)),
      healthyThresholdCount: number(targets.healthyThresholdCount),
      unhealthyThresholdCount: number(targets.unhealthyThresholdCount),
    }),
    targetGroupAttributes: Object.fromEntries(
      attributes.flatMap(({ key, value }) =>
        typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [],
      ),
    ),
  };
}

/** The object without what is not known. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
