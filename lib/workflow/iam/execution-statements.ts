import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { WildcardStatement } from './wildcards';

/** The two state machines of a workflow. */
export interface Machines {
  readonly cutover: StateMachine;
  readonly revert: StateMachine;
}

/** Reading the state of reverts. */
export function describeReverts(revert: StateMachine): WildcardStatement {
  return new WildcardStatement({
    actions: ['states:DescribeExecution'],
    resource: executionsOf(revert),
    reason: 'a revert is named after its cutover; executions of no other state machine can be read',
  });
}

/**
 * What a guard does: it stops a cutover or finds that it has ended, and starts its revert unless there is
 * one. It may not stop a revert.
 */
export function useExecutions({ cutover, revert }: Machines): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [revert.stateMachineArn] }),
    describeReverts(revert),
    new WildcardStatement({
      actions: ['states:StopExecution', 'states:DescribeExecution'],
      resource: executionsOf(cutover),
      reason:
        'the operator chooses the name of a cutover; executions of no other state machine can be stopped ' +
        'or read',
    }),
  ];
}

/** What Operate does beside what a guard does: it starts cutovers. */
export function operateExecutions(machines: Machines): PolicyStatement[] {
  const starts = { actions: ['states:StartExecution'], resources: [machines.cutover.stateMachineArn] };
  return [new PolicyStatement(starts), ...useExecutions(machines)];
}

/** The executions of a state machine, whatever their names. */
export function executionsOf(machine: StateMachine): string {
  return Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
