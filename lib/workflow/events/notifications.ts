import { Annotations, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { EventBus, EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DECISION_KINDS, type DecisionKind } from '../../../lambdas/core/events/decision';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../../../lambdas/core/events/decision-event';
import { NOTIFIED_KINDS } from '../../../lambdas/core/events/notified-kinds';
import type { Problem } from '../../../lambdas/core/validation/problems';
import type { TaskFunction } from '../functions/task-function';
import type { EventDelivery } from '../guards/undelivered-events';
import type { EventBusLike } from '../iam/event-statements';

/** Whom to notify of decisions, and of which. */
export interface Notification {
  /**
   * A standard topic. An encrypted topic needs a customer managed key: its key may be used by `notifier`, and
   * a topic that is not created in CDK must allow that already. A topic of another account must allow
   * `notifier` to publish.
   */
  readonly topic: ITopic;
  /**
   * `text` for email and text messages; `chat` for Amazon Q Developer in chat applications, which shows the
   * message in Slack or Teams.
   */
  readonly format: 'text' | 'chat';
  /**
   * The kinds of decisions (docs/guide/events.md).
   * @default - what begins, ends or needs something: `NOTIFIED_KINDS`
   */
  readonly events?: readonly DecisionKind[];
}

export interface NotificationsProps {
  readonly notifications: readonly Notification[];
  readonly eventBus: EventBusLike;
  /** The machine whose cutovers people are notified of. */
  readonly cutover: StateMachine;
  /** The function NotifyPeople. */
  readonly notify: TaskFunction;
  readonly delivery: EventDelivery;
}

/** Problems of the prop `notifications`. */
export function notificationsProblems(notifications: readonly Notification[]): Problem[] {
  return notifications.flatMap(({ topic, format, events }, i): Problem[] => {
    const path = `notifications[${i}]`;
    const unknown = (events ?? []).filter((kind) => !DECISION_KINDS.includes(kind));
    const isFifo = topic.fifo || (!Token.isUnresolved(topic.topicArn) && topic.topicArn.endsWith('.fifo'));
    return [
      ...(['text', 'chat'].includes(format)
        ? []
        : [{ path: `${path}.format`, message: `is "${format}"; must be "text" or "chat"` }]),
      ...(events?.length === 0
        ? [{ path: `${path}.events`, message: 'is an empty list; name kinds, or leave it out' }]
        : []),
      ...unknown.map((kind) => ({
        path: `${path}.events`,
        message: `has "${kind}", which is no kind; kinds: ${DECISION_KINDS.join(', ')}`,
      })),
      ...(isFifo
        ? [
            {
              path: `${path}.topic`,
              message: 'is a FIFO topic, which notifies no people; use a standard topic',
            },
          ]
        : []),
    ];
  });
}

/** The rules that give the events of a deployment to NotifyPeople, one for each topic. */
export class Notifications extends Construct {
  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { notifications, eventBus, cutover, notify, delivery } = props;
    if (notifications.length === 0) {
      return;
    }
    const stack = Stack.of(this);
    const bus = EventBus.fromEventBusArn(this, 'Bus', eventBus.eventBusArn);
    notifications.forEach(({ topic, format, events = NOTIFIED_KINDS }, i) => {
      const { account } = topic.env;
      if (!Token.isUnresolved(account) && !Token.isUnresolved(stack.account) && account !== stack.account) {
        Annotations.of(this).addInfo(
          `the policy of ${topic.topicArn}, in account ${account}, must allow the role of NotifyPeople to ` +
            'publish (sns:Publish)',
        );
      }
      new Rule(this, `Topic${i}`, {
        description: `Cutover: notifies a topic of decisions (${format})`,
        eventBus: bus,
        eventPattern: {
          source: [EVENT_SOURCE],
          detailType: [EVENT_DETAIL_TYPE],
          // Other deployments of the account may use the same bus.
          resources: Match.prefix(
            stack.formatArn({
              service: 'states',
              resource: 'execution',
              resourceName: `${cutover.stateMachineName}:`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ),
          detail: { kind: [...events] },
        },
        targets: [
          new LambdaFunction(notify.lambda, {
            ...delivery,
            event: RuleTargetInput.fromObject({
              topicArn: topic.topicArn,
              format,
              detail: EventField.fromPath('$.detail'),
            }),
          }),
        ],
      });
    });
  }
}
