import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CutoverStack } from '../../lib/workflow/cutover-stack';
import { CutoverWorkflow } from '../../lib/workflow/cutover-workflow';
import { usesLedger } from '../../lib/workflow/iam/ledger-statements';
import { functionNames, guardNames, registeredTask } from '../../lib/workflow/tasks';
import { type ConditionKeys, holds } from '../support/iam/conditions';
import { isAllowed, isAllowedTo, type RawStatement, statementsOfPrincipal } from '../support/iam/evaluate';
import { resolved } from '../support/iam/resolve';
import { appWithoutBundles, routes, templateOf } from '../support/templates/synth';

const stack = new Stack(appWithoutBundles(), 'Stack');
const key = new Key(stack, 'Key');
const workflow = new CutoverWorkflow(stack, 'Workflow', { routes, encryptionKey: key });
workflow.grantRead(new Role(stack, 'Reader', { assumedBy: new AccountPrincipal('111122223333') }));
workflow.grantStart(new Role(stack, 'Starter', { assumedBy: new AccountPrincipal('111122223333') }));
const template = Template.fromStack(stack);
const [keyId = ''] = Object.keys(template.findResources('AWS::KMS::Key'));
const arn = { 'Fn::GetAtt': [keyId, 'Arn'] };
const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

const anyMachine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:any';
const ofMachine = { 'kms:EncryptionContext:aws:states:stateMachineArn': anyMachine };
const throughStates = { ...ofMachine, 'kms:ViaService': 'states.eu-west-1.amazonaws.com' };
const throughSqs = { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' };
const ofLogs = { 'kms:EncryptionContext:SourceArn': 'arn:aws:logs:eu-west-1:111122223333:*' };

/** A part of a template with every intrinsic function as text. */
function deepResolved(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(deepResolved);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [name = ''] = Object.keys(value);
  return name === 'Ref' || name.startsWith('Fn::')
    ? resolved(value)
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deepResolved(one)]));
}

