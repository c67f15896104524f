import { Duration, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ApplicationLoadBalancer,
  HttpCodeElb,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { hereProblems } from '../shared/places';

/**
 * Goes to ALARM when more than 1 % of answers had a 5xx status in each of 3 minutes. Rolls a deployment back.
 *
 * It counts the answers of the targets and those of the load balancer itself, such as 502, 503 and 504 for
 * targets that crash, are missing or do not answer. A request for which there was no target (503) is not in
 * `RequestCount`, so it is added to it. The counts are those of the whole load balancer, which only this
 * service uses.
 * Source: Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer".
 */
export class ServiceAlarm extends Alarm {
  /** @internal */
  constructor(scope: Construct, id: string, { metrics }: ApplicationLoadBalancer) {
    const minute = { period: Duration.minutes(1), statistic: 'Sum' };
    super(scope, id, {
      alarmDescription: 'More than 1 % of answers had a 5xx status for 3 minutes',
      metric: new MathExpression({
        expression:
          'IF(FILL(requests, 0) + FILL(noTarget, 0) > 0, ' +
          '100 * (FILL(errors, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(noTarget, 0)), 0)',
        usingMetrics: {
          errors: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, minute),
          balancer: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, minute),
          noTarget: metrics.httpCodeElb(HttpCodeElb.ELB_503_COUNT, minute),
          requests: metrics.requestCount(minute),
        },
        period: Duration.minutes(1),
        label: '5xx %',
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      // Without requests no user is affected, and the hook has tested the new tasks by then.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::cloudwatch_alarm_action_check',
      reason: 'its action is the rollback: the deployment monitors it by name',
    });
  }
}

/** The maximum number of alarms of a deployment group (CodeDeploy User Guide, "Limits"). */
const MAX_ALARMS = 10;

/**
 * Problems of the alarms that a deployment is to monitor. It monitors them by name, in its own region and
 * account.
 * @param builtIn the number of alarms that the deployment monitors in addition
 */
export function deploymentAlarmProblems(scope: Construct, alarms: readonly IAlarm[], builtIn = 0): Problem[] {
  const why = 'a deployment monitors alarms by name, in its own region and account';
  const elsewhere = alarms.flatMap((alarm, i) =>
    hereProblems(scope, `alarms[${i}]`, { arn: alarm.alarmArn, of: alarm }, { why, account: true }),
  );
  const most = MAX_ALARMS - builtIn;
  const remedy = 'combine some in a composite alarm';
  const message = `is a list of ${alarms.length}; must have at most ${most}: ${remedy}`;
  return alarms.length > most ? [...elsewhere, { path: 'alarms', message }] : elsewhere;
}
