import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import {
  LOCKED_UNATTENDED,
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
} from '../../../lambdas/core/shared/embedded-metric';
import type { LedgerLike } from '../ledger-table';

/**
 * Goes to ALARM when a route is locked and nothing works on it: its cutover has ended, and its revert has
 * failed or never began. It stays there until the reconciler, which runs every five minutes, finds none.
 */
export class LockedUnattendedAlarm extends Alarm {
  constructor(scope: Construct, id: string, { ledger }: { readonly ledger: LedgerLike }) {
    super(scope, id, {
      alarmDescription:
        'A route is locked and no execution works on it. Traffic may not be back at the snapshot, and no ' +
        'cutover of the route can start. The log of the reconciler names the route.',
      metric: new Metric({
        namespace: METRIC_NAMESPACE,
        metricName: LOCKED_UNATTENDED,
        dimensionsMap: { [METRIC_DIMENSION]: ledger.tableName },
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(5),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // A reconciler that is late, or that could not read a route, says nothing. Only a 0 ends the alarm.
      treatMissingData: TreatMissingData.IGNORE,
    });
  }
}
