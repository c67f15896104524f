import { checkDecisionEvent } from '../../core/events/decision-event';
import { noticeOf } from '../../core/events/notice';
import { chatMessage, textMessage } from '../../core/events/notice-formats';
import { describeProblems } from '../../core/validation/problems';
import type { Topics } from '../../ports';

interface Input {
  readonly topicArn: string;
  readonly format: 'text' | 'chat';
  /** The detail of an event. */
  readonly detail: unknown;
}

/**
 * Notifies the subscribers of a topic of an event.
 * @throws Error for what is no event: anybody in the account may send events
 */
export const notifyPeople =
  (ports: { readonly topics: Topics; readonly stack: string }) =>
  async ({ topicArn, format, detail }: Input): Promise<{ readonly reason: string }> => {
    const checked = checkDecisionEvent(detail);
    if (!checked.ok) {
      throw new Error(`the detail is not an event of a cutover: ${describeProblems(checked.problems)}`);
    }
    const event = checked.value;
    const notice = noticeOf(event, ports.stack);
    await ports.topics.send(topicArn, format === 'chat' ? chatMessage(notice, event) : textMessage(notice));
    return { reason: `${topicArn} was notified: ${notice.title}` };
  };
