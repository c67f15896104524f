import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  EVENTS_NOT_PUBLISHED,
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
} from '../../../lambdas/core/shared/embedded-metric';
import type { LedgerLike } from '../ledger-table';

export interface EventsFailedAlarmProps {
  readonly ledger: LedgerLike;
  /** The queue that names what could not be published. */
  readonly queue: IQueue;
  /** The function PublishEvents. */
  readonly publish: IFunction;
}

/** Milliseconds that an event may be late. */
const LATE_MS = 600_000;

/**
 * Goes to ALARM when an event is more than ten minutes late, or could not be published, and stays there until
 * the queue of these is empty. No cutover waits for its events, but people may wait for them.
 */
export class EventsFailedAlarm extends Alarm {
  constructor(scope: Construct, id: string, { ledger, queue, publish }: EventsFailedAlarmProps) {
    const period = Duration.minutes(1);
    super(scope, id, {
      alarmDescription:
        'Decisions of cutovers were not published as events, or late: nobody is notified of them. ' +
        'The ledger has them. The log of PublishEvents and its queue say why.',
      metric: new MathExpression({
        // A sum has no data when one of its terms has none.
        expression: `FILL(waiting, 0) + FILL(refused, 0) + (FILL(late, 0) > ${LATE_MS})`,
        label: 'Decisions that were not published',
        usingMetrics: {
          waiting: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period }),
          refused: new Metric({
            namespace: METRIC_NAMESPACE,
            metricName: EVENTS_NOT_PUBLISHED,
            dimensionsMap: { [METRIC_DIMENSION]: ledger.tableName },
            statistic: Stats.SUM,
            period,
          }),
          late: publish.metric('IteratorAge', { statistic: Stats.MAXIMUM, period }),
        },
        period,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // No data means that nothing was decided, as in almost every minute.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
