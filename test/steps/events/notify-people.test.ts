import { expect, test } from '@jest/globals';
import type { DecisionEvent } from '../../../lambdas/core/events/decision-event';
import type { TopicMessage } from '../../../lambdas/core/events/notice-formats';
import { notifyPeople } from '../../../lambdas/steps/events/notify-people';
import { began, execution } from '../../support/world/cutover';

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const detail: DecisionEvent = {
  ...{ version: '1', id: `${execution}#end`, kind: 'reverted', plan: 'api', what: 'reverted', by: 'cutover' },
  ...{ route: 'route53/Z1/api.example.com', execution, percent: null, stage: null, verdict: null },
  ...{ comparison: [], reason: 'alarm "a" is in ALARM', at: began },
};

function people() {
  const sent: [string, TopicMessage][] = [];
  const topics = { send: async (topic: string, message: TopicMessage) => void sent.push([topic, message]) };
  return { sent, notify: notifyPeople({ topics, stack: 'Cutover' }) };
}

test('a topic of text gets the text, with a subject', async () => {
  const { sent, notify } = people();
  expect(await notify({ topicArn, format: 'text', detail })).toEqual({
    reason: `${topicArn} was notified: api.example.com: all traffic is back`,
  });
  expect(sent).toEqual([
    [
      topicArn,
      { subject: 'api.example.com: all traffic is back', message: expect.stringContaining('Why: alarm') },
    ],
  ]);
});

test('a topic of a chat channel gets its schema', async () => {
  const { sent, notify } = people();
  await notify({ topicArn, format: 'chat', detail });
  expect(sent[0]?.[1].subject).toBeNull();
  expect(JSON.parse(sent[0]?.[1].message ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
});

test('what is no event notifies nobody', async () => {
  const { sent, notify } = people();
  const wrong = { ...detail, kind: 'celebrated' };
  await expect(notify({ topicArn, format: 'text', detail: wrong })).rejects.toThrow(
    'is not an event of a cutover',
  );
  expect(sent).toEqual([]);
});
