import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CutoverWorkflow } from '../../../lib/workflow/cutover-workflow';
import {
  appWithoutBundles,
  resourceOf,
  routes,
  statementsOf,
  templateOf,
} from '../../support/templates/synth';

const template = templateOf();
const id = (name: string) => expect.stringMatching(new RegExp(`^Workflow${name}[0-9A-F]{8}$`));

test('the ledger has a stream of new and old images', () => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});

describe('the mapping from the stream', () => {
  const { Properties } = resourceOf(template, 'AWS::Lambda::EventSourceMapping', 'EventsMapping');

  test('begins with what is there, retries for six hours, and then names the batch in a queue', () => {
    expect(Properties).toEqual({
      EventSourceArn: { 'Fn::GetAtt': [id('Ledger'), 'StreamArn'] },
      FunctionName: { Ref: id('PublishEventsFunction') },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [id('EventsUnpublished'), 'Arn'] } } },
      FilterCriteria: expect.anything(),
    });
  });

  test('passes decisions, commands and locks that a revert has taken over, and nothing else', () => {
    const { Filters } = Properties.FilterCriteria as unknown as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern).dynamodb)).toEqual([
      { Keys: { item: { S: [{ prefix: 'decision#' }] } } },
      { Keys: { route: { S: [{ prefix: 'commands#' }] } } },
      { Keys: { item: { S: ['lock'] } }, NewImage: { lock: { M: { reverting: { BOOL: [true] } } } } },
    ]);
  });
});

test('PublishEvents gets the ledger and the default bus', () => {
  const { Properties } = resourceOf(template, 'AWS::Lambda::Function', 'PublishEventsFunction');
  expect(Properties.Environment?.Variables).toEqual({
    LEDGER_TABLE: { Ref: id('Ledger') },
    EVENT_BUS: { 'Fn::Join': ['', expect.arrayContaining([':event-bus/default'])] },
  });
});

test('it may publish events of the workflow alone', () => {
  const puts = statementsOf(template, 'PublishEvents').filter(({ actions }) =>
    actions.includes('events:PutEvents'),
  );
  expect(puts.map(({ conditions }) => conditions)).toEqual([
    { StringEquals: { 'events:source': 'cutover', 'events:detail-type': 'Cutover decision' } },
  ]);
});

test('a bus of the deployment takes the place of the default bus', () => {
  const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/own';
  const own = templateOf((scope) => ({ eventBus: EventBus.fromEventBusArn(scope, 'Own', bus) }));
  const { Properties } = resourceOf(own, 'AWS::Lambda::Function', 'PublishEventsFunction');
  expect(Properties.Environment?.Variables).toMatchObject({ EVENT_BUS: bus });
  const puts = statementsOf(own, 'PublishEvents').filter(({ actions }) =>
    actions.includes('events:PutEvents'),
  );
  expect(puts.map(({ resources }) => resources)).toEqual([[bus]]);
});

test('the queue of what could not be published is encrypted and accepts only TLS', () => {
  expect(resourceOf(template, 'AWS::SQS::Queue', 'EventsUnpublished').Properties).toEqual({
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 1_209_600,
  });
  const policy = resourceOf(template, 'AWS::SQS::QueuePolicy', 'EventsUnpublished').Properties;
  expect(policy.PolicyDocument?.Statement).toMatchObject([
    { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ]);
});

describe('the alarm for events', () => {
  const alarm = resourceOf(template, 'AWS::CloudWatch::Alarm', 'EventsFailed').Properties;

  test('fires for an event that is refused, kept in the queue, or ten minutes late', () => {
    expect(alarm).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
    const metrics = alarm.Metrics as unknown as readonly {
      Id: string;
      Expression?: string;
      MetricStat?: { Metric: { MetricName: string } };
    }[];
    expect(metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual([
      'FILL(waiting, 0) + FILL(refused, 0) + (FILL(late, 0) > 600000)',
    ]);
    const names = metrics.map((one) => [one.Id, one.MetricStat?.Metric.MetricName]);
    expect(Object.fromEntries(names)).toMatchObject({
      waiting: 'ApproximateNumberOfMessagesVisible',
      refused: 'EventsNotPublished',
      late: 'IteratorAge',
    });
  });
});

describe('an existing table as the ledger', () => {
  const stackWith = (stream: StreamViewType | undefined) => {
    const stack = new Stack(appWithoutBundles(), 'Stack');
    const ledger = new Table(stack, 'Table', {
      partitionKey: { name: 'route', type: AttributeType.STRING },
      sortKey: { name: 'item', type: AttributeType.STRING },
      ...(stream === undefined ? {} : { stream }),
    });
    new CutoverWorkflow(stack, 'Workflow', { routes, ledger });
    return stack;
  };
  const warning = Match.stringLikeRegexp('the ledger has no stream');

  test('with a stream is published from', () => {
    const stack = stackWith(StreamViewType.NEW_AND_OLD_IMAGES);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    Annotations.fromStack(stack).hasNoWarning('*', warning);
  });

  test('without a stream works as before, and the synthesis warns that nothing is published', () => {
    const stack = stackWith(undefined);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
    Annotations.fromStack(stack).hasWarning('/Stack/Workflow/Events', warning);
  });
});
