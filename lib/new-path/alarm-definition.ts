import { Duration } from 'aws-cdk-lib';
import type { CreateAlarmOptions, IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** The period of every alarm. What is monitored reports its metrics once a minute. */
export const PERIOD = Duration.minutes(1);

/** An alarm. The description says what missing data means, and why. */
export interface AlarmDefinition {
  /** Follows the prefix. */
  readonly name: string;
  readonly metric: IMetric;
  readonly description: string;
  readonly options: Pick<
    CreateAlarmOptions,
    'threshold' | 'comparisonOperator' | 'treatMissingData' | 'evaluateLowSampleCountPercentile'
  >;
}
