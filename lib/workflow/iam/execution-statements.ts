import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { WildcardStatement } from './wildcards';

/** The two state machines of a workflow. */
export interface Machines {
  readonly cutover: StateMachine;
  readonly revert: StateMachine;
}

/** Asking how a revert goes. */
export function askAboutReverts(revert: StateMachine): WildcardStatement {
  return new WildcardStatement({
    actions: ['states:DescribeExecution'],
    resource: executionsOf(revert),
    reason: 'the name of a revert is made of the cutover that it is for; no other machine can be asked about',
  });
}

/** What a guard does: stop a cutover, or find it ended, and start its revert, unless there is one. A revert cannot be stopped. */
export function useExecutions({ cutover, revert }: Machines): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [revert.stateMachineArn] }),
    askAboutReverts(revert),
    new WildcardStatement({
      actions: ['states:StopExecution', 'states:DescribeExecution'],
      resource: executionsOf(cutover),
      reason: 'a cutover is named by whoever starts it; no other machine can be stopped or asked about',
    }),
  ];
}

function executionsOf(machine: StateMachine): string {
  return Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
