import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { type CfnRule, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { namingProblems, type PropNames } from '../../shared/known-props';
import { tokenListProblems } from '../../shared/lookups';
import { refuseProps } from '../../shared/refuse-props';
import { trustedService } from '../../shared/service-trust';
import { alarmPlaceSchema } from '../settings/given-schemas';
import { wentToAlarm } from './guard-rules';
import { GUARDED_EVENT_AGE, UndeliveredEvents } from './undelivered-events';

/** Which alarms are forwarded, and where to. */
export interface AlarmForwardingProps {
  /** The Region of the workflow, such as `eu-west-1`. */
  readonly workflowRegion: string;
  /**
   * The account of the workflow.
   * @default - the account of this stack
   */
  readonly workflowAccount?: string;
  /**
   * Names of the alarms whose events are forwarded.
   * @default - every alarm of the Region
   */
  readonly alarmNames?: readonly string[];
}

const propNames: PropNames<AlarmForwardingProps> = {
  workflowRegion: 'required',
  workflowAccount: 'optional',
  alarmNames: 'optional',
};

/**
 * Forwards alarms that go to ALARM in the Region of its stack to the workflow in another Region or account,
 * so that its guard acts at once. The workflow must name this place in `alarmPlaces`. It belongs in a stack
 * in the Region of the alarms: us-east-1 for those of CloudFront and Route 53.
 * Source: Amazon EventBridge User Guide, "Sending and receiving Amazon EventBridge events between AWS
 * Regions".
 * @example
 * const stack = new Stack(app, 'CutoverAlarms', { env: { account, region: 'us-east-1' } });
 * new AlarmForwarding(stack, 'Forwarding', { workflowRegion: 'eu-west-1' });
 */
export class AlarmForwarding extends Construct {
  /** The rule that forwards the events of alarms. */
  readonly rule: Rule;

  /** @throws ValidationError at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: AlarmForwardingProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, propNames));
    refuseProps(this, problemsOf(this, props));
    const { workflowRegion: region, workflowAccount, alarmNames } = props;
    const stack = Stack.of(this);
    const account = workflowAccount ?? stack.account;
    const bus = stack.formatArn({
      ...{ service: 'events', region, account, resource: 'event-bus', resourceName: 'default' },
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const role = new Role(this, 'Role', {
      description: 'Cutover: sends events of alarms to the bus of the workflow',
      assumedBy: trustedService(this, 'events.amazonaws.com', { service: 'events', resource: 'rule/*' }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus] }));
    const undelivered = new UndeliveredEvents(this, 'Undelivered', {
      encryptionKey: undefined,
      maxEventAge: GUARDED_EVENT_AGE,
    });
    const { delivery } = undelivered;
    Validations.of(undelivered).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'it is itself the dead-letter queue of the rule; only operators read it',
    });
    const names = alarmNames === undefined ? {} : { alarmName: [...alarmNames] };
    this.rule = new Rule(this, 'Rule', {
      description: `Cutover: an alarm went to ALARM; forwarded to the workflow in ${region}`,
      // Only events of this place: a bus that gets events of others would send them around in a circle.
      eventPattern: {
        ...wentToAlarm,
        account: [stack.account],
        region: [stack.region],
        detail: { ...wentToAlarm.detail, ...names },
      },
      targets: [
        new EventBusTarget(EventBus.fromEventBusArn(this, 'Bus', bus), {
          role,
          deadLetterQueue: undelivered,
        }),
      ],
    });
    // The construct of the target has no property for it. The default, 24 hours, could revert a cutover
    // because of an alarm from before it began.
    (this.rule.node.defaultChild as CfnRule).addPropertyOverride('Targets.0.RetryPolicy', {
      MaximumEventAgeInSeconds: delivery.maxEventAge.toSeconds(),
    });
  }
}

function problemsOf(scope: Construct, props: AlarmForwardingProps): readonly Problem[] {
  const { workflowRegion, workflowAccount, alarmNames } = props;
  const place = { region: workflowRegion, ...(workflowAccount ? { account: workflowAccount } : {}) };
  const checked = check(alarmPlaceSchema, place);
  const fields: Readonly<Record<string, string>> = { region: 'workflowRegion', account: 'workflowAccount' };
  const problems = checked.ok
    ? []
    : checked.problems.map(({ path, message }) => ({ path: fields[path] ?? path, message }));
  const { region, account } = Stack.of(scope);
  const isHere = workflowRegion === region && (workflowAccount ?? account) === account;
  const here = `is ${region}, the Region of this stack; the events of its alarms arrive without forwarding`;
  return [
    ...problems,
    ...tokenListProblems('alarmNames', alarmNames),
    ...(isHere ? [{ path: 'workflowRegion', message: here }] : []),
    ...(alarmNames?.length === 0
      ? [{ path: 'alarmNames', message: 'is an empty list; name alarms, or leave it out for all of them' }]
      : []),
  ];
}
