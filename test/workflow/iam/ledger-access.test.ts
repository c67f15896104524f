import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { routeKey } from '../../../lambdas/core/routers/route';
import { commandPartition } from '../../../lambdas/core/shared/command-partition';
import type { Ledger, OperatorCommand } from '../../../lambdas/ports';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { bindStep } from '../../../lib/rehearsal/world/bind-steps';
import type { Tamper } from '../../../lib/rehearsal/world/world-functions';
import { usesLedger } from '../../../lib/workflow/iam/ledger-statements';
import { type FunctionName, functionNames, registeredTask } from '../../../lib/workflow/tasks';
import { goldenInput, goldens } from '../../../tools/golden/golden-files';
import { isAllowed } from '../../support/iam/evaluate';
import {
  accessesOf,
  type LedgerAccess,
  type LedgerCall,
  recordedLedger,
} from '../../support/iam/ledger-calls';
import { templateOf } from '../../support/templates/synth';

/** Rehearsals in which somebody also sends what cannot be read as a command. */
const WITH_UNREADABLE_COMMAND = ['succeeds', 'prepared-adopted-and-lowered', 'deploys-and-succeeds'];

const rehearsedRoute = 'route53/Z0123456789ABCDEFGHIJ/www.example.org';
const routesWith = (recordName: string) => ({
  routes: [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.org', recordNames: [recordName] }],
});
const deployed = templateOf(routesWith('www.example.org'));
const ofAnotherRoute = templateOf(routesWith('shop.example.org'));

/** What each function asks of DynamoDB, each access once. */
const accesses = new Map<FunctionName, ReadonlyMap<string, LedgerAccess>>();

const calls = new Map<string, LedgerCall>();

/** Every step of the rehearsal over a ledger that reports each call. */
const recording =
  (between: (ledger: Ledger, route: string) => Promise<void>): Tamper =>
  (_, ports) => {
    const ledger: Ledger = {
      ...ports.ledger,
      acquire: async (route, ...rest) => {
        const result = await ports.ledger.acquire(route, ...rest);
        await between(ports.ledger, route);
        return result;
      },
      saveExpected: async (route, ...rest) => {
        await ports.ledger.saveExpected(route, ...rest);
        await between(ports.ledger, route);
      },
    };
    const stepOf = (task: FunctionName) => {
      const record = (call: Omit<LedgerCall, 'task'>) =>
        calls.set(`${task} ${call.method} ${call.args[0]}`, { task, ...call });
      return bindStep(task, { ...ports, ledger: recordedLedger(ledger, record) });
    };
    // Bound when it is invoked: there are thousands of invocations, each of one step.
    const get = (task: FunctionName) => ({ get: () => stepOf(task), enumerable: true });
    return Object.defineProperties({}, Object.fromEntries(functionNames.map((task) => [task, get(task)])));
  };

const readable = recording(async () => undefined);
const unreadable = recording(async (ledger, route) => {
  const { lock = null } = (await ledger.read(route)) ?? {};
  await ledger.sendCommand(route, `${lock?.execution}`, { kind: 'Pause' } as unknown as OperatorCommand);
});

/** No rehearsal reads a stream. A start and a decision without one ask for all that any event may. */
async function publish(): Promise<void> {
  const record = (call: Omit<LedgerCall, 'task'>) =>
    calls.set(`PublishEvents ${call.method} ${call.args[0]}`, { task: 'PublishEvents', ...call });
  const ports = { ledger: recordedLedger(memoryLedger(), record), bus: { publish: async () => [] } };
  const clock = { now: () => 0 };
  const changes = ['started', 'evaluated'].map((kind, i) => ({
    sequence: `${i}`,
    change: { kind: 'decision', route: rehearsedRoute, decision: { kind, execution: 'arn:one', key: kind } },
  }));
  const log = { info: () => undefined, error: () => undefined };
  await bindStep('PublishEvents', { ...ports, clock, log } as never)({ changes });
}

beforeAll(async () => {
  for (const golden of goldens()) {
    const input = goldenInput(golden);
    if (routeKey(input.plan.router) === rehearsedRoute) {
      await rehearse({ ...input, tamper: readable });
    }
    if (WITH_UNREADABLE_COMMAND.includes(golden.name)) {
      await rehearse({ ...input, tamper: unreadable });
    }
  }
  await publish();
  for (const call of calls.values()) {
    const found = await accessesOf(call);
    const known = accesses.get(call.task) ?? new Map<string, LedgerAccess>();
    const added = found.map((one) => [`${one.action} ${one.partition}`, one] as const);
    accesses.set(call.task, new Map([...known, ...added]));
  }
  // All goldens in one hook: ten seconds, and minutes on a busy machine.
}, 600_000);

const users = functionNames.filter((name) => usesLedger(registeredTask(name).permissions));
const accessesBy = (task: FunctionName) => [...(accesses.get(task)?.values() ?? [])];

/** Whether a partition is one of the deployment; an operator who starts a revert may name any other one. */
const isOwn = ({ partition }: LedgerAccess) =>
  [rehearsedRoute, commandPartition(rehearsedRoute)].includes(partition);

/** The table, as the statements name it. */
function tableIn(template: Template): unknown {
  const [id] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
  return { 'Fn::GetAtt': [id, 'Arn'] };
}

const allows = (template: Template, task: FunctionName, { action, partition }: LedgerAccess) =>
  isAllowed(template, task, action, tableIn(template), { 'dynamodb:LeadingKeys': [partition] });

/** Every action that some permission for the ledger has. */
const ACTIONS = ['GetItem', 'Query', 'ConditionCheckItem', 'PutItem', 'UpdateItem'].map(
  (name) => `dynamodb:${name}`,
);

test('the rehearsals use each function that uses the ledger, and no other function uses it', () => {
  expect([...accesses.keys()].sort()).toEqual([...users].sort());
});

describe.each(users)('%s', (task) => {
  test('may do to the routes of its deployment what its step does, and nothing to any other', () => {
    const done = accessesBy(task);
    expect(done.filter(isOwn)).not.toEqual([]);
    expect(done.filter((one) => allows(deployed, task, one) !== isOwn(one))).toEqual([]);
  });

  test('may not do it to a route of another deployment', () => {
    expect(accessesBy(task).filter((one) => allows(ofAnotherRoute, task, one))).toEqual([]);
  });

  test('may do nothing to its route that its step does not do', () => {
    const done = accessesBy(task).map(({ action }) => action);
    const unused = ACTIONS.filter((action) => allows(deployed, task, { action, partition: rehearsedRoute }));
    expect(unused.filter((action) => !done.includes(action))).toEqual([]);
  });

  test('may write what operators send only if it is Operate, and may not delete or scan', () => {
    const commands = commandPartition(rehearsedRoute);
    const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'].map(
      (name) => `dynamodb:${name}`,
    );
    const written = registeredTask(task).permissions.includes('send-commands' as never)
      ? ['dynamodb:PutItem', 'dynamodb:UpdateItem']
      : [];
    expect(writes.filter((action) => allows(deployed, task, { action, partition: commands }))).toEqual(
      written,
    );
    const table = tableIn(deployed);
    for (const action of ['DeleteItem', 'BatchWriteItem', 'BatchGetItem', 'Scan', 'PartiQLSelect']) {
      expect(isAllowed(deployed, task, `dynamodb:${action}`, table)).toBe(false);
    }
  });

  test('may do nothing in a request that names no partition', () => {
    expect(ACTIONS.filter((action) => isAllowed(deployed, task, action, tableIn(deployed)))).toEqual([]);
  });

  test('may do nothing in a request that names a partition of its own and another one', () => {
    const mixed = { 'dynamodb:LeadingKeys': [rehearsedRoute, 'route53/Z1/api.example.net'] };
    expect(ACTIONS.filter((action) => isAllowed(deployed, task, action, tableIn(deployed), mixed))).toEqual(
      [],
    );
  });
});
