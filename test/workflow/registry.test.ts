import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import validateAsl from 'asl-validator';
import * as errors from '../../lambdas/core/shared/errors';
import { SHIFT_LEASE_MS } from '../../lambdas/steps/shift-traffic';
import { ORDER_LEASE_MS } from '../../lambdas/steps/start-deployment';
import { SCAN_SECONDS } from '../../lambdas/steps/verify-decommission';
import { readDefinition } from '../../lib/workflow/definition';
import { handlerFile } from '../../lib/workflow/functions/bundling';
import { functionNames, guardNames, type TaskName, taskNames, taskOf } from '../../lib/workflow/tasks';

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
const lambdaStates = taskStates.filter(({ body }) => body.Resource?.startsWith('${'));

const choiceRules = states.flatMap(({ name, body }) =>
  (body.Choices ?? []).map((rule) => ({ name: `${name} to ${rule.Next}`, rule })),
);

const kebab = (name: string) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();

describe('the registry and the state machines', () => {
  test('name the same functions', () => {
    expect([...new Set(lambdaStates.map(({ state }) => state))].sort()).toEqual([...taskNames].sort());
    expect([...new Set(definitions.flatMap(({ definition }) => definition.placeholders))].sort()).toEqual(
      [...taskNames.map((name) => `${name}Arn`), 'RevertMachineArn'].sort(),
    );
  });

  test.each(lambdaStates)('$name invokes the function of its own name', ({ state, body }) => {
    expect(body.Resource).toBe(`\${${state}Arn}`);
  });

  test.each(lambdaStates)('$name gives its function the time to speak first', ({ state, body }) => {
    expect(taskOf(state as TaskName).timeoutSeconds).toBeLessThan(body.TimeoutSeconds ?? 0);
  });
});

describe('the guards', () => {
  test('are no Task of a state machine', () => {
    const called = definitions.flatMap(({ definition }) => definition.placeholders);
    expect(guardNames.filter((name) => called.includes(`${name}Arn`))).toEqual([]);
  });

  test('alone use executions', () => {
    const users = functionNames.filter((name) => taskOf(name).permissions.includes('use-executions'));
    expect(users).toEqual(guardNames);
  });
});

test.each([
  ['ShiftTraffic', SHIFT_LEASE_MS],
  ['PrepareRecords', SHIFT_LEASE_MS],
  ['RestoreRecords', SHIFT_LEASE_MS],
  ['StartDeployment', ORDER_LEASE_MS],
] as const)('%s has ended, and what it sent with it, when its lease has', (task, lease) => {
  expect(taskOf(task).timeoutSeconds * 1_000).toBeLessThan(lease);
});

test('VerifyDecommission leaves off looking with two minutes left for what comes before and after', () => {
  expect(taskOf('VerifyDecommission').timeoutSeconds - SCAN_SECONDS).toBeGreaterThanOrEqual(120);
});

describe.each(functionNames)('%s', (name) => {
  test('has a handler of its name', () => {
    expect(taskOf(name).handler).toBe(kebab(name));
    expect(readFileSync(handlerFile(taskOf(name).handler), 'utf8')).toMatch(
      new RegExp(`export const handler = run\\(\\s*'${name}'`),
    );
  });

  test('has a step of its name', async () => {
    const steps = await import(join(__dirname, '../../lambdas/steps', `${kebab(name)}.ts`));
    const { [name.charAt(0).toLowerCase() + name.slice(1)]: step } = steps;
    expect(step).toBeInstanceOf(Function);
    expect(step).toBe(taskOf(name).step);
  });
});

test('there is no handler beside these and the deployment hook, which is no part of a workflow', () => {
  const files = readdirSync(join(__dirname, '../../lambdas/handlers')).map((file) =>
    file.replace(/\.ts$/, ''),
  );
  expect(files.sort()).toEqual([...functionNames.map(kebab), 'deployment-hook', 'environment', 'run'].sort());
});

describe('the files', () => {
  test.each(parsed)('$name is valid Amazon States Language', ({ asl }) => {
    const result = validateAsl(asl);
    expect(result.errorsText()).toBe('');
    expect(result.isValid).toBe(true);
  });

  test.each(parsed)('$name says what it is and ends by itself', ({ asl }) => {
    expect(asl.Comment).toMatch(/\.$/);
    expect(asl.TimeoutSeconds).toBeGreaterThan(0);
    expect(asl.QueryLanguage).toBe('JSONata');
  });

  test.each(states)('$name says what it is for', ({ body }) => {
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

  test.each(taskStates)('$name ends, tries again and catches everything', ({ body }) => {
    expect(body.TimeoutSeconds).toBeGreaterThan(0);
    expect(body.Retry?.length).toBeGreaterThan(0);
    expect(body.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  test.each(lambdaStates)('$name tries again when a service was busy', ({ body }) => {
    // The first retrier that fits is the one that counts.
    const retrier = body.Retry?.find(({ ErrorEquals }) =>
      ErrorEquals.some((name) => name === 'ServiceBusyError' || name === 'States.ALL'),
    );
    expect(retrier?.MaxAttempts).toBeGreaterThan(0);
  });
});

describe('errors', () => {
  const classes = Object.entries(errors);

  test.each(classes)('%s is known by its name', (name, Class) => {
    expect(new Class('why').name).toBe(name);
  });

  test('that the state machines ask for are errors that the steps throw', () => {
    const asked = taskStates.flatMap(({ body }) =>
      [...(body.Retry ?? []), ...(body.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals),
    );
    const own = [...new Set(asked)].filter((name) => !name.includes('.'));
    expect(own.sort()).toEqual([
      'FencedError',
      'OldPathUnhealthyError',
      'RouteBrokenError',
      'RouteChangedError',
      'ServiceBusyError',
    ]);
    expect(classes.map(([name]) => name)).toEqual(expect.arrayContaining(own));
  });
});
