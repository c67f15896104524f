import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { PropNames } from '../shared/known-props';
import { type AlarmDefinition, PERIOD } from './alarm-definition';

/** The instances of an Auto Scaling group. It must report group metrics, and its instances each minute. */
export interface MonitoredInstances {
  /** The group of the instances. */
  readonly autoScalingGroup: Pick<IAutoScalingGroup, 'autoScalingGroupName'>;
  /**
   * The maximum of the average CPU utilization, from 1 to 99 percent. Above what scaling aims at.
   * @default 80
   */
  readonly cpuPercent?: number;
  /**
   * The maximum of the memory in use on any instance, from 1 to 99 percent; `'not-reported'`: the instances
   * have no CloudWatch agent, and there is no alarm.
   * @default 85
   */
  readonly memoryPercent?: number | 'not-reported';
}

export const monitoredInstancesNames: PropNames<MonitoredInstances> = {
  autoScalingGroup: 'required',
  cpuPercent: 'optional',
  memoryPercent: 'optional',
};

/**
 * Alarms on the instances of a group, and on a group that cannot grow any more.
 * Sources: Amazon EC2 User Guide, "CloudWatch metrics that are available for your instances"; Amazon
 * CloudWatch User Guide, "Metrics collected by the CloudWatch agent"; Amazon EC2 Auto Scaling User Guide,
 * "Amazon CloudWatch metrics for Amazon EC2 Auto Scaling".
 */
export function instanceAlarms({
  autoScalingGroup,
  cpuPercent = 80,
  memoryPercent = 85,
}: MonitoredInstances): AlarmDefinition[] {
  const metric = (namespace: string, metricName: string, statistic: string) =>
    new Metric({
      ...{ namespace, metricName, statistic, period: PERIOD },
      dimensionsMap: { AutoScalingGroupName: autoScalingGroup.autoScalingGroupName },
    });
  const above = (threshold: number) => ({
    threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.MISSING,
  });
  return [
    {
      name: 'cpu',
      metric: metric('AWS/EC2', 'CPUUtilization', Stats.AVERAGE),
      description:
        `The average CPU utilization of the instances is above ${cpuPercent} %. Missing data stays ` +
        'missing: an instance without detailed monitoring reports only every five minutes.',
      options: above(cpuPercent),
    },
    ...(memoryPercent === 'not-reported'
      ? []
      : [
          {
            name: 'memory',
            metric: metric('CWAgent', 'mem_used_percent', Stats.MAXIMUM),
            description:
              `An instance uses more than ${memoryPercent} % of its memory. Missing data stays missing: ` +
              'without the CloudWatch agent, nothing is known of the memory.',
            options: above(memoryPercent),
          },
        ]),
    {
      name: 'at-maximum',
      metric: new MathExpression({
        expression: 'IF(desired >= largest, 1, 0)',
        label: 'The group is at its maximum',
        usingMetrics: {
          desired: metric('AWS/AutoScaling', 'GroupDesiredCapacity', Stats.MAXIMUM),
          largest: metric('AWS/AutoScaling', 'GroupMaxSize', Stats.MINIMUM),
        },
        period: PERIOD,
      }),
      description:
        'The group has as many instances as it may have, so it cannot carry more traffic. Missing data ' +
        'stays missing: without group metrics, the capacity is unknown.',
      options: {
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.MISSING,
      },
    },
  ];
}
