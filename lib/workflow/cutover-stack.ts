import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { namingProblems, type PropNames } from '../shared/known-props';
import { refuseProps } from '../shared/refuse-props';
import { CutoverWorkflow, type CutoverWorkflowProps } from './cutover-workflow';
import { cutoverWorkflowNames } from './cutover-workflow-props';
import type { Notification } from './events/notifications';
import type { WorkflowGate, WorkflowGates } from './gates-prop';
import { REPLACED_PROPS } from './networks-prop';

/** An existing topic that is notified of decisions; see `Notification`. */
export interface ExistingTopic extends Omit<Notification, 'topic'> {
  /** The ARN of the topic, in the Region of the stack. */
  readonly topicArn: string;
}

/** A gate whose function exists; see `WorkflowGate`. */
export interface ExistingGate extends Omit<WorkflowGate, 'function'> {
  /** The ARN of the function, a version or an alias. */
  readonly functionArn: string;
}

/** The props of the workflow and of its stack, with what exists given by its ARN. */
export interface CutoverStackProps extends StackProps, CutoverWorkflowProps {
  /**
   * The ARN of an existing key, in place of `encryptionKey`.
   * @default - keys of AWS
   */
  readonly encryptionKeyArn?: string;
  /**
   * The ARN of an existing event bus, in place of `eventBus`.
   * @default - the default bus of the account and Region
   */
  readonly eventBusArn?: string;
  /**
   * Existing topics that are notified, beside those of `notifications`.
   * @default - none
   */
  readonly existingTopics?: readonly ExistingTopic[];
  /**
   * Gates whose functions exist, beside those of `gates`, by the names that plans give them.
   * @default - none
   */
  readonly existingGates?: Readonly<Record<string, ExistingGate>>;
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
  eventBusArn: 'optional',
  existingTopics: {
    is: 'optional',
    props: {
      topicArn: 'required',
      format: 'required',
      events: 'optional',
    } satisfies PropNames<ExistingTopic>,
  },
  existingGates: 'optional',
};

/** The props of the workflow alone: it refuses those of a stack. */
function workflowProps(props: CutoverStackProps): CutoverWorkflowProps {
  const { routes } = props;
  const known = Object.entries(props).filter(([name]) => Object.hasOwn(cutoverWorkflowNames, name));
  return { ...Object.fromEntries(known), routes };
}

/**
 * A stack with one workflow. Its outputs are what operators need to use the workflow.
 * @example
 * const zoneName = 'example.com';
 * new CutoverStack(app, 'Cutover', {
 *   env: { account, region: 'eu-west-1' },
 *   routes: [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName, recordNames: ['api.example.com'] }],
 *   existingTopics: [{ topicArn: `arn:aws:sns:eu-west-1:${account}:on-call`, format: 'text' }],
 * });
 */
export class CutoverStack extends Stack {
  /** The workflow. */
  readonly workflow: CutoverWorkflow;

  constructor(scope: Construct, id: string, props: CutoverStackProps) {
    super(scope, id, props);
    refuseProps(this, namingProblems(props, names, REPLACED_PROPS));
    const { encryptionKeyArn, eventBusArn, existingTopics = [], notifications = [] } = props;
    const topics = existingTopics.map(({ topicArn, ...notification }, i) => ({
      ...notification,
      topic: Topic.fromTopicArn(this, `Topic${i}`, topicArn),
    }));
    const eventBus =
      eventBusArn === undefined ? props.eventBus : EventBus.fromEventBusArn(this, 'EventBus', eventBusArn);
    const encryptionKey =
      encryptionKeyArn === undefined
        ? props.encryptionKey
        : Key.fromKeyArn(this, 'EncryptionKey', encryptionKeyArn);
    const gates: WorkflowGates = Object.fromEntries(
      Object.entries(props.existingGates ?? {}).map(([name, { functionArn, ...gate }]) => [
        name,
        { ...gate, function: LambdaFunction.fromFunctionArn(this, `Gate-${name}`, functionArn) },
      ]),
    );
    this.workflow = new CutoverWorkflow(this, 'Workflow', {
      ...workflowProps(props),
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
      ...(eventBus === undefined ? {} : { eventBus }),
      notifications: [...notifications, ...topics],
      gates: { ...props.gates, ...gates },
    });
    const { cutover, revert, ledger, commands, routeKeys, schedulerRole } = this.workflow;
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
    if (schedulerRole !== null) {
      output('SchedulerRoleArn', schedulerRole.roleArn, 'Starts scheduled cutovers: cutover start --at');
    }
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
