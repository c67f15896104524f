import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { NOTIFIED_KINDS } from '../../../lambdas/core/events/notified-kinds';
import { CutoverWorkflow } from '../../../lib/workflow/cutover-workflow';
import type { Notification } from '../../../lib/workflow/events/notifications';
import {
  appWithoutBundles,
  resourceOf,
  routes,
  statementsOf,
  templateOf,
} from '../../support/templates/synth';

const arn = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const id = (name: string) => expect.stringMatching(new RegExp(`^Workflow${name}[0-9A-F]{8}$`));

function stackWith(notificationsIn: (stack: Stack) => readonly Notification[]): Stack {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const stack = new Stack(appWithoutBundles(), 'Stack', { env });
  new CutoverWorkflow(stack, 'Workflow', { routes, notifications: notificationsIn(stack) });
  return stack;
}
const topicIn = (stack: Stack, name = 'on-call') => Topic.fromTopicArn(stack, name, arn(name));

describe('a deployment with two topics', () => {
  const template = Template.fromStack(
    stackWith((stack) => [
      { topic: topicIn(stack), format: 'text' },
      { topic: topicIn(stack, 'chat'), format: 'chat', events: ['reverted', 'revert-failed'] },
    ]),
  );
  const ruleOf = (i: number) =>
    resourceOf(template, 'AWS::Events::Rule', `NotificationsTopic${i}`).Properties;

  test('has a rule for each, for its own cutovers and the kinds of the topic', () => {
    expect(ruleOf(0).EventPattern).toEqual({
      source: ['cutover'],
      'detail-type': ['Cutover decision'],
      resources: [
        {
          prefix: {
            'Fn::Join': [
              '',
              [
                'arn:aws:states:eu-west-1:111122223333:execution:',
                { 'Fn::GetAtt': [id('CutoverMachine'), 'Name'] },
                ':',
              ],
            ],
          },
        },
      ],
      detail: { kind: [...NOTIFIED_KINDS] },
    });
    expect(ruleOf(1).EventPattern).toMatchObject({ detail: { kind: ['reverted', 'revert-failed'] } });
  });

  test('gives the event to NotifyPeople with the topic and the format, and keeps what fails', () => {
    const [target] = ruleOf(1).Targets as unknown as readonly Record<string, unknown>[];
    expect(target).toMatchObject({
      Arn: { 'Fn::GetAtt': [id('NotifyPeopleFunction'), 'Arn'] },
      InputTransformer: {
        InputPathsMap: { detail: '$.detail' },
        InputTemplate: `{"topicArn":"${arn('chat')}","format":"chat","detail":<detail>}`,
      },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [id('UnpublishedEvents'), 'Arn'] } },
      RetryPolicy: { MaximumEventAgeInSeconds: 21_600 },
    });
  });

  test('may publish to these topics alone', () => {
    const publish = statementsOf(template, 'NotifyPeople').filter(({ actions }) =>
      actions.includes('sns:Publish'),
    );
    expect(publish.map(({ resources }) => resources)).toEqual([[arn('chat'), arn('on-call')]]);
  });
});

test('the key of an encrypted topic may be used', () => {
  const template = Template.fromStack(
    stackWith((stack) => [
      { topic: new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') }), format: 'text' },
    ]),
  );
  const uses = statementsOf(template, 'NotifyPeople').filter(({ actions }) =>
    actions.includes('kms:Decrypt'),
  );
  expect(uses.map(({ actions }) => actions)).toEqual([['kms:Decrypt', 'kms:GenerateDataKey']]);
});

test('a topic of another account is allowed, and its policy is asked for', () => {
  const other = 'arn:aws:sns:us-east-1:444455556666:on-call';
  const stack = stackWith((scope) => [{ topic: Topic.fromTopicArn(scope, 'T', other), format: 'text' }]);
  Annotations.fromStack(stack).hasInfo(
    '/Stack/Workflow/Notifications',
    Match.stringLikeRegexp('in account 444455556666, must allow the role of NotifyPeople'),
  );
  Annotations.fromStack(stackWith((scope) => [{ topic: topicIn(scope), format: 'text' }])).hasNoInfo(
    '*',
    '.*',
  );
});

test.each<[string, Partial<Notification> & { readonly name?: string }, RegExp]>([
  [
    'a format that is none',
    { format: 'html' as never },
    /notifications\[0\]\.format: is "html"; must be "text"/,
  ],
  ['no event', { events: [] }, /notifications\[0\]\.events: is an empty list/],
  [
    'an unknown event',
    { events: ['ended' as never] },
    /events: has "ended", which is no kind; kinds: started, /,
  ],
  ['a FIFO topic', { name: 'on-call.fifo' }, /topic: is a FIFO topic, which notifies no people/],
])('%s is refused at synth', (_, { name = 'on-call', ...over }, message) => {
  expect(() => stackWith((stack) => [{ topic: topicIn(stack, name), format: 'text', ...over }])).toThrow(
    message,
  );
});

test('without topics there is no rule for people, and nothing may be published to', () => {
  const template = templateOf();
  const rules = Object.keys(template.findResources('AWS::Events::Rule'));
  expect(rules.filter((name) => name.includes('Notifications'))).toEqual([]);
  const { Properties } = resourceOf(template, 'AWS::Lambda::Function', 'NotifyPeopleFunction');
  expect(Object.keys(Properties.Environment?.Variables ?? {})).toEqual(['STACK']);
});
