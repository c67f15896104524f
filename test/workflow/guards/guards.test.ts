import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { guardNames } from '../../../lib/workflow/tasks';
import { resourceOf, templateOf } from '../../support/templates/synth';

const template = templateOf();
const id = (name: string) => expect.stringMatching(new RegExp(`^Workflow${name}[0-9A-F]{8}$`));
const arnOf = (name: string) => ({ 'Fn::GetAtt': [id(name), 'Arn'] });
const ruleOf = (guard: string) => resourceOf(template, 'AWS::Events::Rule', `Rules${guard}`).Properties;

describe('the rules', () => {
  test('an execution of the forward machine that ended other than in success calls GuardExecution', () => {
    expect(ruleOf('GuardExecution').EventPattern).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ Ref: id('CutoverMachine') }],
        status: ['ABORTED', 'TIMED_OUT', 'FAILED'],
      },
    });
  });

  test('any alarm that goes off calls GuardAlarm', () => {
    expect(ruleOf('GuardAlarm').EventPattern).toEqual({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM'] } },
    });
  });

  test('every five minutes call Reconcile', () => {
    expect(ruleOf('Reconcile').ScheduleExpression).toBe('rate(5 minutes)');
    expect(ruleOf('Reconcile').EventPattern).toBeUndefined();
  });

  test('are these three, on, each with a name of what it is for', () => {
    template.resourceCountIs('AWS::Events::Rule', guardNames.length);
    template.allResourcesProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      Description: Match.stringLikeRegexp('^Cutover: '),
    });
  });
});

describe.each(guardNames)('%s', (guard) => {
  test('is all that its rule calls, for a quarter of an hour, and then the event is kept', () => {
    expect(ruleOf(guard).Targets).toEqual([
      {
        Id: 'Target0',
        Arn: arnOf(`${guard}Function`),
        DeadLetterConfig: { Arn: arnOf('UndeliveredEvents') },
        RetryPolicy: { MaximumEventAgeInSeconds: 900 },
      },
    ]);
  });

  test('tries an event twice again, for a quarter of an hour, and then it is kept', () => {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${guard}Function`);
    expect(Properties.DeadLetterConfig).toEqual({ TargetArn: arnOf('UndeliveredEvents') });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp(`^Workflow${guard}Function`) },
      MaximumEventAgeInSeconds: 900,
      MaximumRetryAttempts: Match.absent(),
    });
  });

  test('may be called by its rule alone', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    const ours = permissions.filter(({ Properties }) =>
      Properties.FunctionName['Fn::GetAtt'][0].startsWith(`Workflow${guard}Function`),
    );
    expect(ours.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf(`${guard}Function`),
        Principal: 'events.amazonaws.com',
        SourceArn: arnOf(`Rules${guard}`),
      },
    ]);
  });

  test('is told of ledger, routes and the machine that it starts', () => {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${guard}Function`);
    expect(Properties.Environment?.Variables).toEqual({
      LEDGER_TABLE: { Ref: id('Ledger') },
      REVERT_MACHINE_ARN: { Ref: id('RevertMachine') },
      ROUTES: '["route53/Z0123456789ABCDEFGHIJ/api.example.com"]',
    });
  });
});

test('no other function is called without an answer', () => {
  const lambdas = Object.values(template.findResources('AWS::Lambda::Function'));
  const kept = lambdas.filter(({ Properties }) => Properties.DeadLetterConfig !== undefined);
  expect(kept).toHaveLength(guardNames.length);
  template.resourceCountIs('AWS::Lambda::EventInvokeConfig', guardNames.length);
  template.resourceCountIs('AWS::Lambda::Permission', guardNames.length);
});

describe('the queue of undelivered events', () => {
  test('is encrypted and keeps them as long as SQS does', () => {
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test('refuses what is not over TLS, and what comes from other rules', () => {
    const { Properties } = resourceOf(template, 'AWS::SQS::QueuePolicy', 'UndeliveredEvents');
    const queue = arnOf('UndeliveredEvents');
    expect(Properties.PolicyDocument?.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: queue,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      ...guardNames.map((guard) => ({
        Sid: expect.stringMatching(/^AllowEventRule/),
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': arnOf(`Rules${guard}`) } },
      })),
    ]);
  });
});

describe('the alarm of failed guards', () => {
  const metric = (name: string, Metric: object, Stat = 'Sum') => ({
    Id: name,
    MetricStat: { Metric, Period: 60, Stat },
    ReturnData: false,
  });
  const dropped = (name: string, guard: string) =>
    metric(name, {
      Namespace: 'AWS/Lambda',
      MetricName: 'AsyncEventsDropped',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: id(`${guard}Function`) } }],
    });
  const alarm = resourceOf(template, 'AWS::CloudWatch::Alarm', 'GuardsFailed').Properties;

  test('goes off at the first event that is lost, and stays while one is in the queue', () => {
    expect(alarm.Metrics).toEqual([
      {
        Id: expect.any(String),
        Expression: 'FILL(waiting, 0) + FILL(execution, 0) + FILL(alarm, 0) + FILL(reconcile, 0)',
        Label: 'Events that no guard could handle',
        ReturnData: true,
      },
      metric(
        'waiting',
        {
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [
            { Name: 'QueueName', Value: { 'Fn::GetAtt': [id('UndeliveredEvents'), 'QueueName'] } },
          ],
        },
        'Maximum',
      ),
      dropped('execution', 'GuardExecution'),
      dropped('alarm', 'GuardAlarm'),
      dropped('reconcile', 'Reconcile'),
    ]);
    expect(alarm).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('tells those who are told of a failed revert', () => {
    const told = templateOf((scope) => ({ alarmTopic: new Topic(scope, 'OnCall') }));
    const [revert, guards] = ['RevertFailed', 'GuardsFailed'].map(
      (name) => resourceOf(told, 'AWS::CloudWatch::Alarm', name).Properties.AlarmActions,
    );
    expect(guards).toHaveLength(1);
    expect(guards).toEqual(revert);
  });
});