describe('with a key, everything at rest is encrypted with it:', () => {
  test('the ledger', () => {
    const [table] = propertiesOf('AWS::DynamoDB::GlobalTable');
    expect(table.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(table.Replicas[0].SSESpecification).toEqual({ KMSMasterKeyId: arn });
  });

  test('the queue of undelivered events', () => {
    const [queue] = propertiesOf('AWS::SQS::Queue');
    expect(queue).toMatchObject({ KmsMasterKeyId: arn });
    expect(queue.SqsManagedSseEnabled).toBeUndefined();
  });

  test('every log group', () => {
    const groups = propertiesOf('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(functionNames.length + 2);
    expect(groups.filter(({ KmsKeyId }) => resolved(KmsKeyId) !== resolved(arn))).toEqual([]);
  });

  test('both state machines', () => {
    expect(
      propertiesOf('AWS::StepFunctions::StateMachine').map((one) => one.EncryptionConfiguration),
    ).toEqual(Array(2).fill({ Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: arn }));
  });

  test('the variables of every function', () => {
    const lambdas = propertiesOf('AWS::Lambda::Function');
    expect(lambdas).toHaveLength(functionNames.length);
    expect(lambdas.filter(({ KmsKeyArn }) => resolved(KmsKeyArn ?? '') !== resolved(arn))).toEqual([]);
  });
});

describe('the key may be used', () => {
  const [{ KeyPolicy } = { KeyPolicy: { Statement: [] } }] = propertiesOf('AWS::KMS::Key');
  const statements: readonly RawStatement[] = KeyPolicy.Statement;
  const allows = (service: string, action: string, keys: ConditionKeys = {}) =>
    statements.some(({ Principal, Action = [], Condition }) => {
      const { Service } = Principal as { readonly Service?: unknown };
      const actions = [Action].flat().map((one) => one.replace('*', ''));
      return (
        Service !== undefined &&
        resolved(Service) === service &&
        actions.some((one) => action.startsWith(one)) &&
        holds(Condition, keys)
      );
    });

  test('by CloudWatch Logs, for log groups of the account', () => {
    const of = (account: string) => ({
      'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:${account}:log-group:any`,
    });
    expect(allows('logs.eu-west-1.amazonaws.com', 'kms:Encrypt', of('111122223333'))).toBe(true);
    expect(allows('logs.eu-west-1.amazonaws.com', 'kms:Encrypt', of('444455556666'))).toBe(false);
    expect(allows('logs.eu-west-1.amazonaws.com', 'kms:Encrypt')).toBe(false);
  });

  test('by EventBridge, for rules of the account', () => {
    const from = (account: string) => ({
      'aws:SourceAccount': account,
      'aws:SourceArn': `arn:aws:events:eu-west-1:${account}:rule/any`,
    });
    expect(allows('events.amazonaws.com', 'kms:GenerateDataKey', from('111122223333'))).toBe(true);
    expect(allows('events.amazonaws.com', 'kms:GenerateDataKey', from('444455556666'))).toBe(false);
    expect(allows('events.amazonaws.com', 'kms:GenerateDataKey')).toBe(false);
  });

  test('by the delivery of logs, to decrypt those of the account', () => {
    expect(allows('delivery.logs.amazonaws.com', 'kms:Decrypt', ofLogs)).toBe(true);
    expect(allows('delivery.logs.amazonaws.com', 'kms:Decrypt')).toBe(false);
    expect(allows('delivery.logs.amazonaws.com', 'kms:GenerateDataKey', ofLogs)).toBe(false);
  });

  test('by no other service', () => {
    const services = statements.flatMap(({ Principal }) => {
      const { Service } = Principal as { readonly Service?: unknown };
      return Service === undefined ? [] : [resolved(Service)];
    });
    expect(services.sort()).toEqual([
      'delivery.logs.amazonaws.com',
      'events.amazonaws.com',
      'logs.eu-west-1.amazonaws.com',
    ]);
  });

  test('as the guide says for an imported key', () => {
    const page = readFileSync(join(__dirname, '../../docs/guide/encryption.md'), 'utf8');
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const added = statements.filter(({ Principal }) => Object.hasOwn(Principal as object, 'Service'));
    expect(deepResolved(added)).toEqual(JSON.parse(json));
  });

  test.each(['Cutover', 'Revert'])('by the role of %s, for executions and logs', (name) => {
    const id = Object.keys(template.findResources('AWS::IAM::Role')).find((one) =>
      new RegExp(`^Workflow${name}Role`).test(one),
    );
    const role = statementsOfPrincipal(template, `${id}`);
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      expect(isAllowedTo(role, action, arn, ofMachine)).toBe(true);
      expect(isAllowedTo(role, action, arn)).toBe(false);
    }
    expect(isAllowedTo(role, 'kms:GenerateDataKey', arn, ofLogs)).toBe(true);
    expect(isAllowedTo(role, 'kms:Decrypt', arn, ofLogs)).toBe(false);
  });

  test.each(functionNames)('by %s, exactly as it needs to', (name) => {
    const { permissions } = registeredTask(name);
    const isGuard = guardNames.some((guard) => guard === name);
    const ledger = usesLedger(permissions);
    const executions = permissions.some((one) => one === 'read-reverts' || one === 'use-executions');
    const may = (action: string, keys: ConditionKeys = {}) => isAllowed(template, name, action, arn, keys);
    expect(may('kms:Encrypt')).toBe(ledger);
    expect(may('kms:GenerateDataKey')).toBe(ledger);
    const hasQueue = isGuard || name === 'NotifyPeople';
    expect(may('kms:GenerateDataKey', throughSqs)).toBe(ledger || hasQueue);
    expect(may('kms:Decrypt', throughStates)).toBe(ledger || executions);
    expect(may('kms:ScheduleKeyDeletion')).toBe(false);
  });

  test('by a reader, to decrypt; not by a starter', () => {
    const of = (id: string) =>
      statementsOfPrincipal(
        template,
        Object.keys(template.findResources('AWS::IAM::Role')).find((one) => one.startsWith(id)) ?? '',
      );
    expect(isAllowedTo(of('Reader'), 'kms:Decrypt', arn, throughStates)).toBe(true);
    expect(isAllowedTo(of('Reader'), 'kms:Encrypt', arn, throughStates)).toBe(false);
    expect(isAllowedTo(of('Starter'), 'kms:Decrypt', arn, throughStates)).toBe(false);
  });
});

describe('the ARN of a key', () => {
  const imported = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  test('is used as the key', () => {
    const app = appWithoutBundles();
    const withArn = Template.fromStack(
      new CutoverStack(app, 'Cutover', { routes, encryptionKeyArn: imported }),
    );
    withArn.allResourcesProperties('AWS::Lambda::Function', { KmsKeyArn: imported });
    withArn.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: imported });
  });
});

test('without a key, keys of AWS are used', () => {
  const without = templateOf();
  without.resourceCountIs('AWS::KMS::Key', 0);
  expect(JSON.stringify(without.toJSON())).not.toMatch(/kms:|KmsKey|CUSTOMER_MANAGED/);
});
