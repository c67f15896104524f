import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { namingProblems, type PropNames } from '../shared/known-props';
import { refuseProps } from '../shared/refuse-props';
import { CutoverWorkflow, type CutoverWorkflowProps } from './cutover-workflow';
import { cutoverWorkflowNames } from './cutover-workflow-props';
import { REPLACED_PROPS } from './networks-prop';

export interface CutoverStackProps extends StackProps, CutoverWorkflowProps {
  /**
   * The ARN of an existing key, in place of `encryptionKey`.
   * @default - keys of AWS
   */
  readonly encryptionKeyArn?: string;
}

const stackNames: PropNames<StackProps> = {
  description: 'optional',
  env: 'optional',
  stackName: 'optional',
  tags: 'optional',
  notificationArns: 'optional',
  synthesizer: 'optional',
  terminationProtection: 'optional',
  analyticsReporting: 'optional',
  crossRegionReferences: 'optional',
  permissionsBoundary: 'optional',
  suppressTemplateIndentation: 'optional',
  propertyInjectors: 'optional',
};

const names: PropNames<CutoverStackProps> = {
  ...stackNames,
  ...cutoverWorkflowNames,
  encryptionKeyArn: 'optional',
};

/** The props of the workflow alone: it refuses those of a stack. */
function workflowProps(props: CutoverStackProps): CutoverWorkflowProps {
  const { routes } = props;
  const known = Object.entries(props).filter(([name]) => Object.hasOwn(cutoverWorkflowNames, name));
  return { ...Object.fromEntries(known), routes };
}

/** A stack with one workflow. Its outputs are what operators need to use the workflow. */
export class CutoverStack extends Stack {
  readonly workflow: CutoverWorkflow;

  constructor(scope: Construct, id: string, props: CutoverStackProps) {
    super(scope, id, props);
    refuseProps(this, namingProblems(props, names, REPLACED_PROPS));
    const { encryptionKeyArn } = props;
    const encryptionKey =
      encryptionKeyArn === undefined
        ? props.encryptionKey
        : Key.fromKeyArn(this, 'EncryptionKey', encryptionKeyArn);
    this.workflow = new CutoverWorkflow(this, 'Workflow', {
      ...workflowProps(props),
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
