import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { handlerFile } from '../../lib/workflow/functions/bundling';
import { type FunctionName, functionNames, registeredTask } from '../../lib/workflow/tasks';
import { resourceOf, templateOf } from '../support/templates/synth';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Variables of the Lambda runtime, and one that suppresses the SDK's warning about Node.js 20. */
const runtime = { AWS_REGION: 'eu-west-1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

const template = templateOf();
/** Variables whose values are only known after the deployment. */
const deployed: Readonly<Record<string, string>> = {
  LEDGER_TABLE: 'a-name',
  EVENT_BUS: 'arn:aws:events:eu-west-1:111122223333:event-bus/default',
  CUTOVER_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:another-name',
  REVERT_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:a-name',
};

function deployedEnvironment(task: FunctionName): Record<string, string> {
  const lambda = resourceOf(template, 'AWS::Lambda::Function', `${task}Function`);
  const variables: Record<string, unknown> = lambda.Properties.Environment?.Variables ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (deployed[name] ?? ''),
    ]),
  );
}

async function load(handler: string): Promise<{ handler: unknown }> {
  let loaded: { handler: unknown } = { handler: null };
  await jest.isolateModulesAsync(async () => {
    loaded = await import(handlerFile(handler));
  });
  return loaded;
}

describe.each(functionNames)('%s', (task) => {
  test('starts with the variables that it is deployed with', async () => {
    process.env = { ...runtime, ...deployedEnvironment(task) };
    const { handler } = await load(registeredTask(task).handler);
    // Lambda takes a third parameter for a callback, which Node.js 24 no longer has.
    expect(handler).toHaveLength(1);
  });

  test('is deployed with no variable that it does not read', async () => {
    process.env = { ...runtime };
    const read = await load(registeredTask(task).handler).then(
      () => [],
      (error: Error) => error.message.match(/\b[A-Z_]+(?=: is missing)/g),
    );
    expect(read?.sort()).toEqual(Object.keys(deployedEnvironment(task)).sort());
  });
});

describe('ValidatePlan', () => {
  test.each([
    ['{"maxFirstPercent":"a lot"}', /^POLICY is not valid:\n.*maxFirstPercent: is "a lot"; must be/],
    ['{"maxFirstPercents":10}', /^POLICY is not valid:\n.*maxFirstPercents: is not a field/],
    ['[]', /^POLICY is not valid:\n/],
  ])('does not start with the policy %s', async (POLICY, message) => {
    process.env = { ...runtime, ...deployedEnvironment('ValidatePlan'), POLICY };
    await expect(load('validate-plan')).rejects.toThrow(message);
  });
});

describe('the deployment hook', () => {
  test('starts with only its plan', async () => {
    process.env = { ...runtime, HOOK_PLAN: '{"host":"api.example.com","checks":[{"path":"/health"}]}' };
    // The event, and the context with the remaining time.
    expect((await load('hooks/deployment-hook')).handler).toHaveLength(2);
  });

  test('does not start without its plan', async () => {
    process.env = { ...runtime };
    await expect(load('hooks/deployment-hook')).rejects.toThrow(
      /HOOK_PLAN: is missing; must be the hook's plan as JSON/,
    );
  });
});

describe('the gate that asks a URL', () => {
  const GATE_QUERY = JSON.stringify({
    url: 'https://prometheus.example.com',
    prometheus: 'up',
    passWhen: { comparison: 'above', threshold: 0 },
  });

  test('starts with only its query', async () => {
    process.env = { ...runtime, GATE_QUERY };
    expect((await load('hooks/query-gate')).handler).toHaveLength(1);
  });

  test.each([
    [undefined, /GATE_QUERY: is missing; must be the query of the gate as JSON/],
    ['{"url":"https://prometheus.example.com"}', /GATE_QUERY: .*must be a query: .*passWhen: is missing/],
  ])('does not start with the query %s', async (GATE_QUERY, message) => {
    process.env = { ...runtime, ...(GATE_QUERY === undefined ? {} : { GATE_QUERY }) };
    await expect(load('hooks/query-gate')).rejects.toThrow(message);
  });
});
