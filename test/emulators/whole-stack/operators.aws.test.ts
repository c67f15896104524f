import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stepFunctionsCutovers } from '../../../lambdas/adapters/shared/step-functions-cutovers';
import type { Connection, OperatorDependencies } from '../../../lib/cli/commands/operator/connection';
import { historyCommand } from '../../../lib/cli/commands/operator/history';
import { sendToCutover } from '../../../lib/cli/commands/operator/send';
import { startPlan } from '../../../lib/cli/commands/operator/start-plan';
import { statusCommand } from '../../../lib/cli/commands/operator/status';
import { watchCommand } from '../../../lib/cli/commands/operator/watch';
import { serveDashboard } from '../../../lib/cli/dashboard/server';
import type { PageState } from '../../../lib/cli/dashboard/state';
import type { Terminal } from '../../../lib/cli/output/terminal';
import { awsSource } from '../../../lib/operator/aws/aws-source';
import { sendSigned } from '../../../lib/operator/aws/send-signed';
import { capturedTerminal } from '../../support/cli/captured-terminal';
import { type Assembly, synthesize } from '../support/assembly';
import { type CommandFront, commandFront } from '../support/command-front';
import { endpointOf } from '../support/endpoints';
import { fitForEmulator } from '../support/fit-for-emulator';
import { type HttpsPath, httpsPath } from '../support/https-path';
import { type LiveRoute, liveRoute } from '../support/live-route';
import { stackClients } from '../support/run-in-stack';
import { createStack, type Stack, uploadAssets } from '../support/stack';
import { until } from '../support/until';

/**
 * The commands of somebody on shift, against the synthesized stack in an emulator: signed requests to the
 * function Operate, executions that are started, followed, approved, paused and aborted in real time.
 */

const LIMIT_MS = 360_000;
const clients = stackClients();
let path: HttpsPath | undefined;
let assembly: Assembly | undefined;
let front: CommandFront | undefined;
let stack: Stack;
let routes: readonly [LiveRoute, LiveRoute];
let connection: Connection & { close(): void };

beforeAll(async () => {
  // The emulator that has the stack has its executions and its table as well.
  for (const api of ['SFN', 'DYNAMODB']) {
    process.env[`AWS_ENDPOINT_URL_${api}`] = endpointOf('CLOUDFORMATION');
  }
  path = await httpsPath('new');
  const route = () => liveRoute(clients.route53, clients.cloudwatch);
  routes = [await route(), await route()];
  assembly = await synthesize(routes, path.port);
  await uploadAssets(assembly);
  stack = await createStack(fitForEmulator(assembly.template));
  front = await commandFront(stack);
  connection = connect(front.url);
}, LIMIT_MS);

afterAll(async () => {
  connection?.close();
  for (const client of Object.values(clients)) {
    client.destroy();
  }
  await Promise.all([path?.close(), front?.close(), assembly?.remove()]);
});

function connect(commandUrl: string): Connection {
  const output = (name: string) => stack.outputs.get(name) ?? '';
  const deployment = {
    ...{ stack: 'Cutover', region: 'eu-west-1', commandUrl },
    cutoverMachineArn: output('CutoverStateMachineArn'),
    ledgerTable: output('LedgerTableName'),
    routes: routes.map(({ key }) => key),
    schedulerRoleArn: output('SchedulerRoleArn'),
  };
  const source = awsSource(deployment);
  const cutovers = stepFunctionsCutovers(source.client, deployment.cutoverMachineArn);
  return {
    ...{ stack: 'Cutover', region: 'eu-west-1', source },
    send: sendSigned(commandUrl, { region: 'eu-west-1', credentials: source.client.config.credentials }),
    startExecution: async (name, input) =>
      (await cutovers.start(name, input)) ? cutovers.arnOf(name) : null,
    schedule: async () => null,
    series: async () => null,
    close: () => source.close(),
  };
}

/** Types a command. @returns its exit code and what it printed */
async function type(
  command: (terminal: Terminal, dependencies: OperatorDependencies) => Promise<unknown>,
): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
  const terminal = capturedTerminal(120);
  const dependencies: OperatorDependencies = {
    connect: async () => ({ ...connection, close: () => undefined }),
    // Twenty times as often as in a terminal: soaks take a second here.
    sleep: (ms) => wait(ms / 20),
  };
  return { code: await command(terminal, dependencies), ...terminal.texts };
}

const start = (plan: object & { readonly name: string }) =>
  type((terminal, { sleep }) =>
    startPlan(plan, { reason: 'test', name: plan.name }, { connection, terminal, sleep }),
  );
