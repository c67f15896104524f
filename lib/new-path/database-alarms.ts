import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PropNames } from '../shared/known-props';
import { type AlarmDefinition, PERIOD } from './alarm-definition';

/** A database that both paths use, so that its alarms are about the sum of their load. */
export interface MonitoredDatabase {
  /** An RDS instance or an Aurora cluster, such as a `DatabaseInstance` or a `DatabaseCluster`. */
  readonly database: { metric(metricName: string, options?: MetricOptions): IMetric };
  /**
   * The connections at which the alarm fires, for example 80 % of `max_connections`, which follows from the
   * instance class and the parameter group. During a cutover both paths have connections.
   */
  readonly connections: number;
  /**
   * The maximum of the CPU utilization, from 1 to 99 percent.
   * @default 80
   */
  readonly cpuPercent?: number;
  /**
   * The maximum of the time that a read or a write of the storage takes on average, in seconds, above 0.
   * @default 0.02
   */
  readonly latencySeconds?: number;
}

export const monitoredDatabaseNames: PropNames<MonitoredDatabase> = {
  database: 'required',
  connections: 'required',
  cpuPercent: 'optional',
  latencySeconds: 'optional',
};

/**
 * Alarms on a database. RDS and Aurora report these metrics each minute in the namespace `AWS/RDS`.
 * Sources: Amazon RDS User Guide, "Amazon CloudWatch metrics for Amazon RDS"; Amazon Aurora User Guide,
 * "Amazon CloudWatch metrics for Amazon Aurora".
 */
export function databaseAlarms({
  database,
  connections,
  cpuPercent = 80,
  latencySeconds = 0.02,
}: MonitoredDatabase): AlarmDefinition[] {
  const alarm = (name: string, metricName: string, statistic: string, threshold: number, what: string) => ({
    name,
    metric: database.metric(metricName, { statistic, period: PERIOD }),
    description: `${what}. Missing data stays missing: a database that reports nothing may be down.`,
    options: {
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
    },
  });
  const slow = (what: string) => `${what} of the database takes more than ${latencySeconds} s on average`;
  return [
    alarm(
      'database-connections',
      'DatabaseConnections',
      Stats.MAXIMUM,
      connections,
      `The database has more than ${connections} connections`,
    ),
    alarm(
      'database-cpu',
      'CPUUtilization',
      Stats.MAXIMUM,
      cpuPercent,
      `The CPU utilization of the database is above ${cpuPercent} %`,
    ),
    alarm('database-read-latency', 'ReadLatency', Stats.AVERAGE, latencySeconds, slow('A read')),
    alarm('database-write-latency', 'WriteLatency', Stats.AVERAGE, latencySeconds, slow('A write')),
  ];
}
