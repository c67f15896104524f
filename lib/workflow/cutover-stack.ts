import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { CutoverWorkflow, type CutoverWorkflowProps } from './cutover-workflow';

export interface CutoverStackProps extends StackProps, CutoverWorkflowProps {
  /**
   * The ARN of an existing key, in place of `encryptionKey`.
   * @default - keys of AWS
   */
  readonly encryptionKeyArn?: string;
}

/** A stack with one workflow. Its outputs are what operators need to use the workflow. */
export class CutoverStack extends Stack {
  readonly workflow: CutoverWorkflow;

  constructor(scope: Construct, id: string, props: CutoverStackProps) {
    super(scope, id, props);
    const { encryptionKeyArn } = props;
    const encryptionKey =
      encryptionKeyArn === undefined
        ? props.encryptionKey
        : Key.fromKeyArn(this, 'EncryptionKey', encryptionKeyArn);
    this.workflow = new CutoverWorkflow(this, 'Workflow', {
      ...props,
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
    });
    const { cutover, revert, ledger, commands, routeKeys } = this.workflow;
    const { revertFailedAlarm, guardsFailedAlarm, lockedUnattendedAlarm, eventsFailedAlarm } = this.workflow;
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output(
      'CutoverStateMachineArn',
      cutover.stateMachineArn,
      'To start a cutover, start an execution with a plan as its input',
    );
    output('RevertStateMachineArn', revert.stateMachineArn, 'Moves traffic back to the snapshot');
    output('CommandUrl', commands.url, 'Commands to running cutovers, in signed POST requests');
    output('Routes', routeKeys, 'What it may shift, as a list in JSON: cutover status finds a route by it');
    output('LedgerTableName', ledger.tableName, 'Locks, snapshots and decisions');
    output('RevertFailedAlarmName', revertFailedAlarm.alarmName, 'Goes to ALARM when a revert has failed');
    output(
      'GuardsFailedAlarmName',
      guardsFailedAlarm.alarmName,
      'Goes to ALARM when a guard could not handle an event',
    );
    output(
      'LockedUnattendedAlarmName',
      lockedUnattendedAlarm.alarmName,
      'Goes to ALARM while a route is locked and nothing works on it',
    );
    output(
      'EventsFailedAlarmName',
      eventsFailedAlarm.alarmName,
      'Goes to ALARM when decisions were not published as events, or late',
    );
  }
}
