import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { readDefinition } from '../../lib/workflow/definition';
import { type FunctionName, functionNames as names, registeredTask } from '../../lib/workflow/tasks';
import { resourceOf, statementsOf, templateOf } from '../support/templates/synth';

const template = templateOf();
const own = (id: string) => Match.stringLikeRegexp(`^Workflow${id}[0-9A-F]{8}$`);

describe('the functions', () => {
  test.each(names)('%s has the shared settings, and its own time-out, log group and role', (task) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: `Cutover: ${task}`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: registeredTask(task).timeoutSeconds,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: own(`${task}Logs`) } },
      Role: { 'Fn::GetAtt': [own(`${task}Role`), 'Arn'] },
    });
  });

  test('are those of the registry: CDK adds no helper function', () => {
    template.resourceCountIs('AWS::Lambda::Function', names.length);
  });

  test.each([
    ['ValidatePlan', 'ALLOWED_HOSTS', '["gw-*.example.com"]'],
    ['ValidatePlan', 'ROUTES', '["route53/Z0123456789ABCDEFGHIJ/api.example.com"]'],
    ['SmokeTest', 'ALLOWED_HOSTS', '["gw-*.example.com"]'],
    ['SmokeTest', 'ALLOWED_PRIVATE_NETWORKS', '[]'],
    ['SmokeTest', 'PRODUCTION_NAME_TEST', 'if-reachable'],
  ])('%s gets %s', (task, name, value) => {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${task}Function`);
    expect(Properties.Environment?.Variables?.[name]).toBe(value);
  });

  test('SmokeTest gets the allowed hosts, the private networks and the policy of the props', () => {
    const other = templateOf({
      allowedHosts: ['new.example.com'],
      allowedPrivateNetworks: [{ cidr: '10.0.0.0/16' }],
      policy: { productionNameTest: 'required' },
    });
    const { Properties } = resourceOf(other, 'AWS::Lambda::Function', 'SmokeTestFunction');
    expect(Properties.Environment?.Variables).toEqual({
      ALLOWED_HOSTS: '["new.example.com"]',
      ALLOWED_PRIVATE_NETWORKS: '[{"cidr":"10.0.0.0/16"}]',
      PRODUCTION_NAME_TEST: 'required',
    });
    expect(() => templateOf({ allowedHosts: [] })).toThrow('allowedHosts: is an empty list');
  });
});

describe('the logs', () => {
  test('are kept for three months, in one log group for each function and state machine', () => {
    template.resourceCountIs('AWS::Logs::LogGroup', names.length + 2);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
  });

  test('are kept for the given retention', () => {
    const short = templateOf({ logRetention: RetentionDays.ONE_WEEK });
    short.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });
});

describe.each([
  { id: 'Cutover', file: 'cutover' },
  { id: 'Revert', file: 'revert' },
] as const)('the state machine $id', ({ id, file }) => {
  const { Properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine', `${id}Machine`);
  const definition = readDefinition(file);

  test('is deployed from its file byte for byte, with an ARN for each placeholder', () => {
    expect(Properties.DefinitionString).toBe(definition.text);
    expect(Object.keys(Properties.DefinitionSubstitutions ?? {}).sort()).toEqual(definition.placeholders);
  });

  test('is of the type STANDARD, is traced, and logs every event without its data', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionString: definition.text,
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ALL',
        IncludeExecutionData: false,
        Destinations: [
          { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [own(`${id}Logs`), 'Arn'] } } },
        ],
      },
    });
  });

  test('fills each placeholder with the function or state machine of its name', () => {
    const { StartExecution, ...arns } = Properties.DefinitionSubstitutions ?? {};
    const integration = ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:::states:startExecution']];
    expect(StartExecution).toEqual(id === 'Cutover' ? { 'Fn::Join': integration } : undefined);
    for (const [name, value] of Object.entries(arns)) {
      const wanted = name === 'RevertMachineArn' ? 'RevertMachine' : name.replace(/Arn$/, 'Function');
      expect(JSON.stringify(value)).toContain(`"Workflow${wanted}`);
    }
  });
});

describe('the ledger', () => {
  const table = 'AWS::DynamoDB::GlobalTable';

  test('has the keys of the adapter, on-demand billing, encryption and recovery, and is retained', () => {
    template.hasResource(table, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        KeySchema: [
          { AttributeName: 'route', KeyType: 'HASH' },
          { AttributeName: 'item', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'route', AttributeType: 'S' },
          { AttributeName: 'item', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });

  test('is deleted with the stack, as are the logs, with RemovalPolicy.DESTROY', () => {
    const removable = templateOf({ removalPolicy: RemovalPolicy.DESTROY });
    removable.hasResource(table, {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] },
    });
    removable.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  test('can be an existing table, whose key exactly the functions that use the ledger may use', () => {
    const given = templateOf((scope) => ({
      ledger: new Table(scope, 'Table', {
        partitionKey: { name: 'route', type: AttributeType.STRING },
        sortKey: { name: 'item', type: AttributeType.STRING },
        encryptionKey: new Key(scope, 'Key'),
      }),
    }));
    given.resourceCountIs(table, 0);
    const decrypting = names.filter((task) =>
      statementsOf(given, task).some(({ actions }) => actions.includes('kms:Decrypt')),
    );
    const users = names.filter((task) => 'LEDGER_TABLE' in environmentOf(task));
    expect(decrypting).toEqual(users);
    expect(users).toHaveLength(22);
  });

  function environmentOf(task: FunctionName): object {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${task}Function`);
    return Properties.Environment?.Variables ?? {};
  }
});

describe('the alarm for failed reverts', () => {
  const metric = (id: string, name: string) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/States',
        MetricName: name,
        Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: own('RevertMachine') } }],
      },
      Period: 60,
      Stat: 'Sum',
    },
    ReturnData: false,
  });

  test('fires at the first revert that fails, times out, is stopped or cannot be started', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: [
        Match.objectLike({
          Expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0) + FILL(recorded, 0)',
          ReturnData: true,
        }),
        metric('failed', 'ExecutionsFailed'),
        metric('timedOut', 'ExecutionsTimedOut'),
        metric('aborted', 'ExecutionsAborted'),
        Match.objectLike({
          Id: 'recorded',
          MetricStat: Match.objectLike({
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName: 'Invocations',
              Dimensions: [{ Name: 'FunctionName', Value: { Ref: own('RecordFailureFunction') } }],
            },
          }),
        }),
      ],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('notifies the topic, if there is one', () => {
    const notifying = templateOf((scope) => ({ alarmTopic: new Topic(scope, 'OnCall') }));
    const { Properties } = resourceOf(notifying, 'AWS::CloudWatch::Alarm', 'RevertFailed');
    expect(Properties.AlarmActions).toHaveLength(1);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
  });
});

test('the stack has the outputs that operators need', () => {
  const outputs = Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [name, Value.Ref]);
  expect(Object.fromEntries(outputs)).toEqual({
    CutoverStateMachineArn: expect.stringMatching(/^WorkflowCutoverMachine/),
    RevertStateMachineArn: expect.stringMatching(/^WorkflowRevertMachine/),
    LedgerTableName: expect.stringMatching(/^WorkflowLedger/),
    RevertFailedAlarmName: expect.stringMatching(/^WorkflowRevertFailed/),
    GuardsFailedAlarmName: expect.stringMatching(/^WorkflowGuardsFailed/),
    LockedUnattendedAlarmName: expect.stringMatching(/^WorkflowLockedUnattended/),
    EventsFailedAlarmName: expect.stringMatching(/^WorkflowEventsFailed/),
  });
});
