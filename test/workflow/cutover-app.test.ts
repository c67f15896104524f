import { expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CutoverApp } from '../../lib/workflow/cutover-app';
import { routes } from '../support/templates/synth';

const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call';

function templateOf(context: object): Template {
  const app = new CutoverApp({
    context: { 'cutover:routes': routes, 'aws:cdk:bundling-stacks': [], ...context },
  });
  return Template.fromStack(app.node.findChild('Cutover') as Stack);
}

test('the alarms notify the topic of the context', () => {
  const template = templateOf({ 'cutover:alarmTopicArn': topic });
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.map(({ Properties }) => Properties.AlarmActions)).toEqual(Array(4).fill([topic]));
});

test('the alarms have no action without a topic', () => {
  const alarms = Object.values(templateOf({}).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.map(({ Properties }) => Properties.AlarmActions)).toEqual(Array(4).fill(undefined));
});

test('the topics of the context are notified of decisions, which are events on its bus', () => {
  const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/operations';
  const template = templateOf({
    'cutover:notifications': [{ topicArn: topic, format: 'chat', events: ['reverted'] }],
    'cutover:eventBusArn': bus,
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'operations',
    EventPattern: Match.objectLike({ detail: Match.objectLike({ kind: ['reverted'] }) }),
  });
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  expect(policies).toContain(`{"Action":"sns:Publish","Effect":"Allow","Resource":"${topic}"}`);
  expect(policies).toContain(`"Resource":"${bus}"`);
});
