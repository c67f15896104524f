import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * In alarm when a revert did not end well, or could not be started or seen: traffic is not known to be back, and its route stays locked for a
 * person. The second comes to light in the function that both machines call to say so.
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
        'A revert failed, timed out, was stopped or could not be started. Traffic is not known to be back at its snapshot; the route is still locked.',
      metric: new MathExpression({
        // A sum with a part that has no data has none itself.
        expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0) + FILL(told, 0)',
        label: 'Signs of a revert that did not succeed',
        usingMetrics: {
          failed: revert.metricFailed(options),
          timedOut: revert.metricTimedOut(options),
          aborted: revert.metricAborted(options),
          told: recordFailure.metricInvocations(options),
        },
        period,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // These count events. No data means that no revert ended, which is how almost every minute is.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
