import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { executionsOf, type Machines } from './execution-statements';
import { type LedgerResources, readAll } from './ledger-statements';

/**
 * Following cutovers and reverts: their lists, states, inputs, histories and definitions, and the ledger of
 * the routes. No action of it changes anything.
 */
export function readCutovers({ cutover, revert }: Machines, ledger: LedgerResources): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['states:ListExecutions'],
      resources: [cutover.stateMachineArn, revert.stateMachineArn],
    }),
    new PolicyStatement({
      actions: [
        'states:DescribeExecution',
        'states:DescribeStateMachineForExecution',
        'states:GetExecutionHistory',
      ],
      resources: [executionsOf(cutover), executionsOf(revert)],
    }),
    ...readAll(ledger),
  ];
}
