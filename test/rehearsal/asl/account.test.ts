import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient, TestStateCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadMachine } from '../../../lib/rehearsal/asl/machine';
import { branchCases } from '../../../lib/rehearsal/asl/test-state/cases';
import { interpretState, type StateCase } from '../../../lib/rehearsal/asl/test-state/state-case';
import {
  type Account,
  compareWithAccount,
  type DeployedDefinition,
  deployedDefinitions,
} from '../../../tools/account/compare-with-account';

/** The body of a TestState request. */
interface Body {
  readonly definition: string;
  readonly stateName: string;
  readonly input: string;
  readonly variables: string;
  readonly context: string;
  readonly inspectionLevel: string;
  readonly mock?: {
    readonly result?: string;
    readonly errorOutput?: { readonly error: string; readonly cause: string };
    readonly fieldValidationMode: string;
  };
  readonly stateConfiguration?: { readonly retrierRetryCount: number };
}

type Answer = Record<string, unknown>;

let requests: { readonly target: string; readonly body: Body }[] = [];
/** Changes an answer, as an interpreter would see it that differs from Step Functions. */
let plant: (body: Body, answer: Answer) => Answer = (_, answer) => answer;
let server: Server;
let account: Account;

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const client = new SFNClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disableHostPrefix: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  account = { test: (request) => client.send(new TestStateCommand(request)), pause: async () => undefined };
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Answers from what the request says alone, so that nothing that a test needs may be missing from it. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
  }
  const body = JSON.parse(text) as Body;
  requests.push({ target: String(request.headers['x-amz-target']), body });
  const { errorOutput, result } = body.mock ?? {};
  const machine = loadMachine(body.definition, {});
  const state = machine.States[body.stateName];
  const most = state !== undefined && 'Retry' in state ? state.Retry.map((one) => one.MaxAttempts) : [];
  const isExhausted = body.stateConfiguration?.retrierRetryCount === Math.max(0, ...most);
  const mock =
    errorOutput !== undefined
      ? { ...errorOutput, isExhausted }
      : result !== undefined
        ? { result: JSON.parse(result) as unknown }
        : undefined;
  const given: StateCase = {
    state: body.stateName,
    input: JSON.parse(body.input),
    executionInput: JSON.parse(body.context).Execution.Input,
    variables: JSON.parse(body.variables),
    ...(mock === undefined ? {} : { mock }),
  };
  const { outcome } = await interpretState(machine, given);
  const { output, variables, catchIndex, retryIndex, ...rest } = outcome;
  const wire = {
    ...rest,
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    inspectionData: {
      ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
      errorDetails: { catchIndex, retryIndex },
    },
  };
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(plant(body, wire)));
}

async function compare(definitions: readonly DeployedDefinition[]) {
  requests = [];
  return compareWithAccount(definitions, account);
}

describe('npm run test:account', () => {
  test('tests every branch of every state, in the machine, with mocked results', async () => {
    plant = (_, same) => same;
    const definitions = deployedDefinitions();
    const report = await compare(definitions);
    expect(report.different).toEqual([]);
    const branches = definitions.flatMap(({ text }) => {
      const { States } = loadMachine(text, {});
      return Object.entries(States).flatMap(([name, state]) => {
        if (state.Type === 'Choice') {
          return [...state.Choices, state.Default].map((_, i) => `${name} choice ${i}`);
        }
        const retries = 'Retry' in state ? state.Retry.filter((one) => one.MaxAttempts > 0) : [];
        const catches = 'Catch' in state ? state.Catch : [];
        return [name, ...[...retries, ...catches].map((_, i) => `${name} rule ${i}`)];
      });
    });
    expect(report.compared).toBe(branches.length);
    expect(requests).toHaveLength(branches.length);
    for (const { target, body } of requests) {
      expect(target).toBe('AWSStepFunctions.TestState');
      expect(body).toMatchObject({ inspectionLevel: 'DEBUG', stateName: expect.any(String) });
      expect(JSON.parse(body.definition)).toHaveProperty('States');
      expect(JSON.parse(body.context)).toHaveProperty('Execution.Id');
      const isTask = JSON.parse(body.definition).States[body.stateName].Type === 'Task';
      expect(body.mock !== undefined).toBe(isTask);
    }
  });

  const [cutover] = deployedDefinitions() as [DeployedDefinition];

  test.each<[string, (answered: Answer) => Answer]>([
    ['output', (answered) => ({ ...answered, output: '"another"' })],
    ['nextState', (answered) => ({ ...answered, nextState: 'Another' })],
    ['status', (answered) => ({ ...answered, status: 'FAILED' })],
    ['variables', (answered) => ({ ...answered, inspectionData: { variables: '{"another":1}' } })],
  ])('reports another %s with the state and the branch', async (field, change) => {
    plant = (body, same) =>
      body.stateName === 'PlanIsValid' && same.nextState === 'AcquireLock' ? change(same) : same;
    const report = await compare([cutover]);
    expect(report.different).toEqual([
      expect.objectContaining({ machine: 'cutover', state: 'PlanIsValid', branch: 'Choices[0]' }),
    ]);
    expect(report.different[0]?.differences.join()).toContain(`${field}: `);
  });

  test('the retries so far distinguish a retry from a Catch', async () => {
    plant = (_, same) => same;
    await compare([cutover]);
    const counts = requests.flatMap(({ body }) =>
      body.stateName === 'ValidatePlan' && body.mock?.errorOutput !== undefined
        ? [body.stateConfiguration?.retrierRetryCount]
        : [],
    );
    expect(counts).toEqual([0, 7]);
  });

  test('a branch without values that lead to it is an error', async () => {
    const states = {
      First: {
        Type: 'Choice',
        Choices: [{ Condition: "{% $x = 'a' and $x = 'b' %}", Next: 'End' }],
        Default: 'End',
      },
      End: { Type: 'Succeed' },
    };
    const text = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'First', States: states });
    await expect(branchCases(loadMachine(text, {}))).rejects.toThrow('Choices[0] of the state First');
  });
});
