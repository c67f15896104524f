import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { TaskFunction } from '../functions/task-function';
import type { GuardName } from '../tasks';
import type { EventDelivery } from './undelivered-events';

export interface GuardRulesProps {
  /** The forward machine. */
  readonly cutover: IStateMachine;
  readonly guards: Readonly<Record<GuardName, TaskFunction>>;
  readonly delivery: EventDelivery;
}

/** When each guard is called. */
export class GuardRules extends Construct {
  constructor(scope: Construct, id: string, { cutover, guards, delivery }: GuardRulesProps) {
    super(scope, id);
    const targetsOf = (guard: GuardName) => [new LambdaFunction(guards[guard].lambda, delivery)];
    new Rule(this, 'GuardExecution', {
      description: 'Cutover: an execution ended other than in success; what it still holds is reverted',
      eventPattern: endedBadly(cutover),
      targets: targetsOf('GuardExecution'),
    });
    new Rule(this, 'GuardAlarm', {
      description: 'Cutover: an alarm went off; a cutover that watches it is stopped and reverted',
      eventPattern: alarmWentOff,
      targets: targetsOf('GuardAlarm'),
    });
    // The first event is best effort (Amazon EventBridge Events Reference, "AWS Step Functions events"), so somebody has to look as well.
    new Rule(this, 'Reconcile', {
      description: 'Cutover: compares ledger, executions and routes, and repairs',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: targetsOf('Reconcile'),
    });
  }
}

/** Every end but SUCCEEDED. A cutover that was rejected or reverted in order is FAILED too; it holds no lock then, and the guard finds nothing to do. */
function endedBadly(cutover: IStateMachine): EventPattern {
  return {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [cutover.stateMachineArn], status: ['ABORTED', 'TIMED_OUT', 'FAILED'] },
  };
}

/**
 * Every alarm of the account in this region, metric or composite: which ones matter, only the plans tell, and those come after the deployment. An
 * alarm that nobody watches costs one short invocation and one read of the ledger per route, some two dollars for a million of them with a single route.
 */
const alarmWentOff: EventPattern = {
  source: ['aws.cloudwatch'],
  detailType: ['CloudWatch Alarm State Change'],
  detail: { state: { value: ['ALARM'] } },
};
