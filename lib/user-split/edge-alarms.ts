import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, type ILogGroup, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { topicProblems } from '../shared/alarm-topic';
import { namingProblems, type PropNames } from '../shared/known-props';
import { placeOfStack } from '../shared/places';
import { refuseProps } from '../shared/refuse-props';
import type { UserAwareDistribution } from './user-aware-distribution';

/** The distribution that is monitored, and from which values on the alarms fire. */
export interface EdgeAlarmsProps {
  /** The distribution to monitor. */
  readonly split: UserAwareDistribution;
  /** The names of the alarms are this, `-` and their kind: `api-edge-5xx-rate`. */
  readonly prefix: string;
  /**
   * The share of responses with a 5XX, in percent, that is acceptable in a minute.
   * @default 1
   */
  readonly errorPercent?: number;
  /**
   * Requests in a minute that may fall back to the old path because the store could not be read.
   * @default 5
   */
  readonly fallbacksPerMinute?: number;
  /**
   * The log group `/aws/cloudfront/function/NAME` of the function ChooseSide, if it exists: CloudFront
   * creates it with the first line that the function writes, which is its first fallback.
   * @default - a new one, which keeps lines for three months
   */
  readonly functionLogs?: ILogGroup;
  /**
   * A topic that each alarm notifies.
   * @default - none
   */
  readonly topic?: ITopic;
}

const names: PropNames<EdgeAlarmsProps> = {
  split: 'required',
  prefix: 'required',
  errorPercent: 'optional',
  fallbacksPerMinute: 'optional',
  functionLogs: 'optional',
  topic: 'optional',
};

const PERIOD = Duration.minutes(1);

/**
 * Alarms on a user-aware distribution: what viewers see, its functions, and users that fall back to the old
 * path. A workflow in us-east-1 can monitor them: give `names` in `health.alarms` of a plan.
 * Source: Amazon CloudFront Developer Guide, "Viewing CloudFront and edge function metrics".
 * @example
 * const alarms = new EdgeAlarms(this, 'EdgeAlarms', { split, prefix: 'api-edge', topic: onCall });
 * // In a plan: health: { alarms: [api-edge-5xx-rate, …] }
 * new CfnOutput(this, 'AlarmNames', { value: alarms.names.join(', ') });
 */
export class EdgeAlarms extends Construct {
  /** The names of the alarms, for `health.alarms` of a plan. */
  readonly names: readonly string[];

  /** @throws Error at synth outside us-east-1, where CloudFront's metrics are, and for thresholds */
  constructor(scope: Construct, id: string, props: EdgeAlarmsProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    refuseProps(this, edgeAlarmProblems(this, props));
    const { split, prefix, errorPercent = 1, fallbacksPerMinute = 5, topic } = props;
    const distribution = { DistributionId: split.distribution.distributionId };
    const functions = [split.chooseSide, split.keepSide].map((one, i) => ({
      name: ['choose-side', 'keep-side'][i] as string,
      dimensions: { FunctionName: one.functionName },
    }));
    const add = (name: string, metric: Metric, threshold: number, description: string) => {
      const alarm = new Alarm(this, name, {
        ...{ alarmName: `${prefix}-${name}`, metric, threshold, alarmDescription: description },
        ...{ evaluationPeriods: 3, datapointsToAlarm: 3 },
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        // Nothing is reported in a minute without requests, errors or lines.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      if (topic === undefined) {
        const reason = 'a cutover or the owner of the distribution reads its state; set `topic` to notify';
        const id = 'cdk-validator-cfnguard::cloudwatch_alarm_action_check';
        Validations.of(alarm).acknowledge({ id, reason });
      } else {
        alarm.addAlarmAction(new SnsAction(topic));
      }
      return `${prefix}-${name}`;
    };
    this.names = [
      add(
        '5xx-rate',
        edgeMetric('5xxErrorRate', distribution, Stats.AVERAGE),
        errorPercent,
        `More than ${errorPercent} % of the responses of the distribution were a 5XX, in each of 3 minutes`,
      ),
      ...functions.flatMap(({ name, dimensions }) =>
        (['FunctionExecutionErrors', 'FunctionValidationErrors', 'FunctionThrottles'] as const).map(
          (metric) =>
            add(
              `${name}-${KINDS[metric]}`,
              edgeMetric(metric, dimensions, Stats.SUM),
              0,
              `${metric} of the function ${name}, in each of 3 minutes: viewers get an error, not a path`,
            ),
        ),
      ),
      add('fallbacks', this.fallbacks(props), fallbacksPerMinute, fallbackText(fallbacksPerMinute)),
    ];
  }

  /** The function writes a line for each request that it cannot split. */
  private fallbacks({ split, prefix, functionLogs }: EdgeAlarmsProps): Metric {
    const filter = new MetricFilter(this, 'Fallbacks', {
      logGroup: functionLogs ?? this.ownLogs(split),
      filterPattern: FilterPattern.literal('"old path:"'),
      ...{ metricNamespace: 'Cutover/Edge', metricName: `${prefix}-fallbacks` },
      ...{ metricValue: '1', defaultValue: 0 },
    });
    return filter.metric({ statistic: Stats.SUM, period: PERIOD });
  }

  private ownLogs(split: UserAwareDistribution): LogGroup {
    const logs = new LogGroup(this, 'FunctionLogs', {
      logGroupName: `/aws/cloudfront/function/${split.chooseSide.functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reason = 'it has causes of fallbacks and no user; CloudWatch Logs encrypts it with its own key';
    for (const rule of [
      'cloudwatch_log_group_encrypted_check',
      'cloudwatch_log_group_retention_period_check',
    ]) {
      Validations.of(logs).acknowledge({ id: `cdk-validator-cfnguard::${rule}`, reason });
    }
    return logs;
  }
}

const KINDS = {
  FunctionExecutionErrors: 'errors',
  FunctionValidationErrors: 'invalid',
  FunctionThrottles: 'throttles',
} as const;

const fallbackText = (limit: number) =>
  `More than ${limit} requests in each of 3 minutes went to the old path because the function could not ` +
  'read the store, or found no percent or URL in it; its log has the causes';

function edgeMetric(metricName: string, dimensions: Record<string, string>, statistic: string): Metric {
  const dimensionsMap = { ...dimensions, Region: 'Global' };
  return new Metric({ namespace: 'AWS/CloudFront', metricName, dimensionsMap, statistic, period: PERIOD });
}

function edgeAlarmProblems(scope: Construct, props: EdgeAlarmsProps): Problem[] {
  const { prefix, errorPercent = 1, fallbacksPerMinute = 5 } = props;
  const { region } = placeOfStack(scope);
  const problem = (path: string, isWrong: boolean, message: string) => (isWrong ? [{ path, message }] : []);
  return [
    ...problem(
      '',
      region !== undefined && region !== 'us-east-1',
      `the stack is in ${region}; must be in us-east-1: CloudFront has its metrics and the logs of its ` +
        'functions there alone',
    ),
    ...problem(
      'prefix',
      !/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(prefix),
      `is "${prefix}"; must be 1 to 100 letters, digits, "-" and "_", and known at synth`,
    ),
    ...problem(
      'errorPercent',
      !(errorPercent >= 0 && errorPercent < 100),
      `is ${errorPercent}; must be from 0 to below 100`,
    ),
    ...problem(
      'fallbacksPerMinute',
      !Number.isInteger(fallbacksPerMinute) || fallbacksPerMinute < 0,
      `is ${fallbacksPerMinute}; must be a whole number of at least 0`,
    ),
    ...topicProblems(scope, 'topic', props.topic),
  ];
}
