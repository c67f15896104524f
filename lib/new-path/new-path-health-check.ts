import { Stack, Token } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm, CompositeAlarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { namingProblems, type PropNames } from '../shared/known-props';
import { placeOfGiven, placeOfStack, placeProblems } from '../shared/places';
import { refuseProps } from '../shared/refuse-props';

/** The alarm that Route 53 follows. */
export interface NewPathHealthCheckProps {
  /**
   * An alarm on the new path that a Route 53 health check can use. The plan must name it in
   * `router.newHealthCheck` and `health.alarms`.
   */
  readonly alarm: IAlarm;
  /**
   * The region of the alarm, where its ARN does not tell it.
   * @default - the region of the ARN, or that of the stack of the alarm
   */
  readonly alarmRegion?: string;
}

const names: PropNames<NewPathHealthCheckProps> = { alarm: 'required', alarmRegion: 'optional' };

/**
 * A Route 53 health check that uses an alarm, for the weighted records of the new path. While the alarm is
 * in ALARM, the name servers of Route 53 leave these records out of their answers, even when no control plane
 * is available.
 * @example
 * const { healthCheckId } = new NewPathHealthCheck(this, 'NewPath', { alarm });
 * new WeightedRecords(this, 'Records', {
 *   zone,
 *   recordName: 'api.example.com',
 *   old: RecordTarget.fromAlias(new LoadBalancerTarget(publicLoadBalancer)),
 *   new: newPath.targetFor('api.example.com'),
 *   newHealthCheckId: healthCheckId,
 * });
 */
export class NewPathHealthCheck extends Construct {
  /** The `HealthCheckId` for every new record. Old records must not have it. */
  readonly healthCheckId: string;

  /**
   * @throws Error at synth when Route 53 cannot use the alarm, or when missing data would change its state
   */
  constructor(scope: Construct, id: string, props: NewPathHealthCheckProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    const { alarm } = props;
    const { alarmArn: arn } = alarm;
    // CDK gives an alarm that is imported by its name the region of this stack.
    const ofAlarm = placeOfGiven({ arn, of: alarm }).region;
    const alarmRegion = props.alarmRegion ?? ofAlarm ?? Stack.of(this).region;
    refuseProps(this, [...alarmUseProblems(alarm), ...alarmPlaceProblems(this, props)]);
    this.healthCheckId = new CfnHealthCheck(this, 'HealthCheck', {
      healthCheckConfig: {
        type: 'CLOUDWATCH_METRIC',
        alarmIdentifier: { name: alarm.alarmName, region: alarmRegion },
        // Missing data must change nothing. A path without traffic has no requests and therefore no data:
        // "Healthy" would send traffic back to it at once, and "Unhealthy" would exclude it before its first
        // request.
        insufficientDataHealthStatus: 'LastKnownStatus',
      },
    }).attrHealthCheckId;
  }
}

/**
 * Why a Route 53 health check cannot use an alarm, as far as the alarm is defined in this app.
 * Source: Amazon Route 53 Developer Guide, "Monitoring a CloudWatch alarm".
 */
function alarmUseProblems(alarm: IAlarm): Problem[] {
  const defined = alarm.node.defaultChild;
  if (alarm instanceof CompositeAlarm || defined instanceof CfnCompositeAlarm) {
    const message =
      `${alarm.node.path} is a composite alarm, which Route 53 does not support; use an alarm on a single ` +
      'metric, such as `healthCheckAlarm` of CutoverAlarms';
    return [{ path: 'alarm', message }];
  }
  const reason = defined instanceof CfnAlarm ? reasonAgainst(defined) : null;
  return reason === null ? [] : [{ path: 'alarm', message: `${alarm.node.path} ${reason}` }];
}

/** A health check finds its alarm by name and region, in its own account. */
function alarmPlaceProblems(scope: Construct, { alarm, alarmRegion }: NewPathHealthCheckProps): Problem[] {
  const { account } = placeOfStack(scope);
  const { alarmArn: arn } = alarm;
  const here = account === undefined ? {} : { account };
  const why = 'Route 53 uses alarms of its own account alone';
  const problems = placeProblems('alarm', { arn, of: alarm }, { ...here, why });
  const { region } = placeOfGiven({ arn, of: alarm });
  // Only an ARN has the region of an alarm that was imported.
  const isTold = !Token.isUnresolved(arn) && region !== undefined;
  const message = `is ${alarmRegion}, but the ARN of the alarm is in ${region}; leave it out`;
  return alarmRegion !== undefined && isTold && region !== alarmRegion
    ? [...problems, { path: 'alarmRegion', message }]
    : problems;
}

function reasonAgainst(alarm: CfnAlarm): string | null {
  const { metrics, extendedStatistic, period, datapointsToAlarm, evaluationPeriods, treatMissingData } =
    alarm;
  if (metrics !== undefined) {
    return 'is on metric math, which Route 53 does not support; use a single metric';
  }
  if (extendedStatistic !== undefined) {
    return (
      `is on ${extendedStatistic}, which Route 53 does not support; use Average, Minimum, Maximum, Sum or ` +
      'SampleCount'
    );
  }
  if (period !== undefined && period < 60) {
    return `has a period of ${period} s, which Route 53 does not support; use 60 s or more`;
  }
  if (datapointsToAlarm !== undefined && datapointsToAlarm !== evaluationPeriods) {
    return (
      `fires on ${datapointsToAlarm} of ${evaluationPeriods} data points, which Route 53 does not support; ` +
      'require all of them'
    );
  }
  if (treatMissingData === 'notBreaching' || treatMissingData === 'breaching') {
    return (
      `treats missing data as ${treatMissingData}; use missing or ignore, because a path without traffic ` +
      'has no data'
    );
  }
  return null;
}
