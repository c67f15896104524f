import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cloudwatchClient } from '../../lambdas/adapters/clients/cloudwatch';
import { dynamoClient } from '../../lambdas/adapters/clients/dynamo';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { dynamoLedger } from '../../lambdas/adapters/ledger/dynamo-ledger';
import type { Ended } from '../../lib/rehearsal/asl/execution';
import { type TaskName, tasks } from '../../lib/workflow/tasks';
import { type Assembly, synthesize } from './support/assembly';
import { deployedFunctions } from './support/deployed-functions';
import { endpointOf } from './support/endpoints';
import { followWeights } from './support/follow-weights';
import { AUTHORITY, type HttpsPath, httpsPath } from './support/https-path';
import { invokeBundle, type LambdaFunction } from './support/lambda-process';
import { createLedgerTable } from './support/ledger-table';
import { type LiveRoute, liveRoute } from './support/live-route';
import { runCutover } from './support/run-cutover';

/**
 * The code that is deployed: the bundles of the assembly. Each invocation runs in a process of its own, with
 * the environment variables of the template.
 */

const LIMIT_MS = 360_000;
const APIS = ['ROUTE_53', 'CLOUDWATCH', 'DYNAMODB', 'ELASTIC_LOAD_BALANCING_V2', 'ACM'];
/** What the template does not set: where the emulators are, and which authority the smoke test trusts. */
const environment = {
  ...Object.fromEntries(APIS.map((api) => [`AWS_ENDPOINT_URL_${api}`, endpointOf(api)])),
  // Nothing listens there, so functions can call no other API.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  NODE_EXTRA_CA_CERTS: AUTHORITY,
};

const clients = { route53: route53Client(), cloudwatch: cloudwatchClient(), dynamo: dynamoClient() };
let route: LiveRoute;
let path: HttpsPath | undefined;
let assembly: Assembly | undefined;
let table: string;
let functions: Record<TaskName, LambdaFunction>;

beforeAll(async () => {
  route = await liveRoute(clients.route53, clients.cloudwatch);
  table = await createLedgerTable(clients.dynamo);
  path = await httpsPath('new');
  assembly = await synthesize([route], path.port);
  functions = deployedFunctions(assembly, {
    WorkflowLedger: table,
    // Only CheckRevert has it, and this cutover has no revert.
    WorkflowRevertMachine: 'arn:aws:states:eu-west-1:111122223333:stateMachine:revert',
  });
}, LIMIT_MS);

afterAll(async () => {
  for (const client of Object.values(clients)) {
    client.destroy();
  }
  await Promise.all([path?.close(), assembly?.remove()]);
});

test(
  'a cutover runs to its end through the bundles',
  async () => {
    const logs: string[] = [];
    const invoke = async (task: string, event: unknown) => {
      const { result, log } = await invokeBundle(functions[task as TaskName], environment, event);
      logs.push(...log.trim().split('\n'));
      return result;
    };
    const plan = route.plan([50, 100], path?.port ?? 0);
    const probed = { ...plan, smokeTest: { ...plan.smokeTest, everySeconds: 2 } };
    const running: Promise<Ended> = runCutover(() => ({ invoke }), probed);
    const stood = await followWeights(route, running, async (weights) => weights);
    expect(await running).toEqual({
      status: 'SUCCEEDED',
      output: {
        outcome: 'succeeded',
        reason:
          `${route.recordName} is at 100 % on the new path as last written;` +
          ' requests on the old path were not counted: say where in remainingTraffic.source;' +
          ' the record "old" (weight 0) can go',
      },
    });
    expect(stood).toEqual(['100/0', '50/50', '0/100']);
    const ledger = dynamoLedger(clients.dynamo, table);
    expect((await ledger.decisions(route.key)).map(({ what }) => what)).toEqual([
      'started',
      'preflight pass',
      'shift to 50 %',
      'soak 0: inconclusive, wait',
      'soak 0: pass, shift',
      'shift to 100 %',
      'soak 1: inconclusive, wait',
      'soak 1: pass, finish',
      'old path can go',
      'succeeded',
    ]);
    expect((await ledger.read(route.key))?.lock).toBeNull();
    // This plan asks for no preparation of records, no deployment and no gate.
    const back = ['RevertTraffic', 'CheckRevert', 'RecordFailure'];
    const notAskedFor = /Deployment$|Records$|Preparation$|AskGates/;
    const forward = Object.keys(tasks).filter((task) => !back.includes(task) && !notAskedFor.test(task));
    const ended = logs.map((line) => JSON.parse(line)).filter(({ message }) => message === 'ended');
    expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(forward));
  },
  LIMIT_MS,
);

test('an error keeps the name that the state machines match', async () => {
  const [stage, fence, evidence, execution] = [
    0,
    99,
    'none',
    'arn:aws:states:eu-west-1:111122223333:execution:cutover:a',
  ];
  const event = { plan: route.plan([100], 443), execution, route: route.key, fence, stage, evidence };
  await expect(invokeBundle(functions.ShiftTraffic, environment, event)).rejects.toMatchObject({
    name: 'FencedError',
    message: expect.stringContaining('"errorMessage":"the lock of'),
  });
});