const send = (kind: Parameters<typeof sendToCutover>[0], route: string) =>
  type((terminal, dependencies) => sendToCutover(kind, route, { reason: 'why' }, terminal, dependencies));

const phaseOf = async (route: string) => {
  const { out } = await type((terminal, dependencies) =>
    statusCommand(route, { json: true }, terminal, dependencies),
  );
  return JSON.parse(out) as { readonly phase: string; readonly percent: number };
};
const reaches = (route: string, phase: string) =>
  until(120_000, phase, async () => {
    const view = await phaseOf(route).catch(() => null);
    return view?.phase === phase ? view : null;
  });

/** Pauses on the page of `cutover dashboard`, which shows that the cutover waits. @returns its answer */
async function pauseOnThePage({ recordName, key }: LiveRoute): Promise<string> {
  const { source, send: sender, series } = connection;
  const watched = { title: 'test', source, send: sender, series, speed: null, pollMs: 5_000 };
  const served = await serveDashboard(watched, 0);
  try {
    const state = (await (await fetch(`${served.url}api/state`)).json()) as PageState;
    expect(state.shown).toMatchObject({ name: recordName, route: key });
    expect(state.shown?.parts.headline).toMatch(/Waiting for an approval/);
    const answer = await fetch(`${served.url}api/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'pause', route: key, reason: 'on the page', atPercent: null }),
    });
    return ((await answer.json()) as { readonly message: string }).message;
  } finally {
    await served.close();
  }
}

describe('somebody on shift', () => {
  test('starts a cutover, watches it, pauses it, approves it, and reads the story', async () => {
    const [route] = routes;
    const plain = route.plan([50, 100], path?.port ?? 0);
    const [first, last] = plain.stages ?? [];
    const approval = { timeoutSeconds: 600 };
    const plan = { ...plain, stages: [{ ...first, approval }, last] };
    const started = await start(plan);
    expect(started).toMatchObject({ code: 0, err: '' });
    expect(started.out).toMatch(/started arn:aws:states:.*by StartExecution, with your own permission/);
    await reaches(route.recordName, 'waiting-for-approval');
    const watching = type((terminal, dependencies) =>
      watchCommand(route.recordName, {}, terminal, dependencies),
    );
    expect(await pauseOnThePage(route)).toMatch(/pause was accepted from .*user\/ada/);
    expect((await send('approve', route.recordName)).out).toMatch(/approve at 50 % was accepted/);
    expect((await phaseOf(route.recordName)).percent).toBe(50);
    expect(await send('resume', route.recordName)).toMatchObject({ code: 0, err: '' });
    const watched = await watching;
    expect(watched.code).toBe(0);
    expect(watched.out).toMatch(/pause.*approve at 50 %.*resume.*shift to 100 %.*succeeded/s);
    expect(await route.weights()).toBe('0/100');
    const story = await type((terminal, dependencies) =>
      historyCommand(route.key, { json: true }, terminal, dependencies),
    );
    const { entries } = JSON.parse(story.out) as { entries: readonly { source: string; by: string }[] };
    expect(entries.filter(({ source }) => source === 'command').map(({ by }) => by)).toEqual(
      Array(3).fill('arn:aws:iam::000000000000:user/ada'),
    );
  }, 240_000);

  test('aborts another one, and waiting for it ends with 3', async () => {
    const [, route] = routes;
    const plain = route.plan([50, 100], path?.port ?? 0);
    const plan = { ...plain, stages: [{ percent: 50, soakSeconds: 600 }, ...(plain.stages ?? []).slice(1)] };
    expect(await start(plan)).toMatchObject({ code: 0 });
    await reaches(route.recordName, 'soaking');
    const waiting = type((terminal, dependencies) =>
      statusCommand(route.recordName, { wait: true }, terminal, dependencies),
    );
    expect(await send('abort', route.recordName)).toMatchObject({ code: 0, err: '' });
    const waited = await waiting;
    expect(waited.code).toBe(3);
    expect(waited.out).toMatch(/: reverted/);
    expect(await route.weights()).toBe('100/0');
  }, 240_000);

  test('is refused with another secret', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'wrong' };
    const stranger = sendSigned(front?.url ?? '', { region: 'eu-west-1', credentials });
    const request = { kind: 'pause', route: routes[0].key, reason: 'why' } as const;
    await expect(stranger(request)).rejects.toThrow(/was not reached: 403 Forbidden; sign in as somebody/);
  });
});
