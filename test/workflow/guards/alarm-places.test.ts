import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CutoverStack } from '../../../lib/workflow/cutover-stack';
import { AlarmForwarding, type AlarmForwardingProps } from '../../../lib/workflow/guards/alarm-forwarding';
import { appWithoutBundles, resourceOf, routes, templateOf } from '../../support/templates/synth';

const account = '111122223333';

/** The template of a forwarding in us-east-1. */
function forwardingOf(props: AlarmForwardingProps): Template {
  const stack = new Stack(appWithoutBundles(), 'Alarms', { env: { account, region: 'us-east-1' } });
  new AlarmForwarding(stack, 'Forwarding', props);
  return Template.fromStack(stack);
}

const only = (template: Template, type: string) => {
  const [found, ...others] = Object.values(template.findResources(type));
  expect(others).toEqual([]);
  return found?.Properties;
};

describe('the forwarding of alarms', () => {
  const template = forwardingOf({ workflowRegion: 'eu-west-1' });
  const bus = `arn:aws:events:eu-west-1:${account}:event-bus/default`;

  test('sends alarms of its own place that go to ALARM to the bus of the workflow', () => {
    const { EventPattern, Targets } = only(template, 'AWS::Events::Rule');
    expect(EventPattern).toEqual({
      account: [account],
      region: ['us-east-1'],
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM'] } },
    });
    const RoleArn = { 'Fn::GetAtt': [expect.stringMatching(/^ForwardingRole/), 'Arn'] };
    expect(Targets).toEqual([
      {
        Id: 'Target0',
        RetryPolicy: { MaximumEventAgeInSeconds: 900 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ForwardingUndelivered/), 'Arn'] } },
        Arn: bus,
        RoleArn,
      },
    ]);
  });

  test('has a role that may do this alone, and that only rules of its place may use', () => {
    const { Statement } = only(template, 'AWS::IAM::Policy').PolicyDocument;
    expect(Statement).toEqual([{ Action: 'events:PutEvents', Effect: 'Allow', Resource: bus }]);
    expect(only(template, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ]);
  });

  test('may be for some alarms alone, and for a workflow in another account', () => {
    const some = forwardingOf({
      workflowRegion: 'us-east-1',
      workflowAccount: '444455556666',
      alarmNames: ['edge-5xx'],
    });
    const { EventPattern, Targets } = only(some, 'AWS::Events::Rule');
    expect(EventPattern.detail).toEqual({ state: { value: ['ALARM'] }, alarmName: ['edge-5xx'] });
    expect(JSON.stringify(Targets[0].Arn)).toContain(':events:us-east-1:444455556666:event-bus/default');
  });

  test.each([
    [{ workflowRegion: 'us-east-1' }, /workflowRegion: is us-east-1, the Region of this stack/],
    [{ workflowRegion: 'Ireland' }, /workflowRegion: is "Ireland"; must be the name of a Region/],
    [
      { workflowRegion: 'eu-west-1', workflowAccount: '1' },
      /workflowAccount: is "1"; must be the number of an account/,
    ],
    [{ workflowRegion: 'eu-west-1', alarmNames: [] }, /alarmNames: is an empty list; name alarms/],
  ])('is refused at synth: %j', (props, message) => {
    expect(() => forwardingOf(props)).toThrow(message);
  });
});

describe('a workflow with alarms elsewhere', () => {
  const patternOf = (template: Template) =>
    resourceOf(template, 'AWS::Events::Rule', 'RulesGuardAlarm').Properties.EventPattern;

  test('hears of alarms in its own place and in those, each once', () => {
    const pattern = patternOf(
      templateOf({
        alarmPlaces: [
          { region: 'us-east-1' },
          { region: 'us-east-1', account: '444455556666' },
          { region: 'eu-west-1', account: '444455556666' },
        ],
      }),
    );
    expect(pattern).toMatchObject({
      account: [{ Ref: 'AWS::AccountId' }, '444455556666'],
      region: [{ Ref: 'AWS::Region' }, 'us-east-1', 'eu-west-1'],
    });
  });

  test('hears of executions in its own place alone', () => {
    const template = templateOf({ alarmPlaces: [{ region: 'us-east-1', account: '444455556666' }] });
    const { EventPattern } = resourceOf(template, 'AWS::Events::Rule', 'RulesGuardExecution').Properties;
    expect(EventPattern).toMatchObject({
      account: [{ Ref: 'AWS::AccountId' }],
      region: [{ Ref: 'AWS::Region' }],
    });
  });

  test('lets another account send events of alarms to its bus, and nothing else', () => {
    const template = templateOf({
      alarmPlaces: [
        { region: 'us-east-1', account: '444455556666' },
        { region: 'eu-west-1', account: '444455556666' },
      ],
    });
    expect(only(template, 'AWS::Events::EventBusPolicy')).toMatchObject({
      StatementId: expect.stringMatching(/^[A-Za-z0-9_-]{1,38}-alarms-of-444455556666$/),
      Statement: {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Principal: { AWS: { 'Fn::Join': ['', expect.arrayContaining([':iam::444455556666:root'])] } },
        Condition: {
          StringEquals: {
            'events:source': 'aws.cloudwatch',
            'events:detail-type': 'CloudWatch Alarm State Change',
          },
        },
      },
    });
  });

  test('shares the bus with another workflow of its account and Region', () => {
    const alarmPlaces = [{ region: 'eu-west-1', account: '444455556666' }];
    const ids = ['First', 'Second'].map((id) => {
      const stack = new CutoverStack(appWithoutBundles(), id, { routes, alarmPlaces });
      return only(Template.fromStack(stack), 'AWS::Events::EventBusPolicy').StatementId;
    });
    expect(new Set(ids).size).toBe(2);
  });

  test('needs no policy of the bus for other Regions of its own account', () => {
    const template = templateOf({ alarmPlaces: [{ region: 'us-east-1' }] });
    template.resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });

  test.each([
    [[{ region: 'Ireland' }], /alarmPlaces\[0\]\.region: is "Ireland"; must be the name of a Region/],
    [[{ region: 'eu-west-1', account: '1' }], /alarmPlaces\[0\]\.account: is "1"; must be the number/],
  ])('is refused at synth: %j', (alarmPlaces, message) => {
    expect(() => templateOf({ alarmPlaces })).toThrow(message);
  });
});
