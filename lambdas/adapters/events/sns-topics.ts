import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { arnParts } from '../../core/shared/arn';
import type { Topics } from '../../ports';
import { answerOf } from '../shared/service-errors';

/**
 * Topics of SNS. A topic is published to in its own Region.
 * @param clientIn a client for a Region; undefined: that of the function
 */
export const snsTopics = (clientIn: (region: string | undefined) => Pick<SNSClient, 'send'>): Topics => ({
  send: async (TopicArn, { subject, message }) => {
    const client = clientIn(arnParts(TopicArn)?.region);
    const Subject = subject === null ? {} : { Subject: subject };
    await answerOf(client.send(new PublishCommand({ TopicArn, Message: message, ...Subject })));
  },
});
