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
 * In alarm when an event was lost on its guard, until the queue of such events is empty again. A guard that does not work harms nobody by itself, so nobody
 * would notice before the day it is needed; hence the same people are told as when a revert fails.
 *
 * One failed try is no sign: it is tried twice more, and nobody is woken for a throttled call. What was dropped in the end is counted apart from the
 * queue, whose metrics may come 15 minutes late after a quiet time (Amazon SQS Developer Guide, "Monitoring queues using CloudWatch").
 */
export class GuardsFailedAlarm extends Alarm {
  constructor(scope: Construct, id: string, { guards, undelivered }: GuardsFailedAlarmProps) {
    const period = Duration.minutes(1);
    const dropped = (guard: GuardName) =>
      guards[guard].lambda.metric('AsyncEventsDropped', { statistic: 'Sum', period });
    super(scope, id, {
      alarmDescription:
        'A guard could not handle an event: a cutover that was stopped, timed out or set off an alarm may not have been reverted. The event is in the queue of undelivered events.',
      metric: new MathExpression({
        // A sum with a part that has no data has none itself.
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
      // These count what went wrong. A queue that was never used has no data at all.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
