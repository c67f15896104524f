import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { alarmArnFor } from '../../../lambdas/core/health/alarm-arn';
import { readDefinition, startExecutionResource } from '../../../lib/workflow/definition';
import { type Assembly, synthesize } from '../support/assembly';
import { endpointOf } from '../support/endpoints';
import { fitForEmulator, REFUSED } from '../support/fit-for-emulator';
import { type HttpsPath, httpsPath } from '../support/https-path';
import { liveRoute } from '../support/live-route';
import { runInStack, type StackCutoverRun, stackClients } from '../support/run-in-stack';
import { createStack, invokeFunction, type Stack, uploadAssets } from '../support/stack';

/**
 * The synthesized stack in an emulator's CloudFormation, and cutovers in its Step Functions: with an
 * interpreter of the state machines that is not ours, the bundles as functions, EventBridge's rules, and
 * every call checked against its role's policies.
 */

const LIMIT_MS = 360_000;
const NUMBERS = '5xx 7.50 % > 1 %';
const clients = stackClients();
let path: HttpsPath | undefined;
let assembly: Assembly | undefined;
let stack: Stack;
let succeeding: StackCutoverRun;
let alarmed: StackCutoverRun;
let stopped: StackCutoverRun;
let guarded: StackCutoverRun;

beforeAll(async () => {
  path = await httpsPath('new');
  const { port } = path;
  const route = () => liveRoute(clients.route53, clients.cloudwatch);
  const [one, two, three, four] = [await route(), await route(), await route(), await route()];
  assembly = await synthesize([one, two, three, four], port);
  await uploadAssets(assembly);
  stack = await createStack(fitForEmulator(assembly.template));
  const stop = (executionArn: string) =>
    clients.stepFunctions.send(
      new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by an operator' }),
    );
  [succeeding, alarmed, stopped, guarded] = await Promise.all([
    runInStack(clients, stack, { route: one, port }),
    runInStack(clients, stack, { route: two, port, at50: () => two.setAlarm('ALARM', NUMBERS) }),
    runInStack(clients, stack, { route: three, port, at50: stop }),
    runInStack(clients, stack, { route: four, port, at50: () => alarmFires(four.alarm) }),
  ]);
}, LIMIT_MS);

/**
 * Sends the event of an alarm, which the emulator's CloudWatch does not send. EventBridge accepts it from no
 * one else.
 */
function alarmFires(alarmName: string): Promise<unknown> {
  const detail = { alarmName, state: { value: 'ALARM', reason: NUMBERS } };
  const resources = [alarmArnFor(stack.outputs.get('CutoverStateMachineArn') ?? '', alarmName)];
  return invokeFunction(stack, 'GuardAlarm', { resources, detail });
}

afterAll(async () => {
  for (const client of Object.values(clients)) {
    client.destroy();
  }
  await Promise.all([path?.close(), assembly?.remove()]);
});

describe('the stack', () => {
  test('the stack has every resource except those that the emulator refuses', () => {
    const ids = Object.keys(assembly?.template.Resources ?? {});
    const missing = ids.filter((id) => !stack.resources.has(id)).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect({ status: stack.status, missing }).toEqual({ status: 'CREATE_COMPLETE', missing: REFUSED });
  });

  test('the unchanged template is refused because of its alarms alone', async () => {
    const { status, failures } = await createStack(assembly?.template ?? {});
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect([...failures.values()]).toEqual([
      expect.stringMatching(/AWS::CloudWatch::Alarm .*metric math.* not supported/),
    ]);
  });

  test('the stack has the ledger table with its keys', async () => {
    const TableName = stack.outputs.get('LedgerTableName');
    const { Table } = await clients.dynamo.send(new DescribeTableCommand({ TableName }));
    expect(Table?.KeySchema).toEqual([
      { AttributeName: 'route', KeyType: 'HASH' },
      { AttributeName: 'item', KeyType: 'RANGE' },
    ]);
  });

  test.each(['cutover', 'revert'] as const)(
    'the stack has exactly the state machine of %s.asl.json',
    async (name) => {
      const stateMachineArn = stack.outputs.get(
        name === 'cutover' ? 'CutoverStateMachineArn' : 'RevertStateMachineArn',
      );
      const machine = await clients.stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }));
      const filled = readDefinition(name)
        .text.replace(/\$\{StartExecution\}/, startExecutionResource('aws'))
        .replace(/\$\{(\w+)Arn\}/g, (_, what) => arnOf(what));
      expect(machine.definition).toBe(filled);
      expect([...stack.resources.values()]).toContain(machine.roleArn?.replace(/^.*\//, ''));
    },
  );

  test('the emulator refuses unknown credentials', async () => {
    const credentials = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'test' };
    const endpoint = endpointOf('SFN');
    const stranger = new SFNClient({ ...settings, endpoint, credentials });
    await expect(stranger.send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    stranger.destroy();
  });
});

describe('a cutover in the stack', () => {
  const back = ['100/0', '50/50', '100/0'];
  const reason = `alarm "[\\w-]+" is in ALARM: ${NUMBERS}`;
  const decision = (what: string, why: string) => expect.stringMatching(new RegExp(`^${what}: ${why}$`));

  test('a cutover in the stack succeeds', () => {
    expect(succeeding.ended.status).toBe('SUCCEEDED');
    expect(JSON.parse(succeeding.ended.output ?? '')).toMatchObject({ outcome: 'succeeded' });
    expect(succeeding.weights).toEqual(['100/0', '50/50', '0/100']);
    expect(succeeding.decisions.at(-3)).toBe(
      'soak 1: pass, finish: 1 of 1 alarms are OK, 1 of them without any data;' +
        ' the plan has no measure of requests',
    );
  });

  test('a cutover is reverted when an evaluation finds an alarm in ALARM', () => {
    const cause = expect.stringMatching(new RegExp(`^${reason}$`));
    expect(alarmed.ended).toMatchObject({ status: 'FAILED', error: 'Reverted', cause });
    expect(alarmed.weights).toEqual(back);
    expect(alarmed.decisions.slice(-2)).toEqual([
      decision('revert from 50 % to 0 %', reason),
      decision('reverted', reason),
    ]);
  });

  test('a cutover is reverted by the rule on its status when an operator stops it', () => {
    expect(stopped.ended).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by an operator' });
    expect(stopped.weights).toEqual(back);
    expect(stopped.decisions.at(-1)).toMatch(/^reverted: /);
  });

  test('a cutover is stopped and reverted when an alarm fires between two evaluations', () => {
    const cause = expect.stringMatching(new RegExp(`^${reason}$`));
    expect(guarded.ended).toMatchObject({ status: 'ABORTED', error: 'AlarmFired', cause });
    expect(guarded.weights).toEqual(back);
    expect(guarded.decisions.slice(-2)).toEqual([
      decision('revert from 50 % to 0 %', reason),
      decision('reverted', reason),
    ]);
  });

  test('finished cutovers leave nothing for the reconciler to repair', async () => {
    expect(await invokeFunction(stack, 'Reconcile', {})).toEqual({
      repaired: [],
      reason: '0 locked routes checked, nothing to repair',
    });
  });
});

/** The ARN that replaces a placeholder of the state machines. */
function arnOf(what: string): string {
  if (what === 'RevertMachine') {
    return stack.outputs.get('RevertStateMachineArn') ?? '';
  }
  const [, name] = [...stack.resources].find(([id]) => id.startsWith(`Workflow${what}Function`)) ?? [];
  return `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
}
