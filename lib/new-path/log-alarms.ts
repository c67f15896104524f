import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { PropNames } from '../shared/known-props';
import { type AlarmDefinition, PERIOD } from './alarm-definition';

/** The log group of a path. */
export interface MonitoredLogs {
  /** The log group. */
  readonly logGroup: ILogGroup;
  /**
   * The filter pattern of lines that count as errors (Amazon CloudWatch Logs User Guide, "Filter pattern
   * syntax").
   * @default '?ERROR ?FATAL ?CRITICAL': lines with any of these words
   */
  readonly pattern?: string;
  /**
   * The number of such lines that is acceptable in a minute.
   * @default 5
   */
  readonly errorLinesPerMinute?: number;
}

export const monitoredLogsNames: PropNames<MonitoredLogs> = {
  logGroup: 'required',
  pattern: 'optional',
  errorLinesPerMinute: 'optional',
};

/** The namespace of the metrics that are counted in logs. */
const NAMESPACE = 'Cutover/Logs';

/** Counts lines that match the pattern, with a metric filter in the scope, and the alarm on their number. */
export function logAlarms(
  scope: Construct,
  prefix: string,
  { logGroup, pattern = '?ERROR ?FATAL ?CRITICAL', errorLinesPerMinute = 5 }: MonitoredLogs,
): AlarmDefinition[] {
  const filter = new MetricFilter(scope, 'ErrorLines', {
    logGroup,
    filterPattern: FilterPattern.literal(pattern),
    metricNamespace: NAMESPACE,
    metricName: `${prefix}-error-lines`,
    metricValue: '1',
    defaultValue: 0,
  });
  return [
    {
      name: 'error-lines',
      metric: filter.metric({ statistic: Stats.SUM, period: PERIOD }),
      description:
        `More than ${errorLinesPerMinute} lines in a minute match ${pattern}. Missing data is not ` +
        'breaching: nothing is reported in a minute without lines, and an application may write none ' +
        'while all is well.',
      options: {
        threshold: errorLinesPerMinute,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      },
    },
  ];
}
