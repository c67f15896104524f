import { Arn, ArnFormat, Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type ApplicationLoadBalancer, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';

/**
 * Goes to ALARM when more than 1 % of answers had a 5xx status in each of 3 minutes. Rolls a deployment back.
 */
export class ServiceAlarm extends Alarm {
  constructor(scope: Construct, id: string, { metrics }: ApplicationLoadBalancer) {
    const minute = { period: Duration.minutes(1), statistic: 'Sum' };
    super(scope, id, {
      alarmDescription: 'More than 1 % of answers had a 5xx status for 3 minutes',
      metric: new MathExpression({
        expression: '100 * FILL(errors, 0) / requests',
        usingMetrics: {
          errors: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, minute),
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
 * Problems of the alarms that a deployment is to monitor. It monitors them by name, in its own region.
 * @param builtIn the number of alarms that the deployment monitors in addition
 */
export function deploymentAlarmProblems(scope: Construct, alarms: readonly IAlarm[], builtIn = 0): Problem[] {
  const { region } = Stack.of(scope);
  const elsewhere = alarms.flatMap((alarm, i) => {
    const there = regionOf(alarm);
    if (Token.isUnresolved(there) || Token.isUnresolved(region) || there === region) {
      return [];
    }
    const message =
      `is in ${there}; must be in ${region}, the region of the service: a deployment monitors alarms by ` +
      'name, in its own region';
    return [{ path: `alarms[${i}]`, message }];
  });
  const most = MAX_ALARMS - builtIn;
  const remedy = 'combine some in a composite alarm';
  const message = `is a list of ${alarms.length}; must have at most ${most}: ${remedy}`;
  return alarms.length > most ? [...elsewhere, { path: 'alarms', message }] : elsewhere;
}

/**
 * From the ARN where it is known, because an imported alarm has the environment of the stack that imports it.
 */
function regionOf({ alarmArn, env }: IAlarm): string {
  return Token.isUnresolved(alarmArn)
    ? env.region
    : (Arn.split(alarmArn, ArnFormat.COLON_RESOURCE_NAME).region ?? env.region);
}
