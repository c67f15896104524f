import { expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
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
  expect(alarms.map(({ Properties }) => Properties.AlarmActions)).toEqual([undefined, undefined]);
});
