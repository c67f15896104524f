import { SNSClient } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { snsTopics } from '../../../lambdas/adapters/events/sns-topics';
import { inTurn, type WireAnswer, wire } from '../../support/accounts/wire';

const topicArn = 'arn:aws:sns:us-east-1:111122223333:on-call';
const xml = (body: string, status = 200): WireAnswer => ({
  ...{ status, headers: { 'content-type': 'text/xml' }, body },
});
const accepted = xml(
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId>' +
    '</PublishResult></PublishResponse>',
);
const failed = (code: string, status: number) =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>why</Message></Error></ErrorResponse>`,
    status,
  );
const topicsOf = (answer: WireAnswer) => {
  const { config, requests } = wire(inTurn(answer));
  const regions: (string | undefined)[] = [];
  const topics = snsTopics((region) => {
    regions.push(region);
    return new SNSClient(config);
  });
  return {
    topics,
    regions,
    sent: () => requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
  };
};

test('a message is published to its topic, in the Region of the topic', async () => {
  const { topics, regions, sent } = topicsOf(accepted);
  await topics.send(topicArn, { subject: 'api: reverted', message: 'Why: an alarm' });
  expect(regions).toEqual(['us-east-1']);
  expect(sent()).toMatchObject([
    { Action: 'Publish', TopicArn: topicArn, Subject: 'api: reverted', Message: 'Why: an alarm' },
  ]);
});

test('a message without a subject has none', async () => {
  const { topics, sent } = topicsOf(accepted);
  await topics.send(topicArn, { subject: null, message: '{}' });
  expect(sent()[0]).not.toHaveProperty('Subject');
});

test('a throttled call is tried again by Lambda, and one that is refused has its own error', async () => {
  await expect(
    topicsOf(failed('Throttled', 429)).topics.send(topicArn, { subject: null, message: 'm' }),
  ).rejects.toMatchObject({ name: 'ServiceBusyError' });
  await expect(
    topicsOf(failed('AuthorizationError', 403)).topics.send(topicArn, { subject: null, message: 'm' }),
  ).rejects.toMatchObject({ name: expect.stringMatching(/^AuthorizationError/) });
});
