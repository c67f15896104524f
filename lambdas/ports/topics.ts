import type { TopicMessage } from '../core/events/notice-formats';

/** Topics whose subscribers are people. */
export interface Topics {
  /** @throws ServiceBusyError when sending it again may help */
  send(topicArn: string, message: TopicMessage): Promise<void>;
}
