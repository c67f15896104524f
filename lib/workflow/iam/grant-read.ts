import { Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { readExecutions } from '../encryption';
import { executionsOf, type Machines } from './execution-statements';
import { type LedgerResources, readAll } from './ledger-statements';

/** What a reader reads beside the state machines. */
export interface Readable extends LedgerResources {
  /** The key of the executions. */
  readonly encryptionKey: IKey | undefined;
}

/**
 * Allows to follow cutovers and reverts: their lists, states, inputs, histories and definitions, and the
 * ledger of the routes. No action of it changes anything.
 */
export function grantRead(grantee: IGrantable, { cutover, revert }: Machines, readable: Readable): Grant {
  const { ledger, encryptionKey } = readable;
  const statements = [
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
    ...readAll(readable),
    ...(encryptionKey === undefined ? [] : [readExecutions(cutover, encryptionKey)]),
  ];
  const granted = statements.map(({ actions, resources, conditions }) =>
    Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }),
  );
  const withKey = ledger.encryptionKey?.grantDecrypt(grantee);
  return [...granted, ...(withKey === undefined ? [] : [withKey])].reduce((all, one) => all.combine(one));
}
