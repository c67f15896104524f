import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { TaskFunction } from '../functions/task-function';
import type { GuardName } from '../tasks';
import { type AlarmPlaces, admitAccounts, fromPlaces } from './alarm-places';
import type { EventDelivery } from './undelivered-events';

export interface GuardRulesProps {
  /** The cutover state machine. */
  readonly cutover: IStateMachine;
  readonly guards: Readonly<Record<GuardName, TaskFunction>>;
  readonly delivery: EventDelivery;
  /** Where else alarms are whose events are forwarded to the workflow. */
  readonly alarmPlaces: AlarmPlaces;
}

/** The EventBridge rules that invoke the guards. */
export class GuardRules extends Construct {
  constructor(scope: Construct, id: string, { cutover, guards, delivery, alarmPlaces }: GuardRulesProps) {
    super(scope, id);
    const targetsOf = (guard: GuardName) => [new LambdaFunction(guards[guard].lambda, delivery)];
    new Rule(this, 'GuardExecution', {
      description: 'Cutover: an execution did not succeed; a route that it still locks is reverted',
      eventPattern: { ...fromPlaces(this, []), ...didNotSucceed(cutover) },
      targets: targetsOf('GuardExecution'),
    });
    new Rule(this, 'GuardAlarm', {
      description: 'Cutover: an alarm went to ALARM; a cutover that monitors it is stopped and reverted',
      eventPattern: { ...fromPlaces(this, alarmPlaces), ...wentToAlarm },
      targets: targetsOf('GuardAlarm'),
    });
    admitAccounts(this, alarmPlaces);
    // Status change events are delivered on a best-effort basis (Amazon EventBridge Events Reference, "AWS
    // Step Functions events"), so lost events must be found by polling.
    new Rule(this, 'Reconcile', {
      description: 'Cutover: compares ledger, executions and routes, and repairs what does not match',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: targetsOf('Reconcile'),
    });
  }
}

/**
 * Every final status but SUCCEEDED. A cutover that was rejected, or reverted as intended, is FAILED too; it
 * holds no lock any more, and the guard does nothing.
 */
function didNotSucceed(cutover: IStateMachine): EventPattern {
  return {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [cutover.stateMachineArn], status: ['ABORTED', 'TIMED_OUT', 'FAILED'] },
  };
}

/**
 * Every alarm of the account in this region, metric or composite: the plans name the alarms that matter,
 * and plans are written after the deployment. An alarm that no cutover monitors costs one short invocation
 * and one read of the ledger per route: with a single route, about two US dollars per million alarms.
 */
export const wentToAlarm: EventPattern = {
  source: ['aws.cloudwatch'],
  detailType: ['CloudWatch Alarm State Change'],
  detail: { state: { value: ['ALARM'] } },
};
