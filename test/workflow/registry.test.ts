import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import validateAsl from 'asl-validator';
import * as errors from '../../lambdas/core/shared/errors';
import { SHIFT_LEASE_MS } from '../../lambdas/core/shared/lease';
import { ORDER_LEASE_MS } from '../../lambdas/steps/start-deployment';
import { SCAN_SECONDS } from '../../lambdas/steps/verify-decommission';
import { FORMER_TASKS, readDefinition } from '../../lib/workflow/definition';
import { handlerFile } from '../../lib/workflow/functions/bundling';
import {
  functionNames,
  guardNames,
  publisherNames,
  registeredTask,
  type TaskName,
  taskNames,
} from '../../lib/workflow/tasks';

interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Choices?: readonly { readonly Comment?: string; readonly Next: string }[];
}

const machines = ['cutover', 'revert'] as const;
const definitions = machines.map((name) => ({ name, definition: readDefinition(name) }));
const parsed = definitions.map(({ name, definition }) => ({ name, asl: JSON.parse(definition.text) }));
const states = parsed.flatMap(({ name, asl }) =>
  Object.entries<State>(asl.States).map(([state, body]) => ({ name: `${name} ${state}`, state, body })),
);
const taskStates = states.filter(({ body }) => body.Type === 'Task');
const lambdaStates = taskStates.filter(({ body }) => body.Resource?.endsWith('Arn}'));

const choiceRules = states.flatMap(({ name, body }) =>
  (body.Choices ?? []).map((rule) => ({ name: `${name} to ${rule.Next}`, rule })),
);

/** The file of a function in the folders of handlers and steps. */
const fileOf = (name: string) => {
  const isIn = (names: readonly string[]) => names.includes(name);
  const folder = isIn(guardNames) ? 'guards/' : isIn(publisherNames) ? 'events/' : '';
  return `${folder}${kebab(name)}`;
};
const kebab = (name: string) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();

describe('the registry and the state machines', () => {
  test('name the same functions', () => {
    const former: readonly string[] = Object.values(FORMER_TASKS).flat();
    expect([...new Set([...lambdaStates.map(({ state }) => state), ...former])].sort()).toEqual(
      [...taskNames].sort(),
    );
    expect([...new Set(definitions.flatMap(({ definition }) => definition.placeholders))].sort()).toEqual(
      [
        ...taskNames.filter((name) => !former.includes(name)).map((name) => `${name}Arn`),
        ...['RevertMachineArn', 'StartExecution'],
      ].sort(),
    );
  });

  test.each(lambdaStates)('$name invokes the function of its own name', ({ state, body }) => {
    expect(body.Resource).toBe(`\${${state}Arn}`);
  });

  test.each(lambdaStates)('$name has a longer time-out than its function', ({ state, body }) => {
    expect(registeredTask(state as TaskName).timeoutSeconds).toBeLessThan(body.TimeoutSeconds ?? 0);
  });
});

describe('the guards', () => {
  test('are not Tasks of a state machine', () => {
    const called = definitions.flatMap(({ definition }) => definition.placeholders);
    expect(guardNames.filter((name) => called.includes(`${name}Arn`))).toEqual([]);
  });

  test('are the only functions that use executions', () => {
    const users = functionNames.filter((name) => registeredTask(name).permissions.includes('use-executions'));
    expect(users).toEqual(guardNames);
  });
});

test.each([
  ['ShiftTraffic', SHIFT_LEASE_MS],
  ['PrepareRecords', SHIFT_LEASE_MS],
  ['RestoreRecords', SHIFT_LEASE_MS],
  ['StartDeployment', ORDER_LEASE_MS],
] as const)('the time-out of %s is shorter than its lease', (task, lease) => {
  expect(registeredTask(task).timeoutSeconds * 1_000).toBeLessThan(lease);
});

test('VerifyDecommission stops scanning two minutes before its time-out', () => {
  expect(registeredTask('VerifyDecommission').timeoutSeconds - SCAN_SECONDS).toBeGreaterThanOrEqual(120);
});

