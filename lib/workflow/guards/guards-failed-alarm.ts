import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { TaskFunction } from '../functions/task-function';
import type { GuardName } from '../tasks';

export interface GuardsFailedAlarmProps {
  readonly guards: Readonly<Record<GuardName, TaskFunction>>;
  /** The queue of events that no guard could handle. */
  readonly undelivered: IQueue;
}

/**
 * Goes to ALARM when a guard could not handle an event, and stays there until the queue of such events is
 * empty. A broken guard has no effect until it is needed, so it would go unnoticed; this alarm notifies the
 * same topic as a failed revert.
 *
 * A single failed attempt does not count, because it may only be a throttled call: Lambda tries twice more.
 * Dropped events are counted in addition to the queue, whose metrics may be 15 minutes late after an idle
 * time (Amazon SQS Developer Guide, "Monitoring queues using CloudWatch").
 */
export class GuardsFailedAlarm extends Alarm {
  constructor(scope: Construct, id: string, { guards, undelivered }: GuardsFailedAlarmProps) {
    const period = Duration.minutes(1);
    const dropped = (guard: GuardName) =>
      guards[guard].lambda.metric('AsyncEventsDropped', { statistic: 'Sum', period });
    super(scope, id, {
      alarmDescription:
        'A guard could not handle an event: a cutover that was stopped, timed out or raised an alarm may ' +
        'not have been reverted. The event is in the queue of undelivered events.',
      metric: new MathExpression({
        // A sum has no data when one of its terms has none.
        expression: 'FILL(waiting, 0) + FILL(execution, 0) + FILL(alarm, 0) + FILL(reconcile, 0)',
        label: 'Events that no guard could handle',
        usingMetrics: {
          waiting: undelivered.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period }),
          execution: dropped('GuardExecution'),
          alarm: dropped('GuardAlarm'),
          reconcile: dropped('Reconcile'),
        },
        period,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // The metrics count failures. A queue that was never used has no data.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
