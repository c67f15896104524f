import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * Goes to ALARM when a revert did not succeed, or could not be started or checked: traffic may not be back
 * at the snapshot, and the route stays locked until an operator releases it. Both state machines invoke
 * RecordFailure when a revert could not be started, checked or finished, so its invocations count too.
 */
export class RevertFailedAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    props: { readonly revert: IStateMachine; readonly recordFailure: IFunction },
  ) {
    const { revert, recordFailure } = props;
    const period = Duration.minutes(1);
    const options = { statistic: 'Sum', period };
    super(scope, id, {
      alarmDescription:
        'A revert failed, timed out, was stopped or could not be started. Traffic may not be back at the ' +
        'snapshot; the route is still locked.',
      metric: new MathExpression({
        // A sum has no data when one of its terms has none.
        expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0) + FILL(recorded, 0)',
        label: 'Signs of a revert that did not succeed',
        usingMetrics: {
          failed: revert.metricFailed(options),
          timedOut: revert.metricTimedOut(options),
          aborted: revert.metricAborted(options),
          recorded: recordFailure.metricInvocations(options),
        },
        period,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // The metrics count events. No data means that no revert ended, as in almost every minute.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
