import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Adds to the policy of a key what those services do with it that act on behalf of no role. Nothing is added
 * to an imported key: its owner does that (docs/guide/encryption.md).
 */
export function allowServices(scope: Construct, key: IKey): void {
  const { region } = Stack.of(scope);
  const statement = (service: string, actions: string[], conditions: Record<string, object>) =>
    new PolicyStatement({
      principals: [new ServicePrincipal(service)],
      actions,
      resources: ['*'],
      conditions,
    });
  const statements = [
    // Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    statement(
      `logs.${region}.amazonaws.com`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnOf(scope, 'logs', 'log-group:*') } },
    ),
    // Step Functions Developer Guide, "Data at rest encryption in Step Functions".
    statement('delivery.logs.amazonaws.com', ['kms:Decrypt'], {
      StringEquals: { 'kms:EncryptionContext:SourceArn': arnOf(scope, 'logs', '*') },
    }),
    // Amazon EventBridge User Guide, "Using dead-letter queues to process undelivered events".
    statement('events.amazonaws.com', QUEUE_ACTIONS, {
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      ArnLike: { 'aws:SourceArn': arnOf(scope, 'events', 'rule/*') },
    }),
  ];
  for (const one of statements) {
    key.addToResourcePolicy(one);
  }
}

/** Amazon SQS Developer Guide, "Key management": a producer needs both. */
const QUEUE_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What Lambda does as a guard's role when it sends an event that the guard could not handle to the queue. */
export function writeToQueue(scope: Construct, key: IKey): PolicyStatement {
  return new PolicyStatement({
    actions: QUEUE_ACTIONS,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(scope).region}.amazonaws.com` } },
  });
}

/**
 * What Step Functions does as the role of a state machine: it encrypts definition, inputs, history and logs.
 * The machine itself has the role, so the role cannot name it.
 */
export function runMachine(scope: Construct, key: IKey): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: ofMachines(scope),
    }),
    new PolicyStatement({
      actions: ['kms:GenerateDataKey'],
      resources: [key.keyArn],
      // The `*` is part of the value.
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': arnOf(scope, 'logs', '*') } },
    }),
  ];
}

/**
 * Reading inputs, outputs and histories of executions (Step Functions API Reference, DescribeExecution:
 * callers need `kms:Decrypt`).
 */
export function readExecutions(scope: Construct, key: IKey): PolicyStatement {
  const { region } = Stack.of(scope);
  return new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: {
      ...ofMachines(scope),
      StringEquals: { 'kms:ViaService': `states.${region}.amazonaws.com` },
    },
  });
}

function ofMachines(scope: Construct) {
  const machines = arnOf(scope, 'states', 'stateMachine:*');
  return { StringLike: { 'kms:EncryptionContext:aws:states:stateMachineArn': machines } };
}

function arnOf(scope: Construct, service: string, resource: string): string {
  const { account, partition, region } = Stack.of(scope);
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