describe.each(functionNames)('%s', (name) => {
  test('has a handler with its name', () => {
    expect(registeredTask(name).handler).toBe(fileOf(name));
    expect(readFileSync(handlerFile(registeredTask(name).handler), 'utf8')).toMatch(
      new RegExp(`export const handler = taskHandler\\(\\s*'${name}'`),
    );
  });

  test('has a step with its name', async () => {
    const steps = await import(join(__dirname, '../../lambdas/steps', `${fileOf(name)}.ts`));
    const { [name.charAt(0).toLowerCase() + name.slice(1)]: step } = steps;
    expect(step).toBeInstanceOf(Function);
    expect(step).toBe(registeredTask(name).step);
  });
});

describe('the folders of the functions', () => {
  const namesIn = (folder: string) =>
    ['.', 'guards', 'events', 'hooks']
      .flatMap((group) =>
        readdirSync(join(__dirname, '../../lambdas', folder, group), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => join(group, name.replace(/\.ts$/, ''))),
      )
      .sort();
  // No state machine has these two: CodeDeploy or ECS invokes the first, and AskGates the second.
  const registered = [...functionNames.map(fileOf), 'hooks/deployment-hook', 'hooks/query-gate'];

  test('lambdas/handlers has exactly one file for each function', () => {
    expect(namesIn('handlers')).toEqual([...registered].sort());
  });

  test('lambdas/steps has exactly one file for each function', () => {
    expect(namesIn('steps')).toEqual([...registered].sort());
  });
});

describe('the state machine files', () => {
  test.each(parsed)('$name is valid Amazon States Language', ({ asl }) => {
    const result = validateAsl(asl);
    expect(result.errorsText()).toBe('');
    expect(result.isValid).toBe(true);
  });

  test.each(parsed)('$name has a comment and a time-out', ({ asl }) => {
    expect(asl.Comment).toMatch(/\.$/);
    expect(asl.TimeoutSeconds).toBeGreaterThan(0);
    expect(asl.QueryLanguage).toBe('JSONata');
  });

  test.each(states)('$name has a comment', ({ body }) => {
    expect(body.Comment).toMatch(/\.$/);
  });

  test.each(choiceRules)('the rule $name has a comment, which the console shows on the edge', ({ rule }) => {
    expect(rule.Comment).toMatch(/^[A-Z].*\.$/);
    // Short enough to be read on an edge of the graph.
    expect(rule.Comment?.length).toBeLessThanOrEqual(60);
  });

  test('have choice rules', () => {
    expect(choiceRules.length).toBeGreaterThan(20);
  });

  test.each(taskStates)('$name has a time-out, retries and catches every error', ({ body }) => {
    expect(body.TimeoutSeconds).toBeGreaterThan(0);
    expect(body.Retry?.length).toBeGreaterThan(0);
    expect(body.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  test.each(lambdaStates)('$name retries when a service was busy', ({ body }) => {
    // Step Functions uses the first retrier that matches.
    const retrier = body.Retry?.find(({ ErrorEquals }) =>
      ErrorEquals.some((name) => name === 'ServiceBusyError' || name === 'States.ALL'),
    );
    expect(retrier?.MaxAttempts).toBeGreaterThan(0);
  });
});

describe('error classes', () => {
  const classes = Object.entries(errors);

  test.each(classes)('the name of %s is that of its class', (name, Class) => {
    expect(new Class('why').name).toBe(name);
  });

  test('exist for every error that the state machines match', () => {
    const matched = taskStates.flatMap(({ body }) =>
      [...(body.Retry ?? []), ...(body.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals),
    );
    const own = [...new Set(matched)].filter((name) => !name.includes('.'));
    expect(own.sort()).toEqual([
      'AbortedError',
      'AbortedUnderWayError',
      'ClockOffError',
      'FencedError',
      'LeaseRunningError',
      'LedgerCorruptError',
      'PathUnhealthyError',
      'PausedError',
      'RouteBrokenError',
      'RouteChangedError',
      'ServiceBusyError',
    ]);
    expect(classes.map(([name]) => name)).toEqual(expect.arrayContaining(own));
  });
});
