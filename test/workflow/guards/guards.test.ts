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
  test('invoke GuardExecution when an execution of the cutover state machine did not succeed', () => {
    expect(ruleOf('GuardExecution').EventPattern).toEqual({
      account: [{ Ref: 'AWS::AccountId' }],
      region: [{ Ref: 'AWS::Region' }],
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ Ref: id('CutoverMachine') }],
        status: ['ABORTED', 'TIMED_OUT', 'FAILED'],
      },
    });
  });

  test('invoke GuardAlarm when any alarm of the account and region goes to ALARM', () => {
    expect(ruleOf('GuardAlarm').EventPattern).toEqual({
      account: [{ Ref: 'AWS::AccountId' }],
      region: [{ Ref: 'AWS::Region' }],
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM'] } },
    });
  });

  test('invoke Reconcile every five minutes', () => {
    expect(ruleOf('Reconcile').ScheduleExpression).toBe('rate(5 minutes)');
    expect(ruleOf('Reconcile').EventPattern).toBeUndefined();
  });

  test('are exactly these three, enabled and described', () => {
    template.resourceCountIs('AWS::Events::Rule', guardNames.length);
    template.allResourcesProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      Description: Match.stringLikeRegexp('^Cutover: '),
    });
  });
});

describe.each(guardNames)('%s', (guard) => {
  test('is the only target of its rule, which retries for 15 minutes and then queues the event', () => {
    expect(ruleOf(guard).Targets).toEqual([
      {
        Id: 'Target0',
        Arn: arnOf(`${guard}Function`),
        DeadLetterConfig: { Arn: arnOf('UndeliveredEvents') },
        RetryPolicy: { MaximumEventAgeInSeconds: 900 },
      },
    ]);
  });

  test('retries an event twice within 15 minutes, and then Lambda queues the event', () => {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${guard}Function`);
    expect(Properties.DeadLetterConfig).toEqual({ TargetArn: arnOf('UndeliveredEvents') });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp(`^Workflow${guard}Function`) },
      MaximumEventAgeInSeconds: 900,
      MaximumRetryAttempts: Match.absent(),
    });
  });

  test('may be invoked only by its rule', () => {
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

  test('gets the ledger, the routes and the state machine that it starts', () => {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${guard}Function`);
    expect(Properties.Environment?.Variables).toEqual({
      LEDGER_TABLE: { Ref: id('Ledger') },
      REVERT_MACHINE_ARN: { Ref: id('RevertMachine') },
      ROUTES: '["route53/Z0123456789ABCDEFGHIJ/api.example.com"]',
    });
  });
});

test('only guards are invoked asynchronously', () => {
  const lambdas = Object.values(template.findResources('AWS::Lambda::Function'));
  const kept = lambdas.filter(({ Properties }) => Properties.DeadLetterConfig !== undefined);
  expect(kept).toHaveLength(guardNames.length);
  template.resourceCountIs('AWS::Lambda::EventInvokeConfig', guardNames.length);
  template.resourceCountIs('AWS::Lambda::Permission', guardNames.length);
});

describe('the queue of undelivered events', () => {
  test('is encrypted and keeps events for 14 days, the maximum of SQS', () => {
    expect(resourceOf(template, 'AWS::SQS::Queue', 'UndeliveredEvents').Properties).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test('accepts messages only over TLS and only from the rules of the guards', () => {
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

describe('the alarm for failed guards', () => {
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

  test('fires at the first event that is dropped, and stays in ALARM while one is in the queue', () => {
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

  test('notifies the same topic as the alarms for failed reverts and locked routes', () => {
    const notifying = templateOf((scope) => ({ alarmTopic: new Topic(scope, 'OnCall') }));
    const [revert, guards, locked] = ['RevertFailed', 'GuardsFailed', 'LockedUnattended'].map(
      (name) => resourceOf(notifying, 'AWS::CloudWatch::Alarm', name).Properties.AlarmActions,
    );
    expect(guards).toHaveLength(1);
    expect(guards).toEqual(revert);
    expect(locked).toEqual(revert);
  });
});

test('the alarm for locked routes has the metric of the reconciler, and only a 0 ends it', () => {
  expect(resourceOf(template, 'AWS::CloudWatch::Alarm', 'LockedUnattended').Properties).toMatchObject({
    Namespace: 'Cutover',
    MetricName: 'RoutesLockedUnattended',
    Dimensions: [{ Name: 'LedgerTable', Value: { Ref: id('Ledger') } }],
    Statistic: 'Maximum',
    Period: 300,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    TreatMissingData: 'ignore',
  });
});
