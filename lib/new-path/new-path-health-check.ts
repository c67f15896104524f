import { Stack } from 'aws-cdk-lib';
import { CfnAlarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

/** Which alarm takes the new path out of the answers. */
export interface NewPathHealthCheckProps {
  /** An alarm on the new path, of the kind that Route 53 can follow. The plan names it in `router.newHealthCheck` and `health.alarms`. */
  readonly alarm: IAlarm;
  /**
   * The region that the alarm is in.
   * @default - the region of the stack
   */
  readonly alarmRegion?: string;
}

/**
 * A Route 53 health check on an alarm, for the weighted records of the new path: while the alarm rings, Route 53's servers leave
 * those records out by themselves, also when no control plane can be reached.
 * @example
 * const { healthCheckId } = new NewPathHealthCheck(this, 'NewPath', { alarm });
 * new CfnRecordSet(this, 'New', { setIdentifier: 'new', weight: 0, healthCheckId, ... });
 */
export class NewPathHealthCheck extends Construct {
  /** For the `HealthCheckId` of each new record, and of no old one. */
  readonly healthCheckId: string;

  /** @throws Error when the alarm is one that Route 53 cannot follow, or whose silence would bring the new path back */
  constructor(scope: Construct, id: string, props: NewPathHealthCheckProps) {
    super(scope, id);
    const { alarm, alarmRegion = Stack.of(this).region } = props;
    const why = unfit(alarm);
    if (why !== null) {
      throw new Error(`${alarm.node.path}: ${why}`);
    }
    this.healthCheckId = new CfnHealthCheck(this, 'HealthCheck', {
      healthCheckConfig: {
        type: 'CLOUDWATCH_METRIC',
        alarmIdentifier: { name: alarm.alarmName, region: alarmRegion },
        // Missing data moves nothing. A path that was left has no requests and so no data: "Healthy" would send traffic straight
        // back to it, and "Unhealthy" would take it out before its first request.
        insufficientDataHealthStatus: 'LastKnownStatus',
      },
    }).attrHealthCheckId;
  }
}

/**
 * Why Route 53 could not follow an alarm, as far as it is defined in this app; null when nothing speaks against it.
 * Source: Amazon Route 53 Developer Guide, "Monitoring a CloudWatch alarm".
 */
function unfit(alarm: IAlarm): string | null {
  const defined = alarm.node.defaultChild;
  if (!(defined instanceof CfnAlarm)) {
    return null;
  }
  const { metrics, extendedStatistic, period, datapointsToAlarm, evaluationPeriods, treatMissingData } =
    defined;
  if (metrics !== undefined) {
    return 'Route 53 follows no alarm on metric math; use one metric';
  }
  if (extendedStatistic !== undefined) {
    return `Route 53 follows no alarm on ${extendedStatistic}; use Average, Minimum, Maximum, Sum or SampleCount`;
  }
  if (period !== undefined && period < 60) {
    return `Route 53 follows no alarm with a period of ${period} s; use 60 s or more`;
  }
  if (datapointsToAlarm !== undefined && datapointsToAlarm !== evaluationPeriods) {
    return `Route 53 follows no alarm on ${datapointsToAlarm} of ${evaluationPeriods} data points; let all of them count`;
  }
  if (treatMissingData === 'notBreaching' || treatMissingData === 'breaching') {
    return `missing data is ${treatMissingData}; use missing or ignore, because a path without traffic has none`;
  }
  return null;
}
